import type { AnySql, Statement } from './batch-sql.ts';

/** One lot of a hold; a hold has as many rows as lots. */
export interface HoldLotRow {
  readonly holdId: string;
  readonly memberId: string;
  readonly partnerId: string;
  readonly storeId: string | null;
  readonly contractVersionId: string;
  readonly expiresAt: Date;
  readonly state: 'OPEN' | 'CAPTURED' | 'VOIDED' | 'EXPIRED';
  /** Reserved at first, of the whole hold. */
  readonly points: bigint;
  readonly lotId: string;
  /** Still reserved of this lot. */
  readonly held: bigint;
}

/**
 * The holds that a batch names, and the open ones of members who spend, or who owe points (a debt on held points is repaid within its hold);
 * lots in the order of their allocation.
 */
export function readHolds(sql: AnySql, memberIds: string, spenderIds: string, holdIds: string): Statement<HoldLotRow> {
  return sql<HoldLotRow[]>`
    SELECT hold.hold_id AS "holdId", member_id AS "memberId", partner_id AS "partnerId", store_id AS "storeId",
           contract_version_id AS "contractVersionId", expires_at AS "expiresAt", state, points, lot_id AS "lotId", hold_lot.held
    FROM (
      SELECT * FROM ledger.hold WHERE hold_id = ANY(${holdIds}::uuid[])
      UNION
      SELECT * FROM ledger.hold
      WHERE state = 'OPEN' AND member_id = ANY(ARRAY(
        SELECT member_id FROM ledger.wallet
        WHERE member_id = ANY(${memberIds}::uuid[]) AND (member_id = ANY(${spenderIds}::uuid[]) OR arrears > 0)))
    ) AS hold JOIN ledger.hold_lot USING (hold_id)
    ORDER BY hold.hold_id, ordinal`;
}
