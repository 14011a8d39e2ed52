/**
 * The lock between posting and closing: what makes "every transaction is in exactly one window" true.
 *
 * Whoever posts takes it shared, whoever closes takes it alone. A close therefore waits for the batches in flight, and no
 * batch that read "the open window is 3" can commit after 3 was closed. PostgreSQL queues locks fairly: a closer that waits
 * is not overtaken by later batches, so it waits for one batch at most.
 *
 * Order: this lock comes first, before idempotency keys and wallets; several programmes are locked in the order of their keys.
 * It ends with the transaction. Read the open window in a **later** statement than the lock: a statement sees the state from
 * before its own wait.
 *
 * The key is a 64-bit hash of the programme: two programmes that share one would wait for each other's closes, no more.
 */
import type { AnySql } from '../../../db/client.ts';

/** Taken by every batch that posts. `programmeIds` may repeat. */
export async function lockWindowsForPosting(sql: AnySql, programmeIds: readonly string[]): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock_shared(key)
    FROM (
      SELECT DISTINCT hashtextextended('ledger.settlement_window:' || programme_id::text, 0) AS key
      FROM unnest(${programmeIds as string[]}::uuid[]) AS programme_id
      ORDER BY key
    ) AS keys`;
}

/** Taken by whoever closes or settles a window of the programme. */
export async function lockWindowsForClosing(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.settlement_window:' || ${programmeId}::uuid::text, 0))`;
}
