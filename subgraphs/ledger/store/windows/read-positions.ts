/**
 * A partner's running position: exact after every committed transaction, and the same price however long the history is.
 *
 *   position = what the last settled window before the first unsettled one carried forward
 *            + everything on PARTNER:x in the windows from the first unsettled one on, SETTLEMENT included
 *
 * A window that was settled in between (an empty one is, at once) counts with all its legs: what was posted in it and what
 * was paid for it cancel, but for what it brought in and carried on. One statement, so one snapshot: a close or a settlement
 * that commits meanwhile is in it wholly or not at all.
 */
import type { AnySql } from '../../../../db/client.ts';

/** Minor units of the programme currency. The net is credits - debits; below zero the partner owes. */
export interface PositionRow {
  readonly partnerId: string;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
}

/** Positions of partners, zero ones included, in no particular order. */
export async function readPositions(
  sql: AnySql,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<readonly PositionRow[]> {
  return sql<PositionRow[]>`
    WITH first_unsettled AS (
      SELECT min(number) AS number FROM ledger.settlement_window
      WHERE programme_id = ${programmeId} AND state NOT IN ('SETTLED', 'ABORTED')
    ),
    asked AS (
      SELECT DISTINCT partner_id FROM unnest(${partnerIds as string[]}::uuid[]) AS partner_id
    ),
    parts AS (
      SELECT partner_id, greatest(net_minor, 0) AS credits, greatest(-net_minor, 0) AS debits
      FROM first_unsettled AS first
      JOIN ledger.settlement_window AS before ON before.programme_id = ${programmeId} AND before.number = first.number - 1
      JOIN ledger.net_position AS carried ON carried.window_id = before.window_id AND carried.action = 'CARRY_FORWARD'
      JOIN asked USING (partner_id)
      UNION ALL
      SELECT partner_id,
             CASE WHEN counted.state = 'SETTLED' THEN greatest(moved.net, 0) ELSE moved.credits END,
             CASE WHEN counted.state = 'SETTLED' THEN greatest(-moved.net, 0) ELSE moved.debits END
      FROM first_unsettled AS first
      JOIN ledger.settlement_window AS counted ON counted.programme_id = ${programmeId} AND counted.number >= first.number
      CROSS JOIN asked
      CROSS JOIN LATERAL (
        SELECT sum(credits) AS credits, sum(debits) AS debits, sum(credits) - sum(debits) AS net
        FROM ledger.money_slot
        WHERE window_id = counted.window_id AND account = 'PARTNER:' || partner_id::text
      ) AS moved
      WHERE moved.net IS NOT NULL
    )
    SELECT partner_id AS "partnerId", coalesce(sum(credits), 0)::bigint AS "creditsMinor",
           coalesce(sum(debits), 0)::bigint AS "debitsMinor"
    FROM asked LEFT JOIN parts USING (partner_id)
    GROUP BY partner_id`;
}
