import type { CounterRise } from '../../../partners/domain/rules/evaluate-purchase.ts';
import { integerArray, plainArray, textArray } from '../posting/array-literals.ts';
import { type Part, part } from '../posting/batch-sql.ts';

/** Counts what rules gave; each counter once. The subjects' locks are held. */
export function raiseCounters(programmeId: string, rises: readonly CounterRise[]): Part {
  return part`
    INSERT INTO ledger.rule_counter AS counter (subject_id, rule_id, period, programme_id, points)
    SELECT subject_id, rule_id, period, ${programmeId}::uuid, points
    FROM unnest(
      ${plainArray(rises, (rise) => rise.subjectId)}::uuid[],
      ${plainArray(rises, (rise) => rise.ruleId)}::uuid[],
      ${textArray(rises, (rise) => rise.period)}::text[],
      ${integerArray(rises, (rise) => rise.points)}::bigint[]
    ) AS row (subject_id, rule_id, period, points)
    ON CONFLICT (subject_id, rule_id, period) DO UPDATE SET points = counter.points + excluded.points`;
}
