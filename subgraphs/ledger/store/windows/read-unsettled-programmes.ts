import type { AnySql } from '../../../../db/client.ts';

/** Programmes with a window that is neither settled nor aborted: those in which somebody may owe something. */
export async function readUnsettledProgrammes(sql: AnySql): Promise<readonly string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT DISTINCT programme_id AS "programmeId" FROM ledger.settlement_window WHERE state NOT IN ('SETTLED', 'ABORTED')`;
  return rows.map(({ programmeId }) => programmeId);
}
