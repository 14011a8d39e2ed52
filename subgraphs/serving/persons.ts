/**
 * A member and those that were merged into it are one person: what happened to any of them is told with the member, as long as they are merged
 * (members.member_in_scope). Never the other way round: a merged member is not told of the one that it was merged into.
 */
import DataLoader from 'dataloader';
import type { AnySql } from '../../db/client.ts';
import { isId } from '../shared/ids.ts';
import { type Caller, isMember } from './caller.ts';

/** By a member: itself, then those that were merged into it, as far as the caller knows of them. What is no id is nobody. */
export type PersonLoader = DataLoader<string, readonly string[]>;

/** `sql` reads for the caller. */
export function personLoader(sql: AnySql): PersonLoader {
  return new DataLoader(async (asked) => {
    const ids = asked.map((id) => id.toLowerCase());
    const rows = await sql<{ memberId: string; survivorId: string }[]>`
      SELECT member_id AS "memberId", merged_into AS "survivorId" FROM members.member_in_scope
      WHERE merged_into = ANY(${ids.filter(isId)}::uuid[]) ORDER BY member_id`;
    return ids.map((id) => [
      ...(isId(id) ? [id] : []),
      ...rows.filter(({ survivorId }) => survivorId === id).map(({ memberId }) => memberId),
    ]);
  });
}

/** Whether something of this member is the caller's own: the member's, or one's that was merged into it. Who is plainly itself is not looked up. */
export async function isOwn(caller: Caller, persons: PersonLoader, memberId: string): Promise<boolean> {
  if (isMember(caller, memberId)) return true;
  if (caller.role !== 'member' || caller.memberId === null) return false;
  return (await persons.load(caller.memberId)).includes(memberId.toLowerCase());
}
