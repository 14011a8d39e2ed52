import type { AnySql } from '../../../../db/client.ts';

/** Sessions that may be posting, each as one transaction of one process of the server. */
export type Posters = readonly string[];

/** The last number of the order of posting that anybody drew. */
export async function readLastBatch(sql: AnySql): Promise<bigint> {
  const [row] = await sql<{ batch: bigint }[]>`SELECT last_value AS batch FROM ledger.journal_batch`;
  return row?.batch ?? 0n;
}

/**
 * Who holds the lock on a programme's windows, under which numbers are drawn (store/window-lock.ts). Read after `readLastBatch`: whoever
 * drew a number up to that one and has not ended is among them, so once none of them is left, every such entry is committed or will never
 * be. (The technique of CREATE INDEX CONCURRENTLY. A number alone is not enough: a batch that commits late has a small one.)
 */
export async function readPosters(sql: AnySql, programmeId: string): Promise<Posters> {
  const rows = await sql<{ poster: string }[]>`
    WITH key AS (SELECT hashtextextended('ledger.settlement_window:' || ${programmeId}::uuid::text, 0) AS value)
    SELECT DISTINCT virtualtransaction AS poster FROM pg_locks, key
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint = (key.value >> 32) & 4294967295 AND objid::bigint = key.value & 4294967295`;
  return rows.map((row) => row.poster);
}
