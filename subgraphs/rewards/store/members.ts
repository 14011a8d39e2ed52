import type { AnySql } from '../../../db/client.ts';

/** A member's status, from what the members subgraph publishes; null when the programme has no such member. */
export async function readMemberStatus(sql: AnySql, programmeId: string, memberId: string): Promise<string | null> {
  const [row] = await sql<{ status: string }[]>`
    SELECT status FROM members.member_reference WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.status ?? null;
}
