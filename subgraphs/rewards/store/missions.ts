import type { AnySql } from '../../../db/client.ts';
import type { MissionGoal, MissionLevel, MissionState, Repeats } from '../domain/mission.ts';
import type { Funding } from './awards.ts';

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
  readonly badge_id: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly created_at: Date;
}

export async function insertMission(sql: AnySql, row: MissionRow): Promise<void> {
  await sql`
    INSERT INTO rewards.mission (mission_id, programme_id, name, description, scope, goal, levels, repeats, funding, badge_id, starts_at, ends_at, created_at)
    VALUES (${row.mission_id}, ${row.programme_id}, ${row.name}, ${row.description}, ${row.scope}, ${JSON.stringify(row.goal)}::jsonb,
      ${JSON.stringify(row.levels)}::jsonb, ${row.repeats}, ${JSON.stringify(row.funding)}::jsonb, ${row.badge_id}, ${row.starts_at}, ${row.ends_at},
      ${row.created_at})`;
}

export async function readMissions(sql: AnySql, missionIds: readonly string[]): Promise<MissionRow[]> {
  return sql<MissionRow[]>`SELECT * FROM rewards.mission WHERE mission_id = ANY (${[...missionIds]}::uuid[])`;
}

/** Missions of these programmes that were running somewhere in a period, ends included, the oldest first. */
export async function readMissionsRunning(
  sql: AnySql,
  programmeIds: readonly string[],
  from: Date,
  to: Date,
): Promise<MissionRow[]> {
  return sql<MissionRow[]>`
    SELECT * FROM rewards.mission
    WHERE programme_id = ANY (${[...programmeIds]}::uuid[]) AND ends_at > ${from} AND starts_at <= ${to}
    ORDER BY mission_id`;
}

export interface ProgressRow {
  readonly mission_id: string;
  readonly subject_id: string;
  readonly round: string;
  readonly state: MissionState;
}

/** What these members, circles and households have done in these missions. */
export async function readProgress(
  sql: AnySql,
  missionIds: readonly string[],
  subjectIds: readonly string[],
): Promise<ProgressRow[]> {
  return sql<ProgressRow[]>`
    SELECT mission_id, subject_id, round, state FROM rewards.mission_progress
    WHERE subject_id = ANY (${[...subjectIds]}::uuid[]) AND mission_id = ANY (${[...missionIds]}::uuid[])`;
}

export async function upsertProgress(sql: AnySql, rows: readonly ProgressRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.mission_progress (mission_id, subject_id, round, state, moved_at)
    SELECT mission_id, subject_id, round, state, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS moved (mission_id uuid, subject_id uuid, round text, state jsonb)
    ON CONFLICT (subject_id, mission_id, round) DO UPDATE SET state = excluded.state, moved_at = excluded.moved_at`;
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

/** Levels that these members, circles and households reached, the latest first. */
export async function readCompletions(
  sql: AnySql,
  subjectIds: readonly string[],
  limit: number,
): Promise<CompletionRow[]> {
  return sql<CompletionRow[]>`
    SELECT * FROM rewards.mission_completion WHERE subject_id = ANY (${[...subjectIds]}::uuid[])
    ORDER BY completion_id DESC LIMIT ${limit}`;
}
