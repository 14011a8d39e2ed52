import type { AnySql } from '../../../db/client.ts';

export type HouseholdRole = 'HEAD' | 'ADULT' | 'CHILD';

export interface HouseholdRow {
  readonly householdId: string;
  readonly programmeId: string;
  readonly name: string;
  readonly madeAt: Date;
}

export interface HouseholdMemberRow {
  readonly memberId: string;
  readonly householdId: string;
  readonly role: HouseholdRole;
  /** Points of the others in a calendar month; null is without limit. */
  readonly monthlyLimit: bigint | null;
  readonly joinedAt: Date;
}

export async function insertHousehold(sql: AnySql, row: HouseholdRow): Promise<void> {
  await sql`
    INSERT INTO members.household (household_id, programme_id, name, made_at)
    VALUES (${row.householdId}, ${row.programmeId}, ${row.name}, ${row.madeAt})`;
}

/** The household of a member, kept from changing until the transaction ends; null when it has none. */
export async function lockHouseholdOf(sql: AnySql, memberId: string): Promise<HouseholdRow | null> {
  const [row] = await sql<HouseholdRow[]>`
    SELECT household_id AS "householdId", programme_id AS "programmeId", name, made_at AS "madeAt" FROM members.household
    WHERE household_id = (SELECT household_id FROM members.household_member WHERE member_id = ${memberId}) FOR NO KEY UPDATE`;
  return row ?? null;
}

export async function readHouseholds(sql: AnySql, householdIds: readonly string[]): Promise<HouseholdRow[]> {
  return sql<HouseholdRow[]>`
    SELECT household_id AS "householdId", programme_id AS "programmeId", name, made_at AS "madeAt" FROM members.household
    WHERE household_id = ANY(${householdIds as string[]}::uuid[])`;
}

/** Who belongs to a household and may give: active members, heads first, then by when they joined. */
export async function readGivers(sql: AnySql, householdId: string): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM members.household_member JOIN members.member USING (member_id)
    WHERE household_id = ${householdId} AND status = 'ACTIVE' ORDER BY role <> 'HEAD', household_member.joined_at, member_id`;
  return rows.map((row) => row.memberId);
}

/** Who belongs to a household: heads first, then by when they joined. */
export async function readHouseholdMembers(sql: AnySql, householdId: string): Promise<HouseholdMemberRow[]> {
  return sql<HouseholdMemberRow[]>`
    SELECT member_id AS "memberId", household_id AS "householdId", role, monthly_limit AS "monthlyLimit", joined_at AS "joinedAt"
    FROM members.household_member WHERE household_id = ${householdId}
    ORDER BY role <> 'HEAD', joined_at, member_id`;
}

export async function readHouseholdMember(sql: AnySql, memberId: string): Promise<HouseholdMemberRow | null> {
  const [row] = await sql<HouseholdMemberRow[]>`
    SELECT member_id AS "memberId", household_id AS "householdId", role, monthly_limit AS "monthlyLimit", joined_at AS "joinedAt"
    FROM members.household_member WHERE member_id = ${memberId}`;
  return row ?? null;
}

/** False when the member is in a household already. */
export async function insertHouseholdMember(
  sql: AnySql,
  programmeId: string,
  row: HouseholdMemberRow,
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO members.household_member (member_id, programme_id, household_id, role, monthly_limit, joined_at)
    VALUES (${row.memberId}, ${programmeId}, ${row.householdId}, ${row.role}, ${row.monthlyLimit}, ${row.joinedAt})
    ON CONFLICT DO NOTHING RETURNING member_id`;
  return rows.length === 1;
}

/** One takes another's place, unless it has one; answers with the household. */
export async function takePlace(sql: AnySql, fromMemberId: string, toMemberId: string): Promise<string | null> {
  const [row] = await sql<{ householdId: string }[]>`
    UPDATE members.household_member SET member_id = ${toMemberId}
    WHERE member_id = ${fromMemberId} AND NOT EXISTS (SELECT FROM members.household_member AS own WHERE own.member_id = ${toMemberId})
    RETURNING household_id AS "householdId"`;
  return row?.householdId ?? null;
}

/** Gives a place that was taken back, when it is still there. */
export async function givePlaceBack(
  sql: AnySql,
  householdId: string,
  fromMemberId: string,
  toMemberId: string,
): Promise<void> {
  await sql`
    UPDATE members.household_member SET member_id = ${toMemberId}
    WHERE member_id = ${fromMemberId} AND household_id = ${householdId}`;
}

