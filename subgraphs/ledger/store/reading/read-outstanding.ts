import type { AnySql } from '../../../../db/client.ts';

export interface OutstandingRow {
  readonly points: bigint;
  readonly members: bigint;
  readonly lastExpiresOn: string | null;
}

/** What members still have, or may yet get, of the points that a partner pays for; and the last day on which any can be spent, null when some never lapse. */
export async function readOutstanding(sql: AnySql, programmeId: string, funderId: string): Promise<OutstandingRow> {
  const [row] = await sql<OutstandingRow[]>`
    SELECT coalesce(sum(pending + available + held), 0)::bigint AS points, count(DISTINCT member_id) AS members,
           CASE WHEN bool_and(expires_on IS NOT NULL) THEN max(expires_on) END AS "lastExpiresOn"
    FROM ledger.lot WHERE programme_id = ${programmeId} AND funder_id = ${funderId} AND open`;
  return row ?? { points: 0n, members: 0n, lastExpiresOn: null };
}
