import type { AnySql } from '../../../db/client.ts';

/** A member's status, from what the members subgraph publishes; null when the programme has no such member. */
export async function readMemberStatus(sql: AnySql, programmeId: string, memberId: string): Promise<string | null> {
  const [row] = await sql<{ status: string }[]>`
    SELECT status FROM members.member_reference WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.status ?? null;
}

/** Code of a member's tier; null in a programme without tiers. */
export async function readTier(sql: AnySql, programmeId: string, memberId: string): Promise<string | null> {
  const [row] = await sql<{ tier: string | null }[]>`
    SELECT tier FROM members.member_facts WHERE programme_id = ${programmeId} AND member_id = ${memberId}`;
  return row?.tier ?? null;
}

/** Whether a tier of this code is on the programme's ladder. */
export async function tierExists(sql: AnySql, programmeId: string, code: string): Promise<boolean> {
  const [row] = await sql`SELECT 1 FROM members.tier_reference WHERE programme_id = ${programmeId} AND code = ${code}`;
  return row !== undefined;
}
