import type { AnySql } from '../../../../db/client.ts';

/**
 * The next members for whom something is due, by id: lots whose last usable day was `asOf` or before, pending points whose time is over at
 * `now`, holds whose time is over. What is due for them is decided under their locks; this only finds them.
 */
export async function readDueMembers(
  sql: AnySql,
  programmeId: string,
  asOf: string,
  now: Date,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000';
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM (
      SELECT member_id FROM ledger.lot
      WHERE programme_id = ${programmeId} AND open AND expires_on IS NOT NULL AND expires_on <= ${asOf}::date AND available > 0
      UNION
      SELECT member_id FROM ledger.lot
      WHERE programme_id = ${programmeId} AND open AND pending_until IS NOT NULL AND pending_until <= ${now} AND pending > 0
      UNION
      SELECT member_id FROM ledger.hold
      WHERE programme_id = ${programmeId} AND state = 'OPEN' AND expires_at <= ${now}
    ) AS due
    WHERE member_id > ${from}::uuid
    ORDER BY member_id LIMIT ${limit}`;
  return rows.map((row) => row.memberId);
}

/** Programmes that have any points to sweep. */
export async function readSweptProgrammes(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`SELECT programme_id AS "programmeId" FROM partners.programme_terms`;
  return rows.map((row) => row.programmeId);
}
