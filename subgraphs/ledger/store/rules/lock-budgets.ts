import type { AnySql, Statement } from '../posting/batch-sql.ts';

/**
 * Locks the budgets of promotions, in the order of their keys, after wallets and exposures: no two writers decide on the same rest. Only
 * promotions that have a budget are ever named here.
 */
export function lockBudgets(sql: AnySql, ruleIds: string): Statement<object> {
  return sql<object[]>`
    SELECT pg_advisory_xact_lock(key)
    FROM (
      SELECT DISTINCT hashtextextended('ledger.promotion_budget:' || rule_id::text, 0) AS key
      FROM unnest(${ruleIds}::uuid[]) AS rule_id ORDER BY key
    ) AS keys`;
}
