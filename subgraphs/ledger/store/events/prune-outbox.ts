import type { Database } from '../../../../db/client.ts';

const ROWS_PER_PASS = 5_000;

/**
 * Deletes numbered batches recorded before a moment, oldest first, at most 5,000 of them; returns how many were deleted.
 * @param unfollowedBefore what somebody has yet to follow (webhooks, members, rewards) is deleted only when it was recorded before this moment
 */
export async function pruneOutbox(
  database: Pick<Database, 'withTransaction'>,
  before: Date,
  unfollowedBefore: Date,
): Promise<number> {
  return database.withTransaction(async ({ sql: tx }) => {
    // The same lock as numbering: positions are given and taken away by one session at a time.
    await tx`SELECT FROM ledger.outbox_head FOR UPDATE`;
    const firstSince = (moment: Date) => tx`
      (SELECT coalesce(min(position), 9223372036854775807) FROM ledger.outbox WHERE recorded_at >= ${moment} AND position IS NOT NULL)`;
    const [pruned] = await tx<{ through: bigint | null; rows: bigint }[]>`
      WITH reach AS (
        SELECT greatest(least(${firstSince(before)} - 1, ledger.followed_through()), ${firstSince(unfollowedBefore)} - 1) AS through
      ), gone AS (
        DELETE FROM ledger.outbox WHERE position IN (
          SELECT position FROM ledger.outbox WHERE position <= (SELECT through FROM reach) ORDER BY position LIMIT ${ROWS_PER_PASS}
        )
        RETURNING position
      )
      SELECT max(position) AS through, count(*) AS rows FROM gone`;
    if (pruned?.through == null) return 0;
    await tx`UPDATE ledger.outbox_head SET pruned_through = ${pruned.through}`;
    return Number(pruned.rows);
  });
}
