/**
 * Sends what is due, and keeps doing so: wake (the feed, a message that was sent, a slow poll) -> due messages are leased, sent a few at a time,
 * noted -> until nothing is due.
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../../db/client.ts';
import { keepFollowing } from '../../serving/feed-follower.ts';
import { oneAtATime } from '../../serving/one-at-a-time.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { isDelivered, isGone, nextAttempt } from '../domain/webhook-schedule.ts';
import type { Sealing } from '../statements/sealed-secret.ts';
import { type DeliveryRow, leaseDue, noteAttempt } from '../store/webhooks/deliveries.ts';
import { pruneDeliveries } from '../store/webhooks/prune-deliveries.ts';
import { pauseGone, readWebhooks, type WebhookRow } from '../store/webhooks/webhooks.ts';
import { fanOutPage } from './fan-out.ts';
import { postSigned, type Targets } from './post-signed.ts';

export interface WebhookServices extends Targets {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly sealing: Sealing;
  /** 0 up to 1: how much a pause is shortened or lengthened. */
  readonly draw: () => number;
  /** Milliseconds for which a message is kept once it was delivered or given up. */
  readonly keepMessagesFor: number;
}

/** Messages that a process sends at once. */
const AT_ONCE = 32;
/** Messages to one partner's webhooks under way at once, from all processes. */
const AT_ONCE_OF_PARTNER = 4;
const LEASE_MILLIS = 60_000;
const HOUR_MILLIS = 3_600_000;
/** How long a stop waits for answers. What is not answered by then is sent again: the receiver knows it by its id. */
const GRACE_MILLIS = 1_000;

/** What the secret of a webhook is sealed for. */
export function secretPurpose(webhookId: string): string {
  return `webhook ${webhookId}`;
}

async function attempt(services: WebhookServices, delivery: DeliveryRow): Promise<void> {
  const { database, clock, sealing, draw } = services;
  const [webhook] = await readWebhooks(database.sql, delivery.programmeId, [delivery.webhookId]);
  // Deleted since it was leased: the lease runs out and nobody leases it again.
  if (webhook === undefined) return;
  const at = clock();
  const began = performance.now();
  const { deliveryId, body } = delivery;
  const result = await postSigned(
    { id: deliveryId, url: webhook.url, body, secrets: secretsOf(webhook, sealing, at) },
    at,
    services,
  );
  const { status, failure } = result;
  const millis = Math.round(performance.now() - began);
  const number = delivery.attempts + 1;
  const asked = result.status === null ? 0 : result.retryAfterSeconds;
  const again = nextAttempt(number - delivery.attemptsBefore, at, draw(), asked);
  // A server that is gone for good is left alone: the message waits until somebody lets the webhook go on.
  if (isGone(status)) await pauseGone(database.sql, webhook.webhookId, webhook.url, at);
  await noteAttempt(
    database.sql,
    { deliveryId, number, at, millis, status, failure },
    isDelivered(status)
      ? { state: 'DELIVERED', nextAttemptAt: at }
      : again === null && !isGone(status)
        ? { state: 'DEAD', nextAttemptAt: at }
        : { state: 'PENDING', nextAttemptAt: again ?? at },
  );
}

/** The secrets to sign with: the present one, and the previous one while its time lasts. */
function secretsOf(webhook: WebhookRow, sealing: Sealing, at: Date): string[] {
  const purpose = secretPurpose(webhook.webhookId);
  const { previousSecret, previousUntil } = webhook;
  const overlaps = previousSecret !== null && previousUntil !== null && at < previousUntil;
  return [webhook.secret, ...(overlaps ? [previousSecret] : [])].map((sealed) =>
    sealing.unseal(purpose, sealed).toString('utf8'),
  );
}

/**
 * Keeps telling until it is stopped; `every` milliseconds it looks for what fell due. Slow receivers hold up neither the feed nor, because a
 * partner has few attempts under way at once, those of other partners.
 */
export async function startTelling(
  services: WebhookServices,
  every: number,
  onFault: (fault: unknown) => void,
): Promise<() => Promise<void>> {
  const underWay = new Set<Promise<void>>();
  const sending = oneAtATime(async (stopped) => {
    while (!stopped() && underWay.size < AT_ONCE) {
      const at = services.clock();
      const until = new Date(at.getTime() + LEASE_MILLIS);
      const due = await leaseDue(services.database.sql, at, until, AT_ONCE - underWay.size, AT_ONCE_OF_PARTNER);
      if (due.length === 0) return;
      for (const delivery of due) {
        const sent: Promise<void> = attempt(services, delivery)
          .catch(onFault)
          .finally(() => {
            underWay.delete(sent);
            sending.wake();
          });
        underWay.add(sent);
      }
    }
  }, onFault);
  const following = await keepFollowing(
    services.database.sql,
    services.logger,
    async () => {
      const batches = await fanOutPage(services);
      sending.wake();
      return batches;
    },
    async () => {},
  );
  let pruned = Number.NEGATIVE_INFINITY;
  const pruning = oneAtATime(async (stopped) => {
    const now = services.clock().getTime();
    if (now - pruned < Math.min(HOUR_MILLIS, services.keepMessagesFor / 100)) return;
    pruned = now;
    const before = new Date(now - services.keepMessagesFor);
    while (!stopped() && (await pruneDeliveries(services.database.sql, before)) > 0);
  }, onFault);
  const poll = setInterval(() => {
    sending.wake();
    pruning.wake();
  }, every).unref();
  return async () => {
    clearInterval(poll);
    await Promise.all([
      following.stop(),
      sending.stop(),
      pruning.stop(),
      Promise.race([Promise.all(underWay), rest(GRACE_MILLIS, undefined, { ref: false })]),
    ]);
  };
}
