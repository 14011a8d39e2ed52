import type { AnySql } from '../../../db/client.ts';
import { type Caller, isMember } from '../../serving/caller.ts';
import { NO_STANDING, type Standing } from '../domain/availability.ts';

/** A member's status, from what the members subgraph publishes; null when the programme has no such member. */
export async function readMemberStatus(sql: AnySql, programmeId: string, memberId: string): Promise<string | null> {
  const [row] = await sql<{ status: string }[]>`
    SELECT status FROM members.member_reference WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.status ?? null;
}

export interface MemberHere {
  readonly programmeId: string;
  readonly memberId: string;
}

/** Above how many points members of programmes want to be asked before they are spent, in their order; null is never. */
export async function readConfirmAbove(sql: AnySql, members: readonly MemberHere[]): Promise<(bigint | null)[]> {
  const rows = await sql<(MemberHere & { readonly confirmAbove: bigint | null })[]>`
    SELECT programme_id AS "programmeId", member_id AS "memberId", confirm_above AS "confirmAbove" FROM members.member_reference
    WHERE member_id = ANY (${[...new Set(members.map(({ memberId }) => memberId))]}::uuid[])`;
  const nameOf = ({ programmeId, memberId }: MemberHere): string => `${programmeId} ${memberId}`;
  const above = new Map(rows.map((row) => [nameOf(row), row.confirmAbove]));
  return members.map((member) => above.get(nameOf(member)) ?? null);
}

/** The member that this one was merged into; null for one that was not. */
export async function readSurvivor(sql: AnySql, memberId: string): Promise<string | null> {
  const [row] = await sql<{ survivorId: string | null }[]>`
    SELECT merged_into AS "survivorId" FROM members.member_reference WHERE member_id = ${memberId}`;
  return row?.survivorId ?? null;
}

/** Members that were merged into these, by the one that they were merged into. */
export async function readMergedInto(
  sql: AnySql,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ memberId: string; survivorId: string }[]>`
    SELECT member_id AS "memberId", merged_into AS "survivorId" FROM members.member_reference
    WHERE merged_into = ANY (${[...memberIds]}::uuid[]) ORDER BY member_id`;
  const merged = new Map<string, string[]>();
  for (const { memberId, survivorId } of rows) merged.set(survivorId, [...(merged.get(survivorId) ?? []), memberId]);
  return merged;
}

/** A member, then those that were merged into it: one person. */
export async function readPersons(sql: AnySql, memberId: string): Promise<string[]> {
  return [memberId, ...((await readMergedInto(sql, [memberId])).get(memberId) ?? [])];
}

/** Whether a caller acts for this member: it is the member, or the one that it was merged into. */
export async function actsFor(sql: AnySql, caller: Caller, memberId: string): Promise<boolean> {
  if (isMember(caller, memberId)) return true;
  if (caller.role !== 'member' || caller.memberId === null) return false;
  const rows = await sql`
    SELECT 1 FROM members.member_reference WHERE member_id = ${memberId} AND merged_into = ${caller.memberId}`;
  return rows.length > 0;
}

/** A member's tier, the first one where it qualified for none, and by how many hours everything opens earlier for it on a day: by its tier or paid membership, whichever is more. */
export async function readStanding(sql: AnySql, programmeId: string, memberId: string, day: string): Promise<Standing> {
  const [row] = await sql<Standing[]>`
    SELECT coalesce(
             (SELECT tier FROM members.member_facts WHERE programme_id = ${programmeId} AND member_id = ${memberId}),
             (SELECT code FROM members.tier_reference WHERE programme_id = ${programmeId} AND rank = 0)) AS tier,
           coalesce((
             SELECT max(early_access_hours) FROM members.benefit_reference
             WHERE programme_id = ${programmeId} AND member_id = ${memberId} AND (benefits_until IS NULL OR benefits_until >= ${day}::date)
           ), 0) AS "earlyAccessHours"`;
  return row ?? NO_STANDING;
}

/** Whether a member's profile is complete: a name, a birthday, and a phone or e-mail that it proved to have. */
export async function hasCompleteProfile(sql: AnySql, programmeId: string, memberId: string): Promise<boolean> {
  const [row] = await sql<{ complete: boolean }[]>`
    SELECT complete FROM members.profile_reference WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.complete ?? false;
}

/** By how many hours a reward may open earlier for anybody of a programme. */
export async function readLongestEarlyAccess(sql: AnySql, programmeId: string): Promise<number> {
  const [row] = await sql<{ hours: number }[]>`
    SELECT greatest(
      (SELECT max(early_access_hours) FROM members.tier_reference WHERE programme_id = ${programmeId}),
      (SELECT max(early_access_hours) FROM members.membership_plan_reference WHERE programme_id = ${programmeId}), 0) AS hours`;
  return row?.hours ?? 0;
}

/** Whether a tier of this code is on the programme's ladder. */
export async function tierExists(sql: AnySql, programmeId: string, code: string): Promise<boolean> {
  const [row] = await sql`SELECT 1 FROM members.tier_reference WHERE programme_id = ${programmeId} AND code = ${code}`;
  return row !== undefined;
}
