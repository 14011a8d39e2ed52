import type { CounterRise } from '../../../partners/domain/rules/evaluate-purchase.ts';
import { plainArray, textArray } from '../posting/array-literals.ts';
import type { AnySql, Statement } from '../posting/batch-sql.ts';

/** A counter of every subject: whose it is comes with the members of the batch. */
export interface CountedPeriod {
  readonly ruleId: string;
  readonly period: string;
}

/** What rules have given these subjects in these periods. One look-up by key for each. */
export function readCounters(
  sql: AnySql,
  subjectIds: string,
  counted: readonly CountedPeriod[],
): Statement<CounterRise> {
  return sql<CounterRise[]>`
    SELECT found.rule_id AS "ruleId", found.subject_id AS "subjectId", found.period, found.points
    FROM unnest(${subjectIds}::uuid[]) AS subject (id)
    CROSS JOIN unnest(
      ${plainArray(counted, ({ ruleId }) => ruleId)}::uuid[],
      ${textArray(counted, ({ period }) => period)}::text[]
    ) AS asked (rule_id, period)
    CROSS JOIN LATERAL (
      SELECT * FROM ledger.rule_counter AS counter
      WHERE counter.subject_id = subject.id AND counter.rule_id = asked.rule_id AND counter.period = asked.period
      LIMIT 1
    ) AS found`;
}
