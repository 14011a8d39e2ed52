import type { AnySql } from '../../../db/client.ts';

export interface ProgrammeTerms {
  readonly currency: string;
  readonly exponent: number;
  readonly timeZone: string;
}

/** What the partners subgraph publishes of a programme; null when there is no such programme. */
export async function readProgramme(sql: AnySql, programmeId: string): Promise<ProgrammeTerms | null> {
  const [row] = await sql<ProgrammeTerms[]>`
    SELECT currency, exponent, time_zone AS "timeZone" FROM partners.programme_terms WHERE programme_id = ${programmeId}`;
  return row ?? null;
}
