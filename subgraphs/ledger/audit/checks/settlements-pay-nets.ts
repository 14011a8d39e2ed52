import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const settlementsPayNets: Check = {
  name: 'settlements-pay-nets',
  claim:
    'Each net that was paid, collected or covered was so once, in full, and no other amount; a settled window has no other.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH paid AS (
      SELECT window_id, substr(account, 9) AS partner, sum(amount) AS minor
      FROM ledger.journal, unnest(accounts, components, amounts) AS leg (account, component, amount)
      WHERE component = 'SETTLEMENT' AND account LIKE 'PARTNER:%' GROUP BY window_id, account
    ),
    due AS (
      SELECT window_id, partner_id::text AS partner, -net_minor AS minor
      FROM ledger.net_position JOIN ledger.settlement_window USING (window_id) LEFT JOIN ledger.settlement_item AS item USING (window_id, partner_id)
      WHERE (settlement_window.state = 'SETTLED' OR (settlement_window.state = 'SETTLING' AND (item.state IN ('SETTLED', 'DEFAULTED') OR item.reincluded_by IS NOT NULL))) AND action IN ('PAY_PARTNER', 'COLLECT_FROM_PARTNER')
    )
    SELECT format('window %s, partner %s: %s was due, %s was posted', window_id, partner, coalesce(due.minor, 0), coalesce(paid.minor, 0)) AS finding
    FROM paid FULL JOIN due USING (window_id, partner) LEFT JOIN ledger.settlement_window USING (window_id)
    WHERE coalesce(due.minor, 0) <> coalesce(paid.minor, 0) AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY window_id, partner LIMIT ${MAX_FINDINGS}`,
};
