import type { AnySql, Sql } from '../../../db/client.ts';

export interface ProgrammeTerms {
  readonly currency: string;
  readonly time_zone: string;
}

/** What a programme was made with never changes, so each process reads it once. */
const known = new WeakMap<Sql, Map<string, ProgrammeTerms>>();
const KEPT = 1_000;

/** The programme's currency and time zone, from what the partners subgraph publishes; null when there is no such programme. */
export async function readProgramme(
  pool: Sql,
  programmeId: string,
  sql: AnySql = pool,
): Promise<ProgrammeTerms | null> {
  const kept = known.get(pool) ?? new Map<string, ProgrammeTerms>();
  known.set(pool, kept);
  const found = kept.get(programmeId);
  if (found !== undefined) return found;
  const [row] = await sql<ProgrammeTerms[]>`
    SELECT currency, time_zone FROM partners.programme_terms WHERE programme_id = ${programmeId}`;
  if (row === undefined) return null;
  if (kept.size >= KEPT) kept.clear();
  kept.set(programmeId, row);
  return row;
}
