import type { Sql } from '../../../../db/client.ts';

const ROWS_PER_PASS = 5_000;

/** Deletes numbered batches recorded before a moment, oldest first, at most 5,000 of them; returns how many were deleted. */
export async function pruneOutbox(sql: Sql, before: Date): Promise<number> {
  return sql.begin(async (tx) => {
    // The same lock as numbering: positions are given and taken away by one session at a time.
    await tx`SELECT FROM ledger.outbox_head FOR UPDATE`;
    const [pruned] = await tx<{ through: bigint | null; rows: bigint }[]>`
      WITH gone AS (
        DELETE FROM ledger.outbox WHERE position IN (
          SELECT position FROM ledger.outbox
          WHERE position IS NOT NULL AND position < (
            SELECT coalesce(min(position), 9223372036854775807) FROM ledger.outbox WHERE recorded_at >= ${before} AND position IS NOT NULL
          )
          ORDER BY position LIMIT ${ROWS_PER_PASS}
        )
        RETURNING position
      )
      SELECT max(position) AS through, count(*) AS rows FROM gone`;
    if (pruned?.through == null) return 0;
    await tx`UPDATE ledger.outbox_head SET pruned_through = ${pruned.through}`;
    return Number(pruned.rows);
  });
}
