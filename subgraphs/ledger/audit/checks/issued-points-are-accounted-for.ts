import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Invariant 3 of domain.md, per issuer: history on one side, what lots say now on the other. */
export const issuedPointsAreAccountedFor: Check = {
  name: 'issued-points-are-accounted-for',
  claim: 'Per issuer, points issued = outstanding + redeemed + expired + clawed back.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH issued AS (
      SELECT lot.programme_id, lot.issuer_id, sum(transfer.points) AS points
      FROM ledger.transfer JOIN ledger.lot USING (member_id, lot_id)
      WHERE transfer.debit LIKE 'issued:%' AND transfer.transaction_id = lot.earn_transaction_id GROUP BY lot.programme_id, lot.issuer_id
    ),
    lots AS (
      SELECT programme_id, issuer_id, sum(pending + available + held) AS outstanding, sum(redeemed) AS redeemed,
             sum(expired) AS expired, sum(reversed) AS clawed_back
      FROM ledger.lot GROUP BY programme_id, issuer_id
    )
    SELECT format('issuer %s issued %s points, but %s outstanding + %s redeemed + %s expired + %s clawed back = %s',
                  coalesce(lots.issuer_id::text, 'OP'), coalesce(issued.points, 0), outstanding, redeemed, expired, clawed_back,
                  outstanding + redeemed + expired + clawed_back) AS finding
    FROM lots LEFT JOIN issued
      ON issued.programme_id = lots.programme_id AND issued.issuer_id IS NOT DISTINCT FROM lots.issuer_id
    WHERE ${isOf(sql, programmeId, 'lots')} AND coalesce(issued.points, 0) <> outstanding + redeemed + expired + clawed_back
    ORDER BY 1 LIMIT ${MAX_FINDINGS}`,
};
