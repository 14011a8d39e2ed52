import type { AnySql, Sql } from '../../../../db/client.ts';

export type DeliveryState = 'PENDING' | 'DELIVERED' | 'DEAD';

/** A message to one webhook. Its id is the message's, the same for every attempt. */
export interface DeliveryRow {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly programmeId: string;
  readonly type: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Those before it was sent anew. */
  readonly attemptsBefore: number;
  readonly nextAttemptAt: Date;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

/** A message to be sent, as an event makes it. */
export interface NewDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly programmeId: string;
  readonly position: bigint;
  readonly place: number;
  readonly type: string;
  readonly ordering: string;
  readonly body: string;
}

const columns = (sql: AnySql) => sql`
  delivery_id AS "deliveryId", webhook_id AS "webhookId", programme_id AS "programmeId", type, body, state, attempts,
  attempts_before AS "attemptsBefore", next_attempt_at AS "nextAttemptAt", created_at AS "createdAt", delivered_at AS "deliveredAt"`;

export async function insertDeliveries(sql: AnySql, rows: readonly NewDelivery[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO ledger.webhook_delivery (delivery_id, webhook_id, programme_id, position, place, type, ordering, body, state, next_attempt_at, created_at)
    SELECT delivery_id, webhook_id, programme_id, position, place, type, ordering, body, 'PENDING', ${at}, ${at}
    FROM unnest(
      ${rows.map((row) => row.deliveryId)}::uuid[], ${rows.map((row) => row.webhookId)}::uuid[],
      ${rows.map((row) => row.programmeId)}::uuid[], ${sql.array(rows.map((row) => row.position))}::bigint[],
      ${rows.map((row) => row.place)}::int[], ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.ordering)}::text[],
      ${rows.map((row) => row.body)}::text[]
    ) AS row (delivery_id, webhook_id, programme_id, position, place, type, ordering, body)`;
}

/**
 * Leases messages that are due, the oldest first: of active webhooks, none whose predecessor of the same webhook and ordering still waits, and
 * none that somebody else is sending. Each webhook that has any is looked at by itself, so a long queue at one hides nobody else's.
 * @param ofPartner messages to one partner, or to the operator, that may be under way at once
 */
export async function leaseDue(
  sql: Sql,
  at: Date,
  until: Date,
  limit: number,
  ofPartner: number,
): Promise<readonly DeliveryRow[]> {
  return sql<DeliveryRow[]>`
      WITH RECURSIVE waiting AS (
        (SELECT webhook_id FROM ledger.webhook_delivery WHERE state = 'PENDING' ORDER BY webhook_id LIMIT 1)
        UNION ALL
        SELECT (SELECT webhook_id FROM ledger.webhook_delivery
                WHERE state = 'PENDING' AND webhook_id > waiting.webhook_id ORDER BY webhook_id LIMIT 1)
        FROM waiting WHERE waiting.webhook_id IS NOT NULL
      ), due AS (
        SELECT webhook.programme_id, webhook.partner_id, delivery.*
        FROM waiting JOIN ledger.webhook AS webhook USING (webhook_id)
        CROSS JOIN LATERAL (
          SELECT delivery_id, next_attempt_at, position, place FROM ledger.webhook_delivery AS delivery
          WHERE webhook_id = webhook.webhook_id AND state = 'PENDING' AND next_attempt_at <= ${at}
            AND (leased_until IS NULL OR leased_until <= ${at})
            AND NOT EXISTS (
              SELECT FROM ledger.webhook_delivery AS before
              WHERE before.webhook_id = delivery.webhook_id AND before.ordering = delivery.ordering AND before.state = 'PENDING'
                AND (before.position, before.place) < (delivery.position, delivery.place))
          ORDER BY next_attempt_at, position, place LIMIT ${ofPartner} FOR NO KEY UPDATE SKIP LOCKED
        ) AS delivery
        WHERE webhook.state = 'ACTIVE'
      ), placed AS (
        SELECT delivery_id, next_attempt_at, position, place,
          row_number() OVER (PARTITION BY programme_id, partner_id ORDER BY next_attempt_at, position, place) + (
            SELECT count(*) FROM ledger.webhook_delivery AS sent JOIN ledger.webhook AS other USING (webhook_id)
            WHERE sent.state = 'PENDING' AND sent.leased_until > ${at}
              AND other.programme_id = due.programme_id AND other.partner_id IS NOT DISTINCT FROM due.partner_id
          ) AS number
        FROM due
      ), chosen AS (
        SELECT delivery_id FROM placed WHERE number <= ${ofPartner} ORDER BY next_attempt_at, position, place LIMIT ${limit}
      )
      UPDATE ledger.webhook_delivery SET leased_until = ${until} FROM chosen
      WHERE webhook_delivery.delivery_id = chosen.delivery_id
      RETURNING webhook_delivery.delivery_id AS "deliveryId", webhook_id AS "webhookId", programme_id AS "programmeId", type, body, state,
                attempts, attempts_before AS "attemptsBefore", next_attempt_at AS "nextAttemptAt", created_at AS "createdAt", delivered_at AS "deliveredAt"`;
}

/** Notes an attempt and what follows from it. */
export async function noteAttempt(
  sql: Sql,
  attempt: {
    readonly deliveryId: string;
    readonly number: number;
    readonly at: Date;
    readonly millis: number;
    readonly status: number | null;
    readonly failure: string | null;
  },
  next: { readonly state: DeliveryState; readonly nextAttemptAt: Date },
): Promise<void> {
  await sql`
    WITH noted AS (
      INSERT INTO ledger.webhook_attempt (delivery_id, number, at, millis, status, failure)
      VALUES (${attempt.deliveryId}, ${attempt.number}, ${attempt.at}, ${attempt.millis}, ${attempt.status}, ${attempt.failure})
      ON CONFLICT DO NOTHING)
    UPDATE ledger.webhook_delivery
    SET attempts = greatest(attempts, ${attempt.number}), state = ${next.state}, next_attempt_at = ${next.nextAttemptAt}, leased_until = NULL,
        delivered_at = ${next.state === 'DELIVERED' ? attempt.at : null}
    WHERE delivery_id = ${attempt.deliveryId}`;
}

/** A page of a webhook's messages, the latest first, below an id. */
export async function readDeliveryPage(
  sql: AnySql,
  asked: {
    readonly webhookId: string;
    readonly states: readonly DeliveryState[] | null;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<readonly DeliveryRow[]> {
  return sql<DeliveryRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook_delivery
    WHERE webhook_id = ${asked.webhookId}
      ${asked.states === null ? sql`` : sql`AND state = ANY(${asked.states as string[]}::text[])`}
      ${asked.before === null ? sql`` : sql`AND delivery_id < ${asked.before}::uuid`}
    ORDER BY delivery_id DESC LIMIT ${asked.limit}`;
}

