import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Invariant 6. Settlement entries pay a net and are no part of it. */
export const closedWindowsAreSealed: Check = {
  name: 'closed-windows-are-sealed',
  claim:
    'The nets of a closed window sum to zero with the operator’s, and each partner’s is what it brought in plus its lines of the window.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH sealed AS (
      SELECT * FROM ledger.settlement_window WHERE state NOT IN ('OPEN', 'CLOSING') AND ${isOf(sql, programmeId)}
    ),
    sums AS (
      SELECT window_id, number, coalesce(operator_net_minor, 0) AS operator, coalesce(sum(net_minor), 0) AS partners
      FROM sealed LEFT JOIN ledger.net_position USING (window_id) GROUP BY window_id, number, operator_net_minor
    ),
    lines AS (
      SELECT window_id, substr(account, 9) AS partner, sum(debits) AS debits, sum(credits) AS credits
      FROM ledger.money_slot JOIN sealed USING (window_id)
      WHERE account LIKE 'PARTNER:%' AND component <> 'SETTLEMENT' GROUP BY window_id, account
    ),
    brought AS (
      SELECT later.window_id, partner_id::text AS partner, net_minor AS opening
      FROM sealed AS later JOIN ledger.settlement_window AS before ON before.programme_id = later.programme_id AND before.number = later.number - 1
      JOIN ledger.net_position AS carried ON carried.window_id = before.window_id AND carried.action = 'CARRY_FORWARD'
    ),
    expected AS (
      SELECT window_id, partner, coalesce(opening, 0) AS opening, coalesce(credits, 0) AS credits, coalesce(debits, 0) AS debits
      FROM lines FULL JOIN brought USING (window_id, partner)
    ),
    nets AS (
      SELECT window_id, partner_id::text AS partner, opening_minor, credits_minor, debits_minor, net_minor, components
      FROM ledger.net_position JOIN sealed USING (window_id)
    )
    (SELECT format('window %s (number %s): the partners come to %s and the operator to %s', window_id, number, partners, operator) AS finding
     FROM sums WHERE partners + operator <> 0 ORDER BY number LIMIT ${MAX_FINDINGS})
    UNION ALL
    (SELECT format('window %s, partner %s: sealed [opening, credits, debits, net, components] = [%s, %s, %s, %s, %s]; its lines say [%s, %s, %s, %s]',
                   window_id, partner, opening_minor, credits_minor, debits_minor, net_minor,
                   (SELECT sum(value::numeric) FROM jsonb_each_text(components)), coalesce(opening, 0), coalesce(credits, 0),
                   coalesce(debits, 0), coalesce(opening, 0) + coalesce(credits, 0) - coalesce(debits, 0))
     FROM nets FULL JOIN expected USING (window_id, partner)
     WHERE (opening_minor, credits_minor, debits_minor, net_minor) IS DISTINCT FROM
           (coalesce(opening, 0), coalesce(credits, 0), coalesce(debits, 0), coalesce(opening, 0) + coalesce(credits, 0) - coalesce(debits, 0))
        OR coalesce((SELECT sum(value::numeric) FROM jsonb_each_text(components)), 0) <> credits_minor - debits_minor
     ORDER BY window_id, partner LIMIT ${MAX_FINDINGS})
    LIMIT ${MAX_FINDINGS}`,
};