export async function deleteHouseholdMember(sql: AnySql, memberId: string): Promise<void> {
  await sql`DELETE FROM members.household_member WHERE member_id = ${memberId}`;
}

/** A household that nobody is in any more. */
export async function deleteHousehold(sql: AnySql, householdId: string): Promise<void> {
  await sql`DELETE FROM members.household WHERE household_id = ${householdId}`;
}

export interface DrawRow {
  readonly drawId: string;
  readonly programmeId: string;
  readonly householdId: string;
  readonly memberId: string;
  readonly month: string;
  readonly asked: bigint;
  /** Who gives how much of it. */
  readonly givers: readonly string[];
  readonly parts: readonly bigint[];
  readonly drawn: bigint;
  readonly state: 'OPEN' | 'DONE';
  readonly askedAt: Date;
}

export async function insertDraw(sql: AnySql, row: DrawRow): Promise<void> {
  await sql`
    INSERT INTO members.household_draw (draw_id, programme_id, household_id, member_id, month, asked, givers, parts, drawn, state, asked_at)
    VALUES (${row.drawId}, ${row.programmeId}, ${row.householdId}, ${row.memberId}, ${row.month}, ${row.asked}, ${row.givers as string[]}::uuid[], ${row.parts.map(String)}::bigint[], ${row.drawn}, ${row.state},
            ${row.askedAt})`;
}

export async function readDraw(sql: AnySql, drawId: string): Promise<DrawRow | null> {
  const [row] = await sql<DrawRow[]>`
    SELECT draw_id AS "drawId", programme_id AS "programmeId", household_id AS "householdId", member_id AS "memberId", month::text AS month,
           asked, givers, parts, drawn, state, asked_at AS "askedAt"
    FROM members.household_draw WHERE draw_id = ${drawId}`;
  return row ?? null;
}

/** What a member drew or may still be drawing in a month. */
export async function sumDraws(sql: AnySql, memberId: string, month: string): Promise<bigint> {
  const [row] = await sql<{ points: bigint }[]>`
    SELECT coalesce(sum(CASE state WHEN 'DONE' THEN drawn ELSE asked END), 0)::bigint AS points
    FROM members.household_draw WHERE member_id = ${memberId} AND month = ${month}`;
  return row?.points ?? 0n;
}

export async function finishDraw(sql: AnySql, drawId: string, drawn: bigint): Promise<void> {
  await sql`UPDATE members.household_draw SET drawn = ${drawn}, state = 'DONE' WHERE draw_id = ${drawId} AND state = 'OPEN'`;
}

/** What was kept of a draw after the rest went back. */
export async function keepOfDraw(sql: AnySql, drawId: string, drawn: bigint): Promise<void> {
  await sql`UPDATE members.household_draw SET drawn = ${drawn} WHERE draw_id = ${drawId} AND state = 'DONE'`;
}

/** Has what a member drew from a household go back, as far as it was not spent. */
export async function sendDrawsBack(sql: AnySql, householdId: string, memberId: string): Promise<void> {
  await sql`
    UPDATE members.household_draw SET goes_back = true
    WHERE household_id = ${householdId} AND member_id = ${memberId} AND (state = 'OPEN' OR drawn > 0)`;
}

/** Draws of a member that are to go back and did not so far, the newest first. */
export async function readDrawsGoingBackOf(sql: AnySql, memberId: string): Promise<string[]> {
  const rows = await sql<{ drawId: string }[]>`
    SELECT draw_id AS "drawId" FROM members.household_draw WHERE goes_back AND member_id = ${memberId} ORDER BY draw_id DESC`;
  return rows.map((row) => row.drawId);
}

export async function drawsWentBack(sql: AnySql, drawId: string): Promise<void> {
  await sql`UPDATE members.household_draw SET goes_back = false WHERE draw_id = ${drawId}`;
}

/** Of all members. */
export async function readDrawsGoingBack(sql: AnySql, before: Date): Promise<string[]> {
  const rows = await sql<{ drawId: string }[]>`
    SELECT draw_id AS "drawId" FROM members.household_draw WHERE goes_back AND asked_at < ${before} ORDER BY draw_id DESC LIMIT 100`;
  return rows.map((row) => row.drawId);
}

/** Draws that a crash left on their way. */
export async function readOpenDraws(sql: AnySql, before: Date): Promise<string[]> {
  const rows = await sql<{ drawId: string }[]>`
    SELECT draw_id AS "drawId" FROM members.household_draw WHERE state = 'OPEN' AND asked_at < ${before} LIMIT 100`;
  return rows.map((row) => row.drawId);
}
