import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';
import { type MissionGoal, type MissionLevel, type MissionState, type Repeats, UNTOUCHED } from '../domain/mission.ts';

export type MissionScope = 'MEMBER' | 'CIRCLE' | 'HOUSEHOLD';

export interface MissionRow {
  readonly mission_id: string;
  readonly programme_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly scope: MissionScope;
  readonly goal: MissionGoal;
  readonly levels: readonly MissionLevel[];
  readonly repeats: Repeats;
  readonly funding: readonly Funding[];
  /** When the last of those who pay agreed; null until then: it does not count. */
  readonly agreed_at: Date | null;
  readonly badge_id: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly created_at: Date;
}

export async function insertMission(sql: AnySql, row: MissionRow): Promise<void> {
  await sql`
    INSERT INTO rewards.mission (mission_id, programme_id, name, description, scope, goal, levels, repeats, funding, badge_id, starts_at, ends_at,
      created_at, agreed_at)
    VALUES (${row.mission_id}, ${row.programme_id}, ${row.name}, ${row.description}, ${row.scope}, ${JSON.stringify(row.goal)}::jsonb,
      ${JSON.stringify(row.levels)}::jsonb, ${row.repeats}, ${JSON.stringify(row.funding)}::jsonb, ${row.badge_id}, ${row.starts_at}, ${row.ends_at},
      ${row.created_at}, ${row.agreed_at})`;
}

export async function readMissions(sql: AnySql, missionIds: readonly string[]): Promise<MissionRow[]> {
  return sql<MissionRow[]>`SELECT * FROM rewards.mission WHERE mission_id = ANY (${[...missionIds]}::uuid[])`;
}

/** Missions of these programmes that were running somewhere in a period, ends included, and whose payers agreed, the oldest first. */
export async function readMissionsRunning(
  sql: AnySql,
  programmeIds: readonly string[],
  from: Date,
  to: Date,
): Promise<MissionRow[]> {
  return sql<MissionRow[]>`
    SELECT * FROM rewards.mission
    WHERE programme_id = ANY (${[...programmeIds]}::uuid[]) AND ends_at > ${from} AND starts_at <= ${to} AND agreed_at IS NOT NULL
    ORDER BY mission_id`;
}

/** Missions of a programme that run at an instant or will, those that wait for an agreement included, the newest first. */
export async function listMissions(sql: AnySql, programmeId: string, at: Date, limit: number): Promise<MissionRow[]> {
  return sql<MissionRow[]>`
    SELECT * FROM rewards.mission WHERE programme_id = ${programmeId} AND ends_at > ${at} ORDER BY mission_id DESC LIMIT ${limit}`;
}

/** Where a member, circle or household stands in a mission. */
export interface ProgressRow {
  readonly mission_id: string;
  readonly subject_id: string;
  readonly round: string;
  readonly state: MissionState;
}

/** The month in which a mission was made: states of its missions lie in one row. */
export function shelfOf({ created_at }: Pick<MissionRow, 'created_at'>): string {
  return created_at.toISOString().slice(0, 7);
}

/** What these members, circles and households have done in these missions, in these rounds. */
export async function readProgress(
  sql: AnySql,
  missions: readonly MissionRow[],
  subjectIds: readonly string[],
  rounds: readonly string[],
): Promise<ProgressRow[]> {
  const rows = await sql<{ subject_id: string; round: string; states: Record<string, Partial<MissionState>> }[]>`
    SELECT subject_id, round, states FROM rewards.mission_progress
    WHERE subject_id = ANY (${[...subjectIds]}::uuid[]) AND shelf = ANY (${[...new Set(missions.map(shelfOf))]}::text[])
      AND round = ANY (${[...rounds]}::text[])`;
  const wanted = new Set(missions.map(({ mission_id }) => mission_id));
  return rows.flatMap(({ subject_id, round, states }) =>
    Object.entries(states).flatMap(([mission_id, state]) =>
      wanted.has(mission_id) ? [{ mission_id, subject_id, round, state: { ...UNTOUCHED, ...state } }] : [],
    ),
  );
}

