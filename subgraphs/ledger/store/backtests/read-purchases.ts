import type { AnySql } from '../../../../db/client.ts';
import type { PostedPurchase } from '../../domain/backtest.ts';
import type { TransactionDetails } from '../../domain/record.ts';

export interface ReplayPeriod {
  readonly programmeId: string;
  /** Null is every partner. */
  readonly partnerId: string | null;
  readonly from: Date;
  readonly until: Date;
}

type PurchaseRow = Omit<PostedPurchase, 'lines' | 'till' | 'awarded'> & {
  readonly lines: TransactionDetails['lines'] | null;
  readonly till: TransactionDetails['till'] | null;
};

/** How many purchases a period has. */
export async function countPurchases(
  sql: AnySql,
  { programmeId, partnerId, from, until }: ReplayPeriod,
): Promise<bigint> {
  const [row] = await sql<{ count: bigint }[]>`
    SELECT count(*) AS count FROM ledger.transaction
    WHERE programme_id = ${programmeId} AND kind = 'PURCHASE' AND status = 'OK' AND occurred_at >= ${from} AND occurred_at < ${until}
      AND (${partnerId}::uuid IS NULL OR partner_id = ${partnerId}::uuid)`;
  return row?.count ?? 0n;
}

/** The next purchases of a period in posting order: ids are time-ordered. */
export async function readPurchases(
  sql: AnySql,
  { programmeId, partnerId, from, until }: ReplayPeriod,
  after: string | null,
  limit: number,
): Promise<PostedPurchase[]> {
  const rows = await sql<(PurchaseRow & { readonly awarded: boolean })[]>`
    SELECT transaction_id AS "transactionId", member_id AS "memberId", partner_id AS "partnerId", store_id AS "storeId", points,
           amount_minor AS "amountMinor", currency, contract_version_id AS "contractVersionId", occurred_at AS "occurredAt",
           recorded_at AS "recordedAt", details -> 'lines' AS lines, details -> 'till' AS till,
           coalesce(details #>> '{explanation,steps,0,rule}' = 'award', false) AS awarded
    FROM ledger.transaction
    WHERE programme_id = ${programmeId} AND kind = 'PURCHASE' AND status = 'OK' AND occurred_at >= ${from} AND occurred_at < ${until}
      AND (${partnerId}::uuid IS NULL OR partner_id = ${partnerId}::uuid)
      AND transaction_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    ORDER BY transaction_id LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, lines: row.lines ?? [], till: row.till ?? null }));
}

/** Members who bought before the period. */
export async function readBuyersBefore(sql: AnySql, { programmeId, from }: ReplayPeriod): Promise<Set<string>> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT DISTINCT member_id AS "memberId" FROM ledger.transaction
    WHERE programme_id = ${programmeId} AND kind = 'PURCHASE' AND status = 'OK' AND occurred_at < ${from}`;
  return new Set(rows.map(({ memberId }) => memberId));
}
