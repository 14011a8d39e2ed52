import type { AnySql } from '../../../../db/client.ts';

/** Which of these are members of the programme, whatever their status. */
export async function readKnownMembers(
  sql: AnySql,
  programmeId: string,
  memberIds: readonly string[],
): Promise<readonly { readonly memberId: string }[]> {
  return sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM members.member_reference
    WHERE member_id = ANY(${memberIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}
