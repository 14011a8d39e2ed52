import type { AnySql } from '../../../../db/client.ts';

/** All of a lot that its money follows from. Null ids are the operator. */
export interface LotRecordRow {
  readonly lotId: string;
  readonly earnTransactionId: string;
  readonly issuerId: string | null;
  readonly funderId: string | null;
  readonly component: string;
  readonly points: bigint;
  readonly pending: bigint;
  readonly available: bigint;
  readonly held: bigint;
  readonly redeemed: bigint;
  readonly expired: bigint;
  readonly reversed: bigint;
  readonly expiresOn: string | null;
  readonly pricedPoints: bigint;
  readonly reserveMinor: bigint;
  readonly serviceMinor: bigint;
}

/** The lots that transactions opened, in the order of their making; not those that transfers between members split off. */
export async function readLotRecords(sql: AnySql, transactionIds: readonly string[]): Promise<readonly LotRecordRow[]> {
  return sql<LotRecordRow[]>`
    SELECT lot.lot_id AS "lotId", earn_transaction_id AS "earnTransactionId", issuer_id AS "issuerId", funder_id AS "funderId", component,
           lot.points, pending, available, held, redeemed, expired, reversed, expires_on AS "expiresOn",
           priced_points AS "pricedPoints", reserve_minor AS "reserveMinor", service_minor AS "serviceMinor"
    FROM ledger.lot
    WHERE parent_lot_id IS NULL AND (member_id, lot_id) IN (
      SELECT member_id, lot_id FROM ledger.transfer WHERE transaction_id = ANY(${transactionIds as string[]}::uuid[]))
      AND earn_transaction_id = ANY(${transactionIds as string[]}::uuid[])
    ORDER BY lot.lot_id`;
}
