import type { AnySql } from '../../../db/client.ts';

export interface CircleRow {
  readonly circle_id: string;
  readonly programme_id: string;
  readonly name: string;
  readonly invite_code: string;
  readonly created_at: Date;
}

export async function insertCircle(sql: AnySql, row: CircleRow): Promise<void> {
  await sql`
    INSERT INTO rewards.circle (circle_id, programme_id, name, invite_code, created_at)
    VALUES (${row.circle_id}, ${row.programme_id}, ${row.name}, ${row.invite_code}, ${row.created_at})`;
}

/** A circle by its invitation; nobody else joins until the transaction ends. */
export async function lockCircleByCode(sql: AnySql, programmeId: string, code: string): Promise<CircleRow | null> {
  const [row] = await sql<CircleRow[]>`
    SELECT * FROM rewards.circle WHERE invite_code = ${code} AND programme_id = ${programmeId} FOR UPDATE`;
  return row ?? null;
}

/** Puts a member into a circle. False when it is in one already. */
export async function joinCircle(sql: AnySql, memberId: string, circleId: string, at: Date): Promise<boolean> {
  const joined = await sql`
    INSERT INTO rewards.circle_member (member_id, circle_id, joined_at) VALUES (${memberId}, ${circleId}, ${at})
    ON CONFLICT DO NOTHING`;
  return joined.count === 1;
}

/** Takes a member out of its circle, in a transaction; the last one closes it. False when it is in none. */
export async function leaveCircle(sql: AnySql, memberId: string): Promise<boolean> {
  const [left] = await sql<{ circle_id: string }[]>`
    DELETE FROM rewards.circle_member WHERE member_id = ${memberId} RETURNING circle_id`;
  if (left === undefined) return false;
  // Who joins keeps the circle's row: one is in it before it is looked at, or finds it gone.
  await sql`SELECT FROM rewards.circle WHERE circle_id = ${left.circle_id} FOR UPDATE`;
  await sql`
    DELETE FROM rewards.circle WHERE circle_id = ${left.circle_id}
      AND NOT EXISTS (SELECT FROM rewards.circle_member WHERE circle_id = ${left.circle_id})`;
  return true;
}

export interface CircleMemberRow {
  readonly member_id: string;
  readonly circle_id: string;
}

/** Everybody in the circles that these members are in. */
export async function readCirclesOf(sql: AnySql, memberIds: readonly string[]): Promise<CircleMemberRow[]> {
  return sql<CircleMemberRow[]>`
    SELECT member_id, circle_id FROM rewards.circle_member
    WHERE circle_id IN (SELECT circle_id FROM rewards.circle_member WHERE member_id = ANY (${[...memberIds]}::uuid[]))
    ORDER BY circle_id, joined_at, member_id`;
}

export async function readCircle(sql: AnySql, circleId: string): Promise<CircleRow | null> {
  const [row] = await sql<CircleRow[]>`SELECT * FROM rewards.circle WHERE circle_id = ${circleId}`;
  return row ?? null;
}

export async function countCircles(
  sql: AnySql,
  circleIds: readonly string[],
): Promise<{ circle_id: string; size: number }[]> {
  return sql<{ circle_id: string; size: number }[]>`
    SELECT circle_id, count(*)::int AS size FROM rewards.circle_member
    WHERE circle_id = ANY (${[...circleIds]}::uuid[]) GROUP BY circle_id`;
}
