// The ledger's feed, by its published views.
import type { AnySql } from '../../../db/client.ts';

/** Where a follower stands, kept from others until the transaction ends; null when another process is following. */
export async function lockCursor(sql: AnySql, name: string): Promise<bigint | null> {
  await sql`INSERT INTO members.feed_cursor (name, position) VALUES (${name}, 0) ON CONFLICT DO NOTHING`;
  const [row] = await sql<{ position: bigint }[]>`
    SELECT position FROM members.feed_cursor WHERE name = ${name} FOR UPDATE SKIP LOCKED`;
  return row?.position ?? null;
}

export async function moveCursor(sql: AnySql, name: string, position: bigint): Promise<void> {
  await sql`UPDATE members.feed_cursor SET position = ${position} WHERE name = ${name}`;
}

/** The last position of the next batches of the feed, and how many there are. */
export async function readBatches(
  sql: AnySql,
  after: bigint,
  limit: number,
): Promise<{ readonly upTo: bigint; readonly batches: number }> {
  const [row] = await sql<{ upTo: bigint | null; batches: number }[]>`
    SELECT max(position) AS "upTo", count(*)::int AS batches
    FROM (SELECT position FROM ledger.event_feed WHERE position > ${after} ORDER BY position LIMIT ${limit}) AS next`;
  return { upTo: row?.upTo ?? after, batches: row?.batches ?? 0 };
}

export interface PurchaseFact {
  readonly programmeId: string;
  readonly kind: 'PURCHASE' | 'RETURN';
  readonly memberId: string;
  readonly partnerId: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly occurredAt: Date;
}

/** The purchases and returns at tills in batches of the feed. */
export async function readFacts(sql: AnySql, after: bigint, upTo: bigint): Promise<PurchaseFact[]> {
  return sql<PurchaseFact[]>`
    SELECT DISTINCT ON (fact.transaction_id) fact.programme_id AS "programmeId", fact.kind, fact.member_id AS "memberId",
           fact.partner_id AS "partnerId", fact.points, coalesce(fact.amount_minor, 0) AS "amountMinor", fact.occurred_at AS "occurredAt"
    FROM ledger.event_feed AS feed
    CROSS JOIN LATERAL jsonb_array_elements(feed.events) AS event
    JOIN ledger.purchase_facts AS fact ON fact.transaction_id = (event ->> 'transactionId')::uuid
    WHERE feed.position > ${after} AND feed.position <= ${upTo} AND fact.partner_id IS NOT NULL
    ORDER BY fact.transaction_id`;
}
