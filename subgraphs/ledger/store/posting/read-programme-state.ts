import type { AnySql, Statement } from './batch-sql.ts';

export interface ProgrammeState {
  /** The open window; null before the first. */
  readonly windowId: string | null;
  /** Counts the changes of the reference data: as long as it is the same, what is cached of it is right. */
  readonly version: bigint | null;
}

/** What may have changed while the locks were waited for: so it is read in a later statement than they were taken. */
export function readProgrammeState(sql: AnySql, programmeId: string): Statement<ProgrammeState> {
  return sql<ProgrammeState[]>`
    SELECT (SELECT window_id FROM ledger.settlement_window WHERE programme_id = ${programmeId}::uuid AND state = 'OPEN') AS "windowId",
           (SELECT version FROM partners.reference_version WHERE programme_id = ${programmeId}::uuid) AS version`;
}
