/**
 * Points of a programme, by issuer, by month of issue and by month of expiry; now from the lots, at a past moment from the transfers.
 * The two ways meet: at the present moment they give the same figures, and a test says so.
 *
 * Points belong to the month in which they were earned, also after they moved to another member. Outstanding is what members still
 * hold: available, held, pending, and lapsed ones that no sweep has taken yet.
 * Cost: one pass over the lots, or over the transfers until then. For reports, not for pages.
 */
import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

export interface LiabilityRow {
  /** Null is the operator. */
  readonly issuerId: string | null;
  /** YYYY-MM in the programme's time zone. */
  readonly issueMonth: string;
  /** YYYY-MM, or `never`. */
  readonly expiryMonth: string;
  readonly issued: bigint;
  readonly redeemed: bigint;
  readonly expired: bigint;
  readonly clawedBack: bigint;
  readonly outstanding: bigint;
}

/** Months of a lot: of the earn, and of its last usable day. `lot` and `earn` must be in scope. */
function months(sql: AnySql, timeZone: string): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    to_char(coalesce(earn.recorded_at, lot.opened_at) AT TIME ZONE ${timeZone}, 'YYYY-MM') AS "issueMonth",
    coalesce(to_char(lot.expires_on, 'YYYY-MM'), 'never') AS "expiryMonth"`;
}

/** The liability now. */
export async function readLiabilityNow(
  sql: AnySql,
  programmeId: string,
  timeZone: string,
): Promise<readonly LiabilityRow[]> {
  return sql<LiabilityRow[]>`
    SELECT lot.issuer_id AS "issuerId", ${months(sql, timeZone)},
           coalesce(sum(lot.points) FILTER (WHERE parent_lot_id IS NULL), 0)::bigint AS issued, sum(redeemed)::bigint AS redeemed,
           sum(expired)::bigint AS expired, sum(reversed)::bigint AS "clawedBack", sum(pending + available + held)::bigint AS outstanding
    FROM ledger.lot LEFT JOIN ledger.transaction AS earn ON lot.parent_lot_id IS NOT NULL AND earn.transaction_id = lot.earn_transaction_id
    WHERE lot.programme_id = ${programmeId}
    GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3`;
}

/** The liability as it was at a moment, by the time of posting. */
export async function readLiabilityAsOf(
  sql: AnySql,
  programmeId: string,
  timeZone: string,
  asOf: Date,
): Promise<readonly LiabilityRow[]> {
  return sql<LiabilityRow[]>`
    WITH moved AS (
      SELECT transfer.*, lot.earn_transaction_id, lot.issuer_id
      FROM ledger.transaction AS posted JOIN ledger.transfer USING (transaction_id)
      JOIN ledger.lot ON lot.member_id = transfer.member_id AND lot.lot_id = transfer.lot_id
      WHERE posted.programme_id = ${programmeId} AND posted.recorded_at <= ${asOf}
    ),
    by_lot AS (
      SELECT member_id, lot_id, ${movements(sql)} FROM moved GROUP BY member_id, lot_id
    )
    SELECT lot.issuer_id AS "issuerId", ${months(sql, timeZone)},
           sum(by_lot.issued)::bigint AS issued, sum(by_lot.redeemed)::bigint AS redeemed, sum(by_lot.expired)::bigint AS expired,
           sum(by_lot.clawed_back)::bigint AS "clawedBack",
           sum(by_lot.issued - by_lot.redeemed - by_lot.expired - by_lot.clawed_back)::bigint AS outstanding
    FROM by_lot JOIN ledger.lot USING (member_id, lot_id)
    LEFT JOIN ledger.transaction AS earn ON lot.parent_lot_id IS NOT NULL AND earn.transaction_id = lot.earn_transaction_id
    GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3`;
}

/**
 * What transfers say happened to points: issued by their earn, redeemed less refunded, expired less restored, clawed back less given
 * back. Movements between a member's own accounts, and between members, are none of these. The transfer's lot must be in scope.
 */
export function movements(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    coalesce(sum(points) FILTER (WHERE debit LIKE 'issued:%' AND transaction_id = earn_transaction_id), 0)::bigint AS issued,
    (coalesce(sum(points) FILTER (WHERE credit LIKE 'accepted:%'), 0)
      - coalesce(sum(points) FILTER (WHERE debit LIKE 'accepted:%'), 0))::bigint AS redeemed,
    (coalesce(sum(points) FILTER (WHERE credit LIKE 'breakage:%'), 0)
      - coalesce(sum(points) FILTER (WHERE debit LIKE 'breakage:%'), 0))::bigint AS expired,
    (coalesce(sum(points) FILTER (WHERE credit LIKE 'issued:%'), 0)
      - coalesce(sum(points) FILTER (WHERE debit LIKE 'issued:%' AND transaction_id <> earn_transaction_id), 0))::bigint AS clawed_back`;
}
