import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type TagRow, tag } from '../../../db/tables/members.ts';

/** Tags of members, by name. */
export async function readTagsOf(db: Drizzle, memberIds: readonly string[]): Promise<TagRow[]> {
  return db
    .select()
    .from(tag)
    .where(inArray(tag.memberId, [...memberIds]))
    .orderBy(asc(tag.memberId), asc(tag.tag));
}

/** Adds and removes tags; what is there already stays as it is. What is removed is gone from those that were merged into the member, too. */
export async function changeTags(
  db: Drizzle,
  member: { readonly programmeId: string; readonly memberId: string },
  add: readonly string[],
  remove: readonly string[],
  at: Date,
): Promise<void> {
  if (remove.length > 0) {
    const persons = sql`(SELECT member_id FROM members.member WHERE member_id = ${member.memberId} OR merged_into = ${member.memberId})`;
    await db.delete(tag).where(and(sql`${tag.memberId} IN ${persons}`, inArray(tag.tag, [...remove])));
  }
  if (add.length > 0) {
    const { programmeId, memberId } = member;
    await db
      .insert(tag)
      .values(add.map((name) => ({ programmeId, memberId, tag: name, taggedAt: at })))
      .onConflictDoNothing();
  }
}

export async function countTags(db: Drizzle, memberId: string): Promise<number> {
  return db.$count(tag, eq(tag.memberId, memberId));
}
