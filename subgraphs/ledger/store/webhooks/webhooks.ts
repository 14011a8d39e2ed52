import type { AnySql } from '../../../../db/client.ts';

export type WebhookState = 'ACTIVE' | 'PAUSED' | 'DELETED';

/** A subscription of a partner's, or (partner null) the operator's, system. Secrets are sealed. */
export interface WebhookRow {
  readonly webhookId: string;
  readonly programmeId: string;
  readonly partnerId: string | null;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly state: WebhookState;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: Date | null;
  /** When its server said that it is gone for good, which paused it. */
  readonly goneAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const columns = (sql: AnySql) => sql`
  webhook_id AS "webhookId", programme_id AS "programmeId", partner_id AS "partnerId", url, event_types AS "eventTypes", state, secret,
  previous_secret AS "previousSecret", previous_until AS "previousUntil", gone_at AS "goneAt", created_at AS "createdAt", created_by AS "createdBy"`;

/** Webhooks by id, of one programme, deleted ones left out. */
export async function readWebhooks(
  sql: AnySql,
  programmeId: string,
  webhookIds: readonly string[],
): Promise<readonly WebhookRow[]> {
  return sql<WebhookRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook
    WHERE programme_id = ${programmeId} AND webhook_id = ANY(${webhookIds as string[]}::uuid[]) AND state <> 'DELETED'`;
}

/** Those of a partner; null is the operator. */
export async function readWebhooksOf(
  sql: AnySql,
  programmeId: string,
  partnerId: string | null,
): Promise<readonly WebhookRow[]> {
  return sql<WebhookRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook
    WHERE programme_id = ${programmeId} AND partner_id IS NOT DISTINCT FROM ${partnerId}::uuid AND state <> 'DELETED'
    ORDER BY webhook_id`;
}

/** Those that are told anything, of programmes. */
export async function readToldWebhooks(sql: AnySql, programmeIds: readonly string[]): Promise<readonly WebhookRow[]> {
  return sql<WebhookRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook
    WHERE programme_id = ANY(${programmeIds as string[]}::uuid[]) AND state <> 'DELETED' ORDER BY webhook_id`;
}

/** Lets nobody else add to a partner's webhooks until the transaction ends. */
export async function lockWebhooksOf(sql: AnySql, programmeId: string, partnerId: string | null): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`webhooks ${programmeId} ${partnerId}`}, 0))`;
}

/** Every webhook there is, of all programmes. */
export async function readAllWebhooks(sql: AnySql): Promise<readonly WebhookRow[]> {
  return sql<WebhookRow[]>`SELECT ${columns(sql)} FROM ledger.webhook WHERE state <> 'DELETED' ORDER BY webhook_id`;
}

/** One webhook, locked until the transaction ends. */
export async function lockWebhook(sql: AnySql, programmeId: string, webhookId: string): Promise<WebhookRow | null> {
  const [row] = await sql<WebhookRow[]>`
    SELECT ${columns(sql)} FROM ledger.webhook
    WHERE programme_id = ${programmeId} AND webhook_id = ${webhookId} AND state <> 'DELETED' FOR NO KEY UPDATE`;
  return row ?? null;
}

export async function insertWebhook(sql: AnySql, row: WebhookRow): Promise<void> {
  await sql`
    INSERT INTO ledger.webhook (webhook_id, programme_id, partner_id, url, event_types, state, secret, created_at, created_by)
    VALUES (${row.webhookId}, ${row.programmeId}, ${row.partnerId}, ${row.url}, ${row.eventTypes as string[]}, ${row.state}, ${row.secret},
            ${row.createdAt}, ${row.createdBy})`;
}

export async function updateWebhook(sql: AnySql, row: WebhookRow): Promise<void> {
  await sql`
    UPDATE ledger.webhook
    SET url = ${row.url}, event_types = ${row.eventTypes as string[]}, state = ${row.state}, secret = ${row.secret},
        previous_secret = ${row.previousSecret}, previous_until = ${row.previousUntil}, gone_at = ${row.goneAt}
    WHERE webhook_id = ${row.webhookId}`;
  // What waited for it may go on: wakes whoever sends, with the commit.
  await sql`SELECT pg_notify('outbox', '')`;
}

/** Pauses a webhook whose server is gone, unless it leads elsewhere by now. */
export async function pauseGone(sql: AnySql, webhookId: string, url: string, at: Date): Promise<void> {
  await sql`
    UPDATE ledger.webhook SET state = 'PAUSED', gone_at = ${at}
    WHERE webhook_id = ${webhookId} AND url = ${url} AND state = 'ACTIVE'`;
}
