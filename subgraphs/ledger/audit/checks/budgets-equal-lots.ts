import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/**
 * What promotions have spent decides how much of their budgets is left. A promotion's points are lots of its own component, one a funder, in
 * purchases that pinned its version (in the steps of their explanation); what their funder pays is its price per point, rounded half up once a purchase (settlement R1). Returns give no
 * budget back, and a lot's `points` stay what they were.
 */
export const budgetsEqualLots: Check = {
  name: 'budgets-equal-lots',
  claim: 'What each budget has spent, in points and in money by funder, equals the lots that its promotion gave.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH parts AS (
      SELECT rule.programme_id, rule.rule_id, coalesce(lot.funder_id::text, 'OP') AS funder, sum(lot.points) AS points,
             coalesce(contract.issue_price_micros, programme.operator_reserve_rate_micros) AS price, 10 ^ (6 - programme.exponent) AS unit
      FROM partners.rule_reference AS rule
      JOIN partners.programme_terms AS programme USING (programme_id)
      JOIN ledger.lot ON lot.programme_id = rule.programme_id AND lot.parent_lot_id IS NULL
        AND lot.component = format('CAMPAIGN:%s/%s', rule.code, rule.version)
      JOIN ledger.transaction AS earn ON earn.transaction_id = lot.earn_transaction_id
        AND earn.details #> '{explanation,steps}' @> jsonb_build_array(jsonb_build_object('rule', format('%s/%s', rule.code, rule.version)))
      LEFT JOIN partners.contract_terms AS contract ON contract.contract_version_id = lot.contract_version_id AND lot.funder_id IS NOT NULL
      WHERE rule.published_at IS NOT NULL AND rule.terms ? 'budget' AND ${isOf(sql, programmeId, 'rule')}
      GROUP BY rule.programme_id, rule.rule_id, rule.rule_version_id, lot.earn_transaction_id, lot.funder_id, contract.issue_price_micros,
               programme.operator_reserve_rate_micros, programme.exponent
    ),
    given AS (
      SELECT programme_id, rule_id, funder, sum(points) AS points, sum(div(2 * points::numeric * price + unit::numeric, 2 * unit::numeric)) AS minor
      FROM parts GROUP BY programme_id, rule_id, funder
    ),
    spent AS (
      SELECT programme_id, rule_id, funder, sum(points) AS points, sum(money_minor) AS minor
      FROM ledger.promotion_budget WHERE ${isOf(sql, programmeId)} GROUP BY programme_id, rule_id, funder
    )
    SELECT format('promotion %s: its budget says that %s paid %s for %s points, its lots say %s for %s', rule_id, funder,
                  coalesce(spent.minor, 0), coalesce(spent.points, 0), coalesce(given.minor, 0), coalesce(given.points, 0)) AS finding
    FROM spent FULL JOIN given USING (programme_id, rule_id, funder)
    WHERE coalesce(spent.points, 0) <> coalesce(given.points, 0) OR coalesce(spent.minor, 0) <> coalesce(given.minor, 0)
    ORDER BY 1 LIMIT ${MAX_FINDINGS}`,
};
