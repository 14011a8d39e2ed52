import type { Sql } from '../../../../db/client.ts';

/** Rows numbered per pass: bounds how long the pass holds its lock. */
const ROWS_PER_PASS = 1_000;

/**
 * Gives committed rows without a position the next ones, in the order in which they were written, and tells every process.
 * The row of `outbox_head` is the lock: one pass at a time in the whole database. Returns how many rows were numbered; call
 * again while that is `ROWS_PER_PASS`.
 *
 * The lock comes in a statement of its own: a statement sees the state from before its wait, and would number rows that the
 * pass it waited for has numbered.
 */
export async function numberOutbox(sql: Sql): Promise<{ readonly numbered: number; readonly more: boolean }> {
  if (!(await hasUnnumbered(sql))) return { numbered: 0, more: false };
  const numbered = await sql.begin(async (tx) => {
    await tx`SELECT FROM ledger.outbox_head FOR UPDATE`;
    const [pass] = await tx<{ numbered: bigint }[]>`
      WITH next AS (
        SELECT written, row_number() OVER (ORDER BY written) AS step
        FROM (SELECT written FROM ledger.outbox WHERE position IS NULL ORDER BY written LIMIT ${ROWS_PER_PASS}) AS waiting
      ),
      given AS (
        UPDATE ledger.outbox SET position = head.position + next.step
        FROM next, ledger.outbox_head AS head
        WHERE outbox.written = next.written
      )
      UPDATE ledger.outbox_head SET position = position + (SELECT count(*) FROM next)
      RETURNING (SELECT count(*) FROM next) AS numbered`;
    if ((pass?.numbered ?? 0n) > 0n) await tx`SELECT pg_notify('outbox', '')`;
    return Number(pass?.numbered ?? 0n);
  });
  return { numbered, more: numbered === ROWS_PER_PASS };
}

async function hasUnnumbered(sql: Sql): Promise<boolean> {
  const [found] = await sql<{ found: boolean }[]>`
    SELECT EXISTS (SELECT FROM ledger.outbox WHERE position IS NULL) AS found`;
  return found?.found === true;
}
