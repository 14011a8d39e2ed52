import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const redemptionLinesEqualLots: Check = {
  name: 'redemption-lines-equal-lots',
  claim:
    'The points of a lot that are redeemed are those of the redemption lines it pays, and a line is paid by its lot’s funder.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH lines AS (
      SELECT member_id, lot_id, sum(points) AS points, array_agg(DISTINCT coalesce(funder_id::text, 'OP')) AS funders
      FROM ledger.redemption_line GROUP BY member_id, lot_id
    )
    SELECT format('lot %s of member %s says %s points are redeemed and is funded by %s; its redemption lines come to %s, funded by %s', lot_id,
                  member_id, lot.redeemed, coalesce(lot.funder_id::text, 'OP'), coalesce(lines.points, 0), lines.funders) AS finding
    FROM ledger.lot FULL JOIN lines USING (member_id, lot_id)
    WHERE (lot.redeemed IS DISTINCT FROM coalesce(lines.points, 0)
           OR lines.funders <> ARRAY[coalesce(lot.funder_id::text, 'OP')])
      AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY lot_id LIMIT ${MAX_FINDINGS}`,
};
