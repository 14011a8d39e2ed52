import type { AnySql } from '../../../../db/client.ts';

/** The last step of a window's life. */
export async function markSettled(sql: AnySql, windowId: string, settledAt: Date): Promise<void> {
  await sql`
    UPDATE ledger.settlement_window SET state = 'SETTLED', settled_at = ${settledAt} WHERE window_id = ${windowId}`;
}
