/**
 * A member's lots and wallet at a past moment, rebuilt from the transfers recorded until then.
 *
 * A transfer counts at the time its transaction was recorded, which never runs backwards for one member. Points that moved to
 * another member are one row that names the receiver's lot: for the giver they leave, or come back to, the lot it was split from.
 * Arrears and qualifying points have no transfers: they are what the last record until then says.
 *
 * Cost: the member's own history, not the programme's.
 * Limit: a lot shows the last day it has now. Where an INACTIVITY policy or a grace moved it later, the day it had then is not kept.
 */
import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';
import type { LotView, WalletView } from '../../reading/wallet-view.ts';

export interface Moment {
  readonly memberId: string;
  readonly asOf: Date;
  /** Business date of `asOf` in the programme's time zone. */
  readonly day: string;
}

/** CTEs `asked`, `touching` (transactions that moved the member's points until then) and `lots` (what each lot held then). */
function historyUntil(
  sql: AnySql,
  programmeId: string,
  moments: readonly Moment[],
): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    asked AS (
      SELECT member_id, as_of, day
      FROM unnest(${moments.map((moment) => moment.memberId)}::uuid[], ${sql.array(moments.map((moment) => moment.asOf))}::timestamptz[],
                  ${moments.map((moment) => moment.day)}::date[]) AS moment (member_id, as_of, day)
      JOIN members.member_reference AS member USING (member_id)
      WHERE member.programme_id = ${programmeId}
    ),
    touching AS (
      SELECT asked.member_id, asked.as_of, posted.transaction_id, posted.recorded_at, posted.member_id = asked.member_id AS own, posted.details
      FROM asked CROSS JOIN LATERAL (
        SELECT * FROM ledger.transaction WHERE transaction_id = ANY(ARRAY(
          SELECT transaction_id FROM ledger.transaction WHERE member_id = asked.member_id AND status = 'OK'
          UNION
          SELECT transaction_id FROM ledger.transaction
          WHERE details ->> 'counterpartyId' = asked.member_id::text AND status = 'OK' AND kind IN ('TRANSFER', 'REVERSAL')
          UNION
          SELECT transaction_id FROM ledger.transaction
          WHERE status = 'OK' AND original_id = ANY(ARRAY(
            SELECT earn_transaction_id FROM ledger.lot WHERE lot.member_id = asked.member_id AND parent_lot_id IS NOT NULL))))
      ) AS posted
      WHERE posted.recorded_at <= asked.as_of AND posted.programme_id = ${programmeId}
    ),
    sides AS (
      SELECT touching.member_id, touching.as_of, moved.lot_id, split_part(side.account, ':', 1) AS bucket, side.points
      FROM touching JOIN ledger.transfer AS moved ON moved.transaction_id = touching.transaction_id AND moved.member_id = touching.member_id
      CROSS JOIN LATERAL (VALUES (moved.credit, moved.points), (moved.debit, -moved.points)) AS side (account, points)
      WHERE split_part(side.account, ':', 2) = touching.member_id::text
      UNION ALL
      SELECT touching.member_id, touching.as_of, child.parent_lot_id, split_part(side.account, ':', 1), side.points
      FROM touching JOIN ledger.transfer AS moved ON moved.transaction_id = touching.transaction_id AND moved.member_id <> touching.member_id
      JOIN ledger.lot AS child ON child.member_id = moved.member_id AND child.lot_id = moved.lot_id
      CROSS JOIN LATERAL (VALUES (moved.credit, moved.points), (moved.debit, -moved.points)) AS side (account, points)
      WHERE split_part(side.account, ':', 2) = touching.member_id::text
    ),
    lots AS (
      SELECT member_id, as_of, lot_id,
             coalesce(sum(points) FILTER (WHERE bucket = 'member'), 0)::bigint AS available,
             coalesce(sum(points) FILTER (WHERE bucket = 'held'), 0)::bigint AS held,
             coalesce(sum(points) FILTER (WHERE bucket = 'pending'), 0)::bigint AS pending
      FROM sides GROUP BY member_id, as_of, lot_id
    )`;
}

/** Wallets of a programme's members at moments; one row per moment asked for, members of other programmes left out. */
export async function readWalletsAsOf(
  sql: AnySql,
  programmeId: string,
  moments: readonly Moment[],
): Promise<readonly (WalletView & { asOf: Date })[]> {
  return sql<(WalletView & { asOf: Date })[]>`
    WITH ${historyUntil(sql, programmeId, moments)},
    totals AS (
      SELECT lots.member_id, lots.as_of,
             coalesce(sum(lots.available) FILTER (WHERE lot.expires_on IS NULL OR lot.expires_on >= asked.day), 0)::bigint AS available,
             sum(lots.held)::bigint AS held, sum(lots.pending)::bigint AS pending
      FROM lots JOIN ledger.lot USING (member_id, lot_id) JOIN asked USING (member_id, as_of)
      GROUP BY lots.member_id, lots.as_of
    ),
    said AS (
      SELECT DISTINCT ON (member_id, as_of) member_id, as_of, wallet
      FROM touching CROSS JOIN LATERAL (
        SELECT CASE WHEN own THEN details -> 'wallet'
                    WHEN details ->> 'counterpartyId' = member_id::text THEN details -> 'counterpartyWallet' END AS wallet
      ) AS record
      WHERE wallet IS NOT NULL
      ORDER BY member_id, as_of, recorded_at DESC, transaction_id DESC
    )
    SELECT member_id AS "memberId", as_of AS "asOf", coalesce(totals.available, 0) AS available, coalesce(totals.held, 0) AS held,
           coalesce(totals.pending, 0) AS pending, coalesce((said.wallet ->> 'arrears')::bigint, 0) AS arrears,
           coalesce((said.wallet ->> 'qualifying')::bigint, 0) AS qualifying
    FROM asked LEFT JOIN totals USING (member_id, as_of) LEFT JOIN said USING (member_id, as_of)`;
}

/** The lots of one member that had points at a moment, in spending order. */
export async function readLotsAsOf(
  sql: AnySql,
  programmeId: string,
  moment: Moment,
  soonestExpiryFirst: boolean,
): Promise<readonly LotView[]> {
  return sql<LotView[]>`
    WITH ${historyUntil(sql, programmeId, [moment])}
    SELECT * FROM (
      SELECT lot.lot_id AS "lotId", lot.member_id AS "memberId", lot.issuer_id AS "issuerId", lot.funder_id AS "funderId", lot.component,
             lot.contract_version_id AS "contractVersionId", lot.points,
             CASE WHEN lot.expires_on < ${moment.day}::date THEN 0 ELSE lots.available END AS available, lots.held, lots.pending,
             lot.expires_on AS "expiresOn", lot.earn_transaction_id AS "earnTransactionId"
      FROM lots JOIN ledger.lot USING (member_id, lot_id)
    ) AS lot
    WHERE available + held + pending > 0
    ORDER BY ${soonestExpiryFirst ? sql`"expiresOn" NULLS LAST,` : sql``} "lotId"`;
}
