import type { AnySql } from '../../../../db/client.ts';
import { movements } from './read-liability.ts';

export interface RollForwardRow {
  /** Null is the operator. */
  readonly issuerId: string | null;
  readonly opening: bigint;
  readonly issued: bigint;
  readonly redeemed: bigint;
  readonly expired: bigint;
  readonly clawedBack: bigint;
}

/** Movement of each issuer's points after `from` until `to`, by the time of posting. Issuers without any until `to` are left out. */
export async function readRollForward(
  sql: AnySql,
  programmeId: string,
  from: Date,
  to: Date,
): Promise<readonly RollForwardRow[]> {
  return sql<RollForwardRow[]>`
    WITH moved AS (
      SELECT transfer.*, lot.earn_transaction_id, lot.issuer_id, posted.recorded_at <= ${from} AS before
      FROM ledger.transaction AS posted JOIN ledger.transfer USING (transaction_id)
      JOIN ledger.lot ON lot.member_id = transfer.member_id AND lot.lot_id = transfer.lot_id
      WHERE posted.programme_id = ${programmeId} AND posted.recorded_at <= ${to}
    ),
    by_period AS (
      SELECT issuer_id, before, ${movements(sql)} FROM moved GROUP BY issuer_id, before
    )
    SELECT issuer_id AS "issuerId",
           coalesce(sum(issued - redeemed - expired - clawed_back) FILTER (WHERE before), 0)::bigint AS opening,
           coalesce(sum(issued) FILTER (WHERE NOT before), 0)::bigint AS issued,
           coalesce(sum(redeemed) FILTER (WHERE NOT before), 0)::bigint AS redeemed,
           coalesce(sum(expired) FILTER (WHERE NOT before), 0)::bigint AS expired,
           coalesce(sum(clawed_back) FILTER (WHERE NOT before), 0)::bigint AS "clawedBack"
    FROM by_period GROUP BY issuer_id ORDER BY issuer_id NULLS FIRST`;
}
