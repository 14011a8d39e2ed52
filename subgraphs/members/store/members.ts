import { and, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AnySql, Drizzle, Reads } from '../../../db/client.ts';
import { columnsOf, columnsText } from '../../../db/columns.ts';
import { keptRead } from '../../../db/gathered-reads.ts';
import { identity, type MemberRow, member, type NewMember } from '../../../db/tables/members.ts';

const holder = alias(member, 'holder');

export async function insertMember(db: Drizzle, row: NewMember): Promise<void> {
  await db.insert(member).values(row);
}

const MEMBERS_BY_ID = keptRead<[programmeId: string, memberIds: readonly string[]], MemberRow>(
  'members.members_by_id',
  ['uuid', 'uuid[]'],
  columnsText(member),
);

/** Members of a programme by id that a caller may see. */
export function readSeenMembers(
  reads: Reads,
  programmeId: string,
  memberIds: readonly string[],
): Promise<readonly MemberRow[]> {
  return reads.ask(MEMBERS_BY_ID, programmeId, memberIds);
}

export async function readMembers(
  sql: AnySql,
  programmeId: string,
  memberIds: readonly string[],
): Promise<MemberRow[]> {
  return sql<MemberRow[]>`
    SELECT ${columnsOf(sql, member)} FROM members.member
    WHERE member_id = ANY(${memberIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** The member whom an identity finds: not one that is blocked. `lookup` is its keyed hash. */
export async function readMemberByIdentity(
  db: Drizzle,
  programmeId: string,
  kind: (typeof identity.$inferSelect)['kind'],
  lookup: string,
): Promise<MemberRow | null> {
  const [row] = await db
    .select({ member })
    .from(identity)
    .innerJoin(holder, eq(holder.memberId, identity.memberId))
    // The keys of a merged member find the one that it was merged into.
    .innerJoin(member, eq(member.memberId, sql`coalesce(${holder.mergedInto}, ${holder.memberId})`))
    .where(
      and(
        eq(identity.programmeId, programmeId),
        eq(identity.kind, kind),
        eq(identity.lookup, lookup),
        isNull(identity.blockedAt),
      ),
    );
  return row?.member ?? null;
}

/** Reads a member and keeps it from changing until the transaction ends. */
export async function lockMember(db: Drizzle, programmeId: string, memberId: string): Promise<MemberRow | null> {
  const [row] = await db
    .select()
    .from(member)
    .where(and(eq(member.programmeId, programmeId), eq(member.memberId, memberId)))
    .for('no key update');
  return row ?? null;
}

export async function updateStatus(
  db: Drizzle,
  memberId: string,
  status: MemberRow['status'],
  at: Date,
): Promise<void> {
  await db.update(member).set({ status, statusChangedAt: at }).where(eq(member.memberId, memberId));
}

/** Writes what was changed of who the member is; what is undefined stays. */
export async function updateProfile(
  db: Drizzle,
  memberId: string,
  profile: Partial<Pick<NewMember, 'displayName' | 'locale' | 'birthDate' | 'preferredChannel' | 'preferredHour'>>,
): Promise<void> {
  if (Object.keys(profile).length === 0) return;
  await db.update(member).set(profile).where(eq(member.memberId, memberId));
}

/** Writes above how many points a member wants to be asked; null is never. */
export async function sayConfirmationLimit(
  sql: AnySql,
  memberId: string,
  confirmAbove: bigint | null,
  at: Date,
): Promise<void> {
  await sql`
    UPDATE members.member SET own_confirm_above = ${confirmAbove}, confirm_said_at = ${at} WHERE member_id = ${memberId}`;
  await decideConfirmationLimit(sql, memberId);
}

/** What is asked for of a member: its own limit, or a lower one of those that were merged into it since it said its own. */
export async function decideConfirmationLimit(sql: AnySql, memberId: string): Promise<void> {
  await sql`
    UPDATE members.member SET confirm_above = least(own_confirm_above, (
      SELECT min(merged.own_confirm_above) FROM members.member AS merged
      WHERE merged.merged_into = member.member_id AND merged.status_changed_at >= coalesce(member.confirm_said_at, '-infinity')))
    WHERE member_id = ${memberId}`;
}
