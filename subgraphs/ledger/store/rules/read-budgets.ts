import type { BudgetRow } from '../../domain/rule-usage.ts';
import type { AnySql, Statement } from '../posting/batch-sql.ts';

/** What promotions have spent, by funder. */
export function readBudgets(sql: AnySql, ruleIds: string): Statement<BudgetRow> {
  return sql<BudgetRow[]>`
    SELECT rule_id AS "ruleId", funder AS "funderId", sum(points)::bigint AS points, sum(money_minor)::bigint AS "moneyMinor"
    FROM ledger.promotion_budget WHERE rule_id = ANY(${ruleIds}::uuid[])
    GROUP BY rule_id, funder`;
}
