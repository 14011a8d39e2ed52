import type { Sql } from '../../../../db/client.ts';

/** Rows numbered per pass: bounds how long the pass holds its lock. */
const ROWS_PER_PASS = 1_000n;

/**
 * Gives committed rows without a position the next ones, in the order in which they were written, and tells every process
 * (db/migrations/ledger/163). Answers how many were numbered, and whether there may be more: then call again.
 */
export async function numberOutbox(sql: Sql): Promise<{ readonly numbered: number; readonly more: boolean }> {
  const [pass] = await sql<{ numbered: bigint }[]>`SELECT ledger.number_outbox(${ROWS_PER_PASS}) AS numbered`;
  const numbered = pass?.numbered ?? 0n;
  return { numbered: Number(numbered), more: numbered === ROWS_PER_PASS };
}
