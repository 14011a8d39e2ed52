import type { AnySql } from '../../../db/client.ts';
import type { PlatformEvent } from '../../shared/platform-event.ts';

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
  /** Of the purchase. */
  readonly lines: readonly { readonly category: string | null; readonly amountMinor: string }[] | null;
  /** Lines of the purchase, from 1, that came back; null where it was said by amount, or all that was left came back. */
  readonly returned: readonly { readonly line: number; readonly amountMinor: string }[] | null;
  readonly purchase_id: string | null;
  readonly purchase_amount_minor: bigint | null;
  readonly purchase_recorded_at: Date;
  readonly returned_before_minor: bigint | null;
}

/** The purchases and returns of batches of the feed, in the order in which they were posted. */
export async function readFacts(sql: AnySql, after: bigint, upTo: bigint): Promise<FactRow[]> {
  return sql<FactRow[]>`
    SELECT fact.*
    FROM ledger.event_feed AS feed
    CROSS JOIN LATERAL jsonb_array_elements(feed.events) WITH ORDINALITY AS event (value, place)
    JOIN ledger.reward_facts AS fact ON fact.transaction_id = (event.value ->> 'transactionId')::uuid
    WHERE feed.position > ${after} AND feed.position <= ${upTo}
    ORDER BY feed.position, event.place`;
}

/** Tells events in the transaction of what they tell of, last in it (db/migrations/ledger/050). */
export async function publishEvents(
  sql: AnySql,
  programmeId: string,
  at: Date,
  events: readonly PlatformEvent[],
): Promise<void> {
  await sql`SELECT ledger.publish_events(${programmeId}, ${at}, ${JSON.stringify(events)}::text::jsonb)`;
}