/** One message of a programme, locked until the transaction ends. */
export async function lockDelivery(sql: AnySql, programmeId: string, deliveryId: string): Promise<DeliveryRow | null> {
  const [row] = await sql<DeliveryRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook_delivery
    WHERE programme_id = ${programmeId} AND delivery_id = ${deliveryId} FOR NO KEY UPDATE`;
  return row ?? null;
}

export async function readDelivery(sql: AnySql, programmeId: string, deliveryId: string): Promise<DeliveryRow | null> {
  const [row] = await sql<DeliveryRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook_delivery WHERE programme_id = ${programmeId} AND delivery_id = ${deliveryId}`;
  return row ?? null;
}

/** Sends it anew from now on, as if it had never been tried; its attempts stay in the log. */
export async function sendAnew(sql: AnySql, deliveryId: string, at: Date): Promise<void> {
  await sql`
    UPDATE ledger.webhook_delivery SET state = 'PENDING', attempts_before = attempts, next_attempt_at = ${at}, leased_until = NULL, delivered_at = NULL
    WHERE delivery_id = ${deliveryId}`;
  // Wakes whoever sends, with the commit.
  await sql`SELECT pg_notify('outbox', '')`;
}

/** Attempts of messages, in order. */
export interface AttemptRow {
  readonly deliveryId: string;
  readonly number: number;
  readonly at: Date;
  readonly millis: number;
  readonly status: number | null;
  readonly failure: string | null;
}

export async function readAttempts(sql: AnySql, deliveryIds: readonly string[]): Promise<readonly AttemptRow[]> {
  return sql<AttemptRow[]>`
    SELECT delivery_id AS "deliveryId", number, at, millis, status, failure FROM ledger.webhook_attempt
    WHERE delivery_id = ANY(${deliveryIds as string[]}::uuid[]) ORDER BY delivery_id, number`;
}
