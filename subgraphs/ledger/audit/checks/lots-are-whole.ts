import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** The table says it too (CHECK); this says it of what is there, whatever became of the constraint. */
export const lotsAreWhole: Check = {
  name: 'lots-are-whole',
  claim:
    'A lot’s points are in its buckets, none of them is negative, and it is open exactly while some are pending, available or held.',
  find: (sql, programmeId) => sql<Finding[]>`
    SELECT format('lot %s of member %s has %s points, and %s in its buckets (open: %s)', lot_id, member_id, points,
                  pending + available + held + redeemed + expired + reversed + transferred, open) AS finding
    FROM ledger.lot
    WHERE ${isOf(sql, programmeId)}
      AND (points <> pending + available + held + redeemed + expired + reversed + transferred
           OR least(pending, available, held, redeemed, expired, reversed, transferred) < 0
           OR open <> (pending + available + held > 0))
    ORDER BY lot_id LIMIT ${MAX_FINDINGS}`,
};
