import type { AnySql } from '../../../../db/client.ts';

/**
 * Opens the programme's first window when it has none yet; else does nothing. Call it under the posting lock when the batch
 * found no open window, then read again in a later statement. Two batches may do this at once: the unique index lets one in.
 * After the first window there is always an open one, because a close opens the next in its own transaction.
 */
export async function ensureOpenWindow(
  sql: AnySql,
  programmeId: string,
  windowId: string,
  openedAt: Date,
): Promise<void> {
  await sql`
    INSERT INTO ledger.settlement_window (programme_id, window_id, number, state, opened_at)
    VALUES (${programmeId}, ${windowId}, 1, 'OPEN', ${openedAt})
    ON CONFLICT DO NOTHING`;
}
