// The ledger's feed, by its published views.
import type { AnySql } from '../../../db/client.ts';

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

/** How far the feed has come. */
export async function readFeedHead(sql: AnySql): Promise<bigint> {
  const [head] = await sql<
    { position: bigint }[]
  >`SELECT position FROM ledger.event_feed ORDER BY position DESC LIMIT 1`;
  return head?.position ?? 0n;
}
