import type { AnySql } from '../../../../db/client.ts';

/** What stands in the ledger's tables now, over all programmes. */
export interface LedgerFigures {
  readonly unnumbered: bigint;
  /** 0 when every committed batch has its place in the feed. */
  readonly outboxLagSeconds: number;
  readonly feedHead: bigint;
  readonly webhooksBehind: bigint;
  readonly deliveriesPending: bigint;
  readonly deliveriesDead: bigint;
  readonly openHolds: bigint;
  readonly heldPoints: bigint;
  readonly overdueHolds: bigint;
  /** Windows that are neither settled nor aborted, by state. */
  readonly windows: Readonly<Record<string, number>>;
  /** Null before the first audit. */
  readonly auditAgeSeconds: number | null;
  readonly auditBroken: number | null;
}

/** Reads them in one statement, each part by an index that holds only what it counts. Ages are by the database's clock. */
export async function readLedgerFigures(sql: AnySql): Promise<LedgerFigures> {
  const [figures] = await sql<[LedgerFigures]>`
    SELECT
      outbox.waiting AS unnumbered, outbox.lag AS "outboxLagSeconds", head.position AS "feedHead",
      greatest(head.position - webhooks.position, 0) AS "webhooksBehind",
      (SELECT count(*) FROM ledger.webhook_delivery WHERE state = 'PENDING') AS "deliveriesPending",
      (SELECT count(*) FROM ledger.webhook_delivery WHERE state = 'DEAD') AS "deliveriesDead",
      holds.open AS "openHolds", holds.held AS "heldPoints", holds.overdue AS "overdueHolds",
      coalesce((SELECT jsonb_object_agg(state, number) FROM (
        SELECT state, count(*) AS number FROM ledger.settlement_window WHERE state NOT IN ('SETTLED', 'ABORTED') GROUP BY state
      ) AS by_state), '{}') AS windows,
      extract(epoch FROM clock_timestamp() - audit.taken_at)::float8 AS "auditAgeSeconds",
      jsonb_array_length(audit.broken) AS "auditBroken"
    FROM ledger.outbox_head AS head
    JOIN ledger.feed_cursor AS webhooks ON webhooks.name = 'webhooks'
    CROSS JOIN (
      SELECT count(*) AS waiting, greatest(coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0), 0)::float8 AS lag
      FROM ledger.outbox WHERE position IS NULL
    ) AS outbox
    CROSS JOIN (
      SELECT count(*) AS open, coalesce(sum(held), 0)::bigint AS held, count(*) FILTER (WHERE expires_at < clock_timestamp()) AS overdue
      FROM ledger.hold WHERE state = 'OPEN'
    ) AS holds
    LEFT JOIN (SELECT taken_at, broken FROM ledger.audit_report ORDER BY taken_at DESC LIMIT 1) AS audit ON true`;
  return figures;
}
