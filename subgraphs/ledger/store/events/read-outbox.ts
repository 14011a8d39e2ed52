import type { AnySql } from '../../../../db/client.ts';
import type { FeedSubject, PlatformEvent, PlatformEventType } from '../../../shared/platform-event.ts';

/** One committed batch with its events in the order in which they happened. */
export interface OutboxRow {
  readonly position: bigint;
  readonly programmeId: string;
  readonly recordedAt: Date;
  readonly events: readonly PlatformEvent[];
}

/** Numbered batches after a position, in order. */
export async function readOutbox(sql: AnySql, after: bigint, limit: number): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    SELECT position, programme_id AS "programmeId", recorded_at AS "recordedAt", events FROM ledger.outbox
    WHERE position > ${after} ORDER BY position LIMIT ${limit}`;
}

/** The numbered batches after a position, up to and with another, in order: a follower's page (../../../serving/feed-follower.ts). */
export async function readOutboxPage(sql: AnySql, after: bigint, upTo: bigint): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    SELECT position, programme_id AS "programmeId", recorded_at AS "recordedAt", events FROM ledger.outbox
    WHERE position > ${after} AND position <= ${upTo} ORDER BY position`;
}

/** What of the feed is asked for: events of these types that concern one of these subjects. */
export interface FeedSelection {
  readonly programmeId: string;
  readonly subjects: readonly FeedSubject[];
  readonly types: readonly PlatformEventType[];
}

/**
 * Numbered batches from a position on, up to and with another, that hold an event that is asked for. The database looks through
 * what lies between; only batches that hold one are sent. `from` is included: its batch may be read half.
 */
export async function readOutboxOf(
  sql: AnySql,
  { programmeId, subjects, types }: FeedSelection,
  from: bigint,
  upTo: bigint,
  limit: number,
): Promise<readonly OutboxRow[]> {
  const patterns = subjects.flatMap((subject) =>
    types.map((type) => {
      const keys =
        'programme' in subject
          ? {}
          : type === 'POSITIONS_CHANGED' && 'partnerId' in subject
            ? { partnerIds: [subject.partnerId] }
            : subject;
      return JSON.stringify([{ type, ...keys }]);
    }),
  );
  return sql<OutboxRow[]>`
    SELECT position, programme_id AS "programmeId", recorded_at AS "recordedAt", events FROM ledger.outbox
    WHERE position >= ${from} AND position <= ${upTo} AND programme_id = ${programmeId}::uuid
      AND events @> ANY (${patterns}::text[]::jsonb[])
    ORDER BY position LIMIT ${limit}`;
}

/** How far the outbox is numbered, and up to where it was pruned. */
export async function readOutboxHead(
  sql: AnySql,
): Promise<{ readonly position: bigint; readonly prunedThrough: bigint }> {
  const [head] = await sql<{ position: bigint; prunedThrough: bigint }[]>`
    SELECT position, pruned_through AS "prunedThrough" FROM ledger.outbox_head`;
  return head ?? { position: 0n, prunedThrough: 0n };
}
