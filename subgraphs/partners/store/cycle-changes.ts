// Changes of a programme's cycle: proposed by one person, agreed by another.
import type { AnySql } from '../../../db/client.ts';
import type { CycleTerms } from '../domain/cycle-terms.ts';

export interface CycleChangeRow extends CycleTerms {
  readonly changeId: string;
  readonly programmeId: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

const columns = (sql: AnySql) => sql`
  change_id AS "changeId", programme_id AS "programmeId", state, proposed_by AS "proposedBy", proposed_at AS "proposedAt",
  decided_by AS "decidedBy", decided_at AS "decidedAt", advice_business_days AS "adviceBusinessDays",
  dispute_business_days AS "disputeBusinessDays", value_business_days AS "valueBusinessDays", calendar, close_schedule AS "closeSchedule",
  dispute_answer_business_days AS "disputeAnswerBusinessDays", dispute_decision_business_days AS "disputeDecisionBusinessDays"`;

/** One change; null when the programme has none of this id. */
export async function readCycleChange(
  sql: AnySql,
  programmeId: string,
  changeId: string,
): Promise<CycleChangeRow | null> {
  const [row] = await sql<CycleChangeRow[]>`
    SELECT ${columns(sql)} FROM partners.cycle_change WHERE programme_id = ${programmeId} AND change_id = ${changeId}`;
  return row ?? null;
}

/** All changes of a programme, the newest first. */
export async function readCycleChanges(sql: AnySql, programmeId: string): Promise<CycleChangeRow[]> {
  return sql<CycleChangeRow[]>`
    SELECT ${columns(sql)} FROM partners.cycle_change WHERE programme_id = ${programmeId} ORDER BY change_id DESC`;
}

/** Whether it was written: false while another change waits for its answer. */
export async function insertCycleChange(
  sql: AnySql,
  row: Omit<CycleChangeRow, 'state' | 'decidedBy' | 'decidedAt'>,
): Promise<boolean> {
  const written = await sql`
    INSERT INTO partners.cycle_change (change_id, programme_id, state, proposed_by, proposed_at, advice_business_days, dispute_business_days,
      value_business_days, calendar, close_schedule, dispute_answer_business_days, dispute_decision_business_days)
    VALUES (${row.changeId}, ${row.programmeId}, 'PROPOSED', ${row.proposedBy}, ${row.proposedAt}, ${row.adviceBusinessDays},
      ${row.disputeBusinessDays}, ${row.valueBusinessDays}, ${row.calendar}, ${row.closeSchedule}, ${row.disputeAnswerBusinessDays},
      ${row.disputeDecisionBusinessDays})
    ON CONFLICT DO NOTHING`;
  return written.count === 1;
}

/** Ends a proposal without a change. */
export async function endCycleChange(
  sql: AnySql,
  changeId: string,
  end: { readonly state: 'REJECTED' | 'WITHDRAWN'; readonly by: string; readonly at: Date },
): Promise<void> {
  await sql`
    UPDATE partners.cycle_change SET state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.at} WHERE change_id = ${changeId}`;
}

/** The change is agreed: what it replaces is kept with it, and the programme has the new cycle. */
export async function takeCycleChange(sql: AnySql, changeId: string, by: string, at: Date): Promise<void> {
  await sql`
    UPDATE partners.cycle_change AS change
    SET state = 'APPROVED', decided_by = ${by}, decided_at = ${at}, replaced = to_jsonb(programme)
    FROM (SELECT programme_id, advice_business_days, dispute_business_days, value_business_days, calendar, close_schedule,
                 dispute_answer_business_days, dispute_decision_business_days FROM partners.programme) AS programme
    WHERE change.change_id = ${changeId} AND programme.programme_id = change.programme_id`;
  await sql`
    UPDATE partners.programme AS programme
    SET (advice_business_days, dispute_business_days, value_business_days, calendar, close_schedule, dispute_answer_business_days,
         dispute_decision_business_days)
      = (change.advice_business_days, change.dispute_business_days, change.value_business_days, change.calendar, change.close_schedule,
         change.dispute_answer_business_days, change.dispute_decision_business_days)
    FROM partners.cycle_change AS change
    WHERE change.change_id = ${changeId} AND programme.programme_id = change.programme_id`;
}
