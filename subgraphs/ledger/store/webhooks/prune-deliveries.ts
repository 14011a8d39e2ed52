import type { Sql } from '../../../../db/client.ts';

const ROWS_PER_PASS = 1_000;

/**
 * Deletes messages, with their attempts, that were delivered or given up before a moment, and what waits since then at webhooks that were
 * deleted; the oldest first, at most 1,000 of each; returns how many. What waits at any other webhook stays, however long it does.
 */
export async function pruneDeliveries(sql: Sql, before: Date): Promise<number> {
  const ended = await sql`
    DELETE FROM ledger.webhook_delivery WHERE delivery_id IN (
      SELECT delivery_id FROM ledger.webhook_delivery WHERE state <> 'PENDING' AND next_attempt_at < ${before}
      ORDER BY next_attempt_at LIMIT ${ROWS_PER_PASS} FOR UPDATE SKIP LOCKED)`;
  const left = await sql`
    DELETE FROM ledger.webhook_delivery WHERE delivery_id IN (
      SELECT delivery_id FROM ledger.webhook_delivery AS delivery JOIN ledger.webhook USING (webhook_id)
      WHERE webhook.state = 'DELETED' AND delivery.state = 'PENDING' AND delivery.created_at < ${before}
      LIMIT ${ROWS_PER_PASS} FOR UPDATE OF delivery SKIP LOCKED)`;
  return ended.count + left.count;
}
