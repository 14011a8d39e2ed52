import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/**
 * Obligations accumulate by window; lines stand as they are now. They meet in each partner's balance: what it is owed as acceptor
 * less what it owes as funder. A line that another lot took over (R11) moves its debt from one funder to the other, and the
 * obligation between the two funders says the same.
 */
export const obligationsEqualRedemptionLines: Check = {
  name: 'obligations-equal-redemption-lines',
  claim:
    'Per partner, points owed to it less points it owes are the same by accumulated obligations and by redemption lines.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH owed AS (
      SELECT programme_id, partner, sum(part) AS points
      FROM ledger.obligation_slot JOIN ledger.settlement_window USING (window_id),
           LATERAL (VALUES (acceptor, points), (funder, -points)) AS side (partner, part)
      GROUP BY programme_id, partner
    ),
    lines AS (
      SELECT programme_id, partner, sum(part) AS points
      FROM ledger.redemption_line AS line JOIN ledger.lot USING (member_id, lot_id),
           LATERAL (VALUES (line.acceptor_id::text, line.points), (coalesce(line.funder_id::text, 'OP'), -line.points)) AS side (partner, part)
      GROUP BY programme_id, partner
    )
    SELECT format('partner %s: obligations come to %s points, redemption lines to %s', partner, coalesce(owed.points, 0),
                  coalesce(lines.points, 0)) AS finding
    FROM owed FULL JOIN lines USING (programme_id, partner)
    WHERE ${isOf(sql, programmeId)} AND coalesce(owed.points, 0) <> coalesce(lines.points, 0)
    ORDER BY partner LIMIT ${MAX_FINDINGS}`,
};
