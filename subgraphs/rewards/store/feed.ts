import type { AnySql } from '../../../db/client.ts';

/** Where a follower stands, kept from others until the transaction ends; null when another process is following. */
export async function lockCursor(sql: AnySql, name: string): Promise<bigint | null> {
  await sql`INSERT INTO rewards.feed_cursor (name, position) VALUES (${name}, 0) ON CONFLICT DO NOTHING`;
  const [row] = await sql<{ position: bigint }[]>`
    SELECT position FROM rewards.feed_cursor WHERE name = ${name} FOR UPDATE SKIP LOCKED`;
  return row?.position ?? null;
}

export async function moveCursor(sql: AnySql, name: string, position: bigint): Promise<void> {
  await sql`UPDATE rewards.feed_cursor SET position = ${position} WHERE name = ${name}`;
}

/** The last position of the next batches of the feed, and how many there are. */
export async function readBatches(
  sql: AnySql,
  after: bigint,
  limit: number,
): Promise<{ readonly upTo: bigint; readonly batches: number }> {
  const [row] = await sql<{ up_to: bigint | null; batches: number }[]>`
    SELECT max(position) AS up_to, count(*)::int AS batches
    FROM (SELECT position FROM ledger.event_feed WHERE position > ${after} ORDER BY position LIMIT ${limit}) AS next`;
  return { upTo: row?.up_to ?? after, batches: row?.batches ?? 0 };
}

export interface FactRow {
  readonly transaction_id: string;
  readonly programme_id: string;
  readonly kind: 'PURCHASE' | 'RETURN';
  readonly member_id: string;
  readonly partner_id: string | null;
  readonly store_id: string | null;
  readonly points: bigint;
  readonly amount_minor: bigint | null;
  readonly currency: string | null;
  readonly occurred_at: Date;
  readonly lines: readonly { readonly category: string | null; readonly amountMinor: string }[] | null;
  readonly original_amount_minor: bigint | null;
}

/** The purchases and returns of batches of the feed, in the order in which they were posted. */
export async function readFacts(sql: AnySql, after: bigint, upTo: bigint): Promise<FactRow[]> {
  return sql<FactRow[]>`
    SELECT fact.*
    FROM ledger.event_feed AS feed
    CROSS JOIN LATERAL jsonb_array_elements(feed.events) WITH ORDINALITY AS event (value, place)
    JOIN ledger.purchase_facts AS fact ON fact.transaction_id = (event.value ->> 'transactionId')::uuid
    WHERE feed.position > ${after} AND feed.position <= ${upTo}
    ORDER BY feed.position, event.place`;
}
