import type { AnySql } from '../../../../db/client.ts';

/** How far a window's entries were taken over into its statements. */
export interface StatementProgress {
  readonly programmeCode: string;
  readonly windowName: string;
  readonly throughBatch: bigint;
  readonly throughTransactionId: string;
  readonly throughEntry: number;
  readonly entries: bigint;
}

/** One at a time takes entries of a window over, in the whole database; null when another one does. Ends with the transaction. */
export async function tryLockStatements(sql: AnySql, windowId: string): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('ledger.statement:' || ${windowId}::uuid::text, 0)) AS locked`;
  return row?.locked === true;
}

/** As `tryLockStatements`, but waits. */
export async function lockStatements(sql: AnySql, windowId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.statement:' || ${windowId}::uuid::text, 0))`;
}

/** Null when nothing of the window was taken over yet. */
export async function readProgress(sql: AnySql, windowId: string): Promise<StatementProgress | null> {
  const [row] = await sql<StatementProgress[]>`
    SELECT programme_code AS "programmeCode", window_name AS "windowName", through_batch AS "throughBatch",
           through_transaction_id AS "throughTransactionId", through_entry AS "throughEntry", entries
    FROM ledger.statement_progress WHERE window_id = ${windowId}`;
  return row ?? null;
}

/** Where statements of a window begin: before its first entry, under the programme's code as it is now. */
export async function beginProgress(sql: AnySql, programmeId: string, number: number): Promise<StatementProgress> {
  const [programme] = await sql<{ code: string }[]>`
    SELECT code FROM partners.programme_terms WHERE programme_id = ${programmeId}`;
  return {
    programmeCode: programme?.code ?? programmeId,
    windowName: `W${number}`,
    throughBatch: 0n,
    throughTransactionId: '00000000-0000-0000-0000-000000000000',
    throughEntry: 0,
    entries: 0n,
  };
}

export async function writeProgress(sql: AnySql, windowId: string, progress: StatementProgress): Promise<void> {
  await sql`
    INSERT INTO ledger.statement_progress (window_id, programme_code, window_name, through_batch, through_transaction_id, through_entry, entries)
    VALUES (${windowId}, ${progress.programmeCode}, ${progress.windowName}, ${progress.throughBatch},
            ${progress.throughTransactionId}, ${progress.throughEntry}, ${progress.entries})
    ON CONFLICT (window_id) DO UPDATE SET through_batch = excluded.through_batch,
      through_transaction_id = excluded.through_transaction_id, through_entry = excluded.through_entry, entries = excluded.entries`;
}