/** What members, circles and households have done since, in missions of one month and one round. */
export interface MovedStates {
  readonly programmeId: string;
  readonly subjectId: string;
  readonly shelf: string;
  readonly round: string;
  readonly states: ReadonlyMap<string, MissionState>;
}

/** Writes states that moved beside those that did not. */
export async function upsertProgress(sql: AnySql, moved: readonly MovedStates[], at: Date): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ programmeId, subjectId, shelf, round, states }) => ({
    ...{ programme_id: programmeId, subject_id: subjectId, shelf, round },
    states: Object.fromEntries([...states].map(([missionId, state]) => [missionId, changedOf(state)])),
  }));
  await sql`
    INSERT INTO rewards.mission_progress AS had (programme_id, subject_id, shelf, round, states, moved_at)
    SELECT programme_id, subject_id, shelf, round, states, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS moved (programme_id uuid, subject_id uuid, shelf text, round text, states jsonb)
    ON CONFLICT (subject_id, shelf, round) DO UPDATE SET states = had.states || excluded.states, moved_at = excluded.moved_at`;
}

/** What of a state is not as in the beginning: there are millions of them. */
function changedOf({ value, last, counts, levels, turn, used, before }: MissionState): Partial<MissionState> {
  return {
    value,
    ...(last === UNTOUCHED.last ? {} : { last }),
    ...(levels === UNTOUCHED.levels ? {} : { levels }),
    ...(turn === UNTOUCHED.turn ? {} : { turn }),
    ...(used.length === 0 ? {} : { used }),
    ...(Object.keys(counts).length === 0 ? {} : { counts }),
    ...(before === null ? {} : { before }),
  };
}

export interface CompletionRow {
  readonly completion_id: string;
  readonly mission_id: string;
  readonly subject_id: string;
  readonly round: string;
  readonly turn: number;
  readonly level: number;
  readonly transaction_id: string;
  readonly completed_at: Date;
}

export async function insertCompletions(sql: AnySql, rows: readonly CompletionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.mission_completion (completion_id, mission_id, subject_id, round, turn, level, transaction_id, completed_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS done (
      completion_id uuid, mission_id uuid, subject_id uuid, round text, turn integer, level integer, transaction_id uuid, completed_at timestamptz)`;
}

/** A level that was lost, by the return that did it. */
export interface LostLevel {
  readonly mission_id: string;
  readonly subject_id: string;
  readonly round: string;
  readonly turn: number;
  readonly level: number;
  readonly undone_by: string;
}

/** Takes levels away that stood. */
export async function undoCompletions(
  sql: AnySql,
  rows: readonly LostLevel[],
): Promise<{ readonly completion_id: string; readonly undone_by: string }[]> {
  if (rows.length === 0) return [];
  return sql<{ completion_id: string; undone_by: string }[]>`
    UPDATE rewards.mission_completion AS done SET undone_by = lost.undone_by
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS lost (
      mission_id uuid, subject_id uuid, round text, turn integer, level integer, undone_by uuid)
    WHERE done.subject_id = lost.subject_id AND done.mission_id = lost.mission_id AND done.round = lost.round AND done.turn = lost.turn
      AND done.level = lost.level AND done.undone_by IS NULL
    RETURNING done.completion_id, done.undone_by`;
}

/** Levels that these members, circles and households reached and still hold, the latest first. */
export async function readCompletions(
  sql: AnySql,
  subjectIds: readonly string[],
  limit: number,
): Promise<CompletionRow[]> {
  return sql<CompletionRow[]>`
    SELECT * FROM rewards.mission_completion WHERE subject_id = ANY (${[...subjectIds]}::uuid[]) AND undone_by IS NULL
    ORDER BY completion_id DESC LIMIT ${limit}`;
}
