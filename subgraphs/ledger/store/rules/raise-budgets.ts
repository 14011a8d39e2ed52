import type { BudgetRise } from '../../domain/rule-usage.ts';
import { integerArray, plainArray } from '../posting/array-literals.ts';
import { type Part, part } from '../posting/batch-sql.ts';

/** Adds what promotions spent; each budget, funder and day once. The budgets' locks are held. */
export function raiseBudgets(programmeId: string, rises: readonly BudgetRise[]): Part {
  return part`
    INSERT INTO ledger.promotion_budget AS budget (rule_id, funder, day, programme_id, points, money_minor)
    SELECT rule_id, funder, day, ${programmeId}::uuid, points, money_minor
    FROM unnest(
      ${plainArray(rises, (rise) => rise.ruleId)}::uuid[],
      ${plainArray(rises, (rise) => rise.funderId)}::text[],
      ${plainArray(rises, (rise) => rise.day)}::date[],
      ${integerArray(rises, (rise) => rise.points)}::bigint[],
      ${integerArray(rises, (rise) => rise.moneyMinor)}::bigint[]
    ) AS row (rule_id, funder, day, points, money_minor)
    ON CONFLICT (rule_id, funder, day)
    DO UPDATE SET points = budget.points + excluded.points, money_minor = budget.money_minor + excluded.money_minor`;
}
