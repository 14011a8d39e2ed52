/**
 * What the accounting views are made of (domain/files/accounting-views.ts): money by window from the slots, points by window from the transfers,
 * and what the lots say now. Windows by their numbers. Cost: one pass over the transfers until then. For reports, not for pages.
 */
import type { AnySql } from '../../../../db/client.ts';

/** A total of a window on an account and component. Minor units, both >= 0. */
export interface AccountTotalRow {
  readonly window: number;
  readonly account: string;
  readonly component: string;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
}

/** Totals of windows up to `through` on the operator's reserve, on what it pays for itself, and of what partners get back for lapsed points. */
export async function readReserveTotals(
  sql: AnySql,
  programmeId: string,
  through: number,
): Promise<readonly AccountTotalRow[]> {
  return sql<AccountTotalRow[]>`
    SELECT number AS window, account, component, sum(credits)::bigint AS "creditsMinor", sum(debits)::bigint AS "debitsMinor"
    FROM ledger.settlement_window JOIN ledger.money_slot USING (window_id)
    WHERE programme_id = ${programmeId} AND number <= ${through}
      AND (account IN ('OP:RESERVE', 'OP:MARKETING') OR (account LIKE 'PARTNER:%' AND component = 'EXPIRY'))
    GROUP BY number, account, component ORDER BY number, min(component), account`;
}

/** What happened in a window to points of one funder and vintage. */
export interface PointsMovementRow {
  readonly window: number;
  /** Null is the operator. */
  readonly funderId: string | null;
  /** The window in which they were earned. */
  readonly vintage: number;
  /** Whether the operator's pool stands behind them. */
  readonly pooled: boolean;
  readonly issued: bigint;
  readonly reversed: bigint;
  readonly redeemed: bigint;
  readonly restored: bigint;
  readonly expired: bigint;
}

/** Movements of windows up to `through`, of all funders or of one partner's points. An expiry that is undone counts as none; what is redeemed stays so when
 * members are merged. */
export async function readPointsMovements(
  sql: AnySql,
  programmeId: string,
  through: number,
  funderId: string | null,
): Promise<readonly PointsMovementRow[]> {
  return sql<PointsMovementRow[]>`
    SELECT at.number AS window, lot.funder_id AS "funderId", born.number AS vintage, funding_model = 'OPERATOR_POOL' AS pooled,
           coalesce(sum(transfer.points) FILTER (WHERE debit LIKE 'issued:%' AND transfer.transaction_id = earn_transaction_id), 0)::bigint AS issued,
           (coalesce(sum(transfer.points) FILTER (WHERE credit LIKE 'issued:%'), 0)
             - coalesce(sum(transfer.points) FILTER (WHERE debit LIKE 'issued:%' AND transfer.transaction_id <> earn_transaction_id), 0))::bigint AS reversed,
           coalesce(sum(transfer.points) FILTER (WHERE credit LIKE 'accepted:%' AND NOT posted.details ?| ARRAY['merged', 'unmerged']), 0)::bigint AS redeemed,
           coalesce(sum(transfer.points) FILTER (WHERE debit LIKE 'accepted:%' AND NOT posted.details ?| ARRAY['merged', 'unmerged']), 0)::bigint AS restored,
           (coalesce(sum(transfer.points) FILTER (WHERE credit LIKE 'breakage:%'), 0)
             - coalesce(sum(transfer.points) FILTER (WHERE debit LIKE 'breakage:%'), 0))::bigint AS expired
    FROM ledger.settlement_window AS at
    JOIN ledger.transaction AS posted ON posted.window_id = at.window_id
    JOIN ledger.transfer USING (transaction_id)
    JOIN ledger.lot ON lot.member_id = transfer.member_id AND lot.lot_id = transfer.lot_id
    JOIN ledger.transaction AS earn ON earn.transaction_id = lot.earn_transaction_id
    JOIN ledger.settlement_window AS born ON born.window_id = earn.window_id
    WHERE at.programme_id = ${programmeId} AND at.number <= ${through}
      ${funderId === null ? sql`` : sql`AND lot.funder_id = ${funderId}::uuid`}
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2 NULLS FIRST, 3, 4`;
}

/** What the lots of one funder and vintage say now. */
export interface LotStandingRow {
  readonly funderId: string | null;
  readonly vintage: number;
  readonly points: bigint;
  /** What is left of their reserves (R5), minor units. */
  readonly reserveMinor: bigint;
  /** Those of the points that the funder pays for when they are redeemed. */
  readonly paidOnRedemption: bigint;
}

/** By funder and vintage; those without points and reserve are left out. */
export async function readLotStandings(
  sql: AnySql,
  programmeId: string,
  funderId: string | null,
): Promise<readonly LotStandingRow[]> {
  return sql<LotStandingRow[]>`
    WITH standing AS (
      SELECT funder_id, number AS vintage, sum(pending + available + held)::bigint AS points,
             coalesce(sum(pending + available + held) FILTER (WHERE funding_model <> 'OPERATOR_POOL'), 0)::bigint AS paid_on_redemption,
             sum(CASE WHEN priced_points = 0 THEN 0 ELSE reserve_minor - div(
               2 * reserve_minor::numeric * (priced_points - available - held) + priced_points, 2 * priced_points::numeric) END)::bigint AS reserve
      FROM ledger.lot
      JOIN ledger.transaction AS earn ON earn.transaction_id = lot.earn_transaction_id
      JOIN ledger.settlement_window AS born ON born.window_id = earn.window_id
      WHERE lot.programme_id = ${programmeId} ${funderId === null ? sql`` : sql`AND lot.funder_id = ${funderId}::uuid`}
      GROUP BY funder_id, number
    )
    SELECT funder_id AS "funderId", vintage, points, reserve AS "reserveMinor", paid_on_redemption AS "paidOnRedemption" FROM standing
    WHERE points <> 0 OR reserve <> 0 ORDER BY funder_id NULLS FIRST, vintage`;
}
