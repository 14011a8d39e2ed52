import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';
import type { Answer, Question } from '../domain/survey.ts';

export interface SurveyRow {
  readonly survey_id: string;
  readonly programme_id: string;
  readonly partner_id: string | null;
  readonly name: string;
  readonly questions: readonly Question[];
  readonly points: bigint;
  readonly funding: readonly Funding[];
  /** When the last of those who pay agreed; null until then: it does not count. */
  readonly agreed_at: Date | null;
  readonly quiet_days: number;
  readonly reminder_days: number;
  readonly max_reminders: number;
  readonly open_days: number;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

export async function insertSurvey(sql: AnySql, row: SurveyRow, at: Date): Promise<void> {
  await sql`
    INSERT INTO rewards.survey (survey_id, programme_id, partner_id, name, questions, points, funding, quiet_days, reminder_days, max_reminders, open_days,
      starts_at, ends_at, created_at, agreed_at)
    VALUES (${row.survey_id}, ${row.programme_id}, ${row.partner_id}, ${row.name}, ${JSON.stringify(row.questions)}::jsonb, ${row.points},
      ${JSON.stringify(row.funding)}::jsonb, ${row.quiet_days}, ${row.reminder_days}, ${row.max_reminders}, ${row.open_days}, ${row.starts_at},
      ${row.ends_at}, ${at}, ${row.agreed_at})`;
}

export async function readSurveys(sql: AnySql, surveyIds: readonly string[]): Promise<SurveyRow[]> {
  return sql<SurveyRow[]>`SELECT * FROM rewards.survey WHERE survey_id = ANY (${[...surveyIds]}::uuid[])`;
}

/** Surveys of these programmes that run somewhere in a period, ends included, the oldest first. */
export async function readSurveysRunning(
  sql: AnySql,
  programmeIds: readonly string[],
  from: Date,
  to: Date,
): Promise<SurveyRow[]> {
  return sql<SurveyRow[]>`
    SELECT * FROM rewards.survey
    WHERE programme_id = ANY (${[...programmeIds]}::uuid[]) AND ends_at > ${from} AND starts_at <= ${to} AND agreed_at IS NOT NULL
    ORDER BY survey_id`;
}

export interface InvitationRow {
  readonly invitation_id: string;
  readonly programme_id: string;
  readonly survey_id: string;
  readonly member_id: string;
  readonly transaction_id: string;
  readonly partner_id: string | null;
  readonly store_id: string | null;
  readonly invited_at: Date;
  readonly expires_at: Date;
  readonly reminders: number;
  readonly answered_at: Date | null;
  readonly answers: readonly Answer[] | null;
}

/** When each of these members was last asked, by any survey. */
export async function readLastAsked(
  sql: AnySql,
  memberIds: readonly string[],
): Promise<{ member_id: string; at: Date }[]> {
  return sql<{ member_id: string; at: Date }[]>`
    SELECT member_id, max(invited_at) AS at FROM rewards.survey_invitation
    WHERE member_id = ANY (${[...memberIds]}::uuid[]) GROUP BY member_id`;
}

export async function insertInvitations(
  sql: AnySql,
  rows: readonly Omit<InvitationRow, 'reminders' | 'answered_at' | 'answers'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.survey_invitation (invitation_id, programme_id, survey_id, member_id, transaction_id, partner_id, store_id, invited_at, expires_at, told_at)
    SELECT made.*, made.invited_at FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS made (
      invitation_id uuid, programme_id uuid, survey_id uuid, member_id uuid, transaction_id uuid, partner_id uuid, store_id uuid,
      invited_at timestamptz, expires_at timestamptz)
    ON CONFLICT DO NOTHING`;
}

export async function readInvitations(sql: AnySql, invitationIds: readonly string[]): Promise<InvitationRow[]> {
  return sql<InvitationRow[]>`
    SELECT * FROM rewards.survey_invitation WHERE invitation_id = ANY (${[...invitationIds]}::uuid[]) ORDER BY invitation_id`;
}

export async function lockInvitation(
  sql: AnySql,
  programmeId: string,
  invitationId: string,
): Promise<InvitationRow | null> {
  const [row] = await sql<InvitationRow[]>`
    SELECT * FROM rewards.survey_invitation WHERE invitation_id = ${invitationId} AND programme_id = ${programmeId} FOR NO KEY UPDATE`;
  return row ?? null;
}

/** What members are asked and have not answered, the oldest first. */
export async function readOpenInvitations(
  sql: AnySql,
  memberIds: readonly string[],
  at: Date,
): Promise<InvitationRow[]> {
  return sql<InvitationRow[]>`
    SELECT * FROM rewards.survey_invitation
    WHERE member_id = ANY (${[...memberIds]}::uuid[]) AND answered_at IS NULL AND expires_at > ${at} ORDER BY invited_at, invitation_id LIMIT 100`;
}

export async function answerInvitation(
  sql: AnySql,
  invitationId: string,
  answers: readonly Answer[],
  at: Date,
): Promise<void> {
  await sql`
    UPDATE rewards.survey_invitation SET answered_at = ${at}, answers = ${JSON.stringify(answers)}::jsonb
    WHERE invitation_id = ${invitationId}`;
}

/** Takes invitations whose members shall be reminded now and counts the reminder: nobody else takes them, and not again before their time. */
export async function takeReminders(
  sql: AnySql,
  filter: {
    readonly programmeId: string;
    readonly partnerId: string | null;
    readonly at: Date;
    readonly limit: number;
  },
): Promise<string[]> {
  const { programmeId, partnerId, at, limit } = filter;
  const rows = await sql<{ invitation_id: string }[]>`
    UPDATE rewards.survey_invitation AS taken SET reminders = taken.reminders + 1, told_at = ${at}
    WHERE invitation_id IN (
      SELECT asked.invitation_id FROM rewards.survey_invitation AS asked JOIN rewards.survey USING (survey_id)
      WHERE asked.programme_id = ${programmeId} AND asked.answered_at IS NULL AND asked.expires_at > ${at}
        AND (${partnerId}::uuid IS NULL OR survey.partner_id = ${partnerId}::uuid)
        AND asked.reminders < survey.max_reminders
        AND asked.told_at + make_interval(days => survey.reminder_days) <= ${at}
      ORDER BY asked.told_at LIMIT ${limit} FOR NO KEY UPDATE OF asked SKIP LOCKED)
    RETURNING invitation_id`;
  return rows.map(({ invitation_id }) => invitation_id);
}

export interface AnsweredRow {
  readonly member_id: string;
  readonly partner_id: string | null;
  readonly store_id: string | null;
  readonly answers: readonly Answer[];
}

/** All answers of a survey, of one partner where it is named, the latest of each store first. */
export async function readAnswers(sql: AnySql, surveyId: string, partnerId: string | null): Promise<AnsweredRow[]> {
  return sql<AnsweredRow[]>`
    SELECT member_id, partner_id, store_id, answers FROM rewards.survey_invitation
    WHERE survey_id = ${surveyId} AND answered_at IS NOT NULL AND (${partnerId}::uuid IS NULL OR partner_id = ${partnerId}::uuid)
    ORDER BY partner_id, store_id, answered_at DESC, invitation_id DESC`;
}

export interface CaseRow {
  readonly case_id: string;
  readonly programme_id: string;
  readonly invitation_id: string;
  readonly partner_id: string;
  readonly store_id: string | null;
  readonly state: 'OPEN' | 'IN_PROGRESS' | 'CLOSED';
  readonly note: string | null;
  readonly opened_at: Date;
  readonly changed_at: Date;
}

export async function insertCase(sql: AnySql, row: CaseRow): Promise<void> {
  await sql`
    INSERT INTO rewards.feedback_case (case_id, programme_id, invitation_id, partner_id, store_id, state, note, opened_at, changed_at)
    VALUES (${row.case_id}, ${row.programme_id}, ${row.invitation_id}, ${row.partner_id}, ${row.store_id}, ${row.state}, ${row.note},
      ${row.opened_at}, ${row.changed_at})`;
}

export async function lockCase(sql: AnySql, programmeId: string, caseId: string): Promise<CaseRow | null> {
  const [row] = await sql<CaseRow[]>`
    SELECT * FROM rewards.feedback_case WHERE case_id = ${caseId} AND programme_id = ${programmeId} FOR NO KEY UPDATE`;
  return row ?? null;
}

export async function readCase(sql: AnySql, caseId: string): Promise<CaseRow | null> {
  const [row] = await sql<CaseRow[]>`SELECT * FROM rewards.feedback_case WHERE case_id = ${caseId}`;
  return row ?? null;
}

export async function changeCase(
  sql: AnySql,
  caseId: string,
  change: Pick<CaseRow, 'state' | 'note' | 'changed_at'>,
): Promise<void> {
  await sql`
    UPDATE rewards.feedback_case SET state = ${change.state}, note = ${change.note}, changed_at = ${change.changed_at} WHERE case_id = ${caseId}`;
}

/** Cases of a programme, of one partner where it is named, the newest first. */
export async function listCases(
  sql: AnySql,
  filter: {
    readonly programmeId: string;
    readonly partnerId: string | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<CaseRow[]> {
  const { programmeId, partnerId, after, limit } = filter;
  return sql<CaseRow[]>`
    SELECT * FROM rewards.feedback_case
    WHERE programme_id = ${programmeId} AND (${partnerId}::uuid IS NULL OR partner_id = ${partnerId}::uuid)
      AND (${after}::uuid IS NULL OR case_id < ${after}::uuid)
    ORDER BY case_id DESC LIMIT ${limit}`;
}
