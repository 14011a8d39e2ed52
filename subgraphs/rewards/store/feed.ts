import type { AnySql } from '../../../db/client.ts';

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
