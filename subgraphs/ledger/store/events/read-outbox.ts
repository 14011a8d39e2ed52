import type { AnySql } from '../../../../db/client.ts';
import type { PointsChanged } from '../../domain/points-changed.ts';

/** One committed batch with its events in posting order. */
export interface OutboxRow {
  readonly position: bigint;
  readonly programmeId: string;
  readonly events: readonly PointsChanged[];
}

/** Numbered batches after a position, in order. */
export async function readOutbox(sql: AnySql, after: bigint, limit: number): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    SELECT position, programme_id AS "programmeId", events FROM ledger.outbox
    WHERE position > ${after} ORDER BY position LIMIT ${limit}`;
}

/**
 * Numbered batches from a position on, up to and with another, that hold an event of this member. The database looks through
 * what lies between; only batches of the member are sent. `from` is included: its batch may be read half.
 */
export async function readOutboxOfMember(
  sql: AnySql,
  memberId: string,
  from: bigint,
  upTo: bigint,
  limit: number,
): Promise<readonly OutboxRow[]> {
  return sql<OutboxRow[]>`
    SELECT position, programme_id AS "programmeId", events FROM ledger.outbox
    WHERE position >= ${from} AND position <= ${upTo}
      AND events @> jsonb_build_array(jsonb_build_object('memberId', ${memberId}::text))
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
