/**
 * Sends what is due, and keeps doing so: wake (NOTIFY of the outbox, a slow poll) -> events become messages -> due messages are leased, sent
 * a few at a time, noted -> until nothing is due.
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { Database } from '../../../db/client.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { isDelivered, nextAttempt } from '../domain/webhook-schedule.ts';
import type { Sealing } from '../statements/sealed-secret.ts';
import { type DeliveryRow, leaseDue, noteAttempt } from '../store/webhooks/deliveries.ts';
import { readWebhooks, type WebhookRow } from '../store/webhooks/webhooks.ts';
import { fanOutPage } from './fan-out.ts';
import { postSigned } from './post-signed.ts';

export interface WebhookServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly sealing: Sealing;
  /** 0 up to 1: how much a pause is shortened or lengthened. */
  readonly draw: () => number;
  /** Whether webhooks may go to addresses that are not public: in development. */
  readonly privateTargets: boolean;
}

/** Messages sent at once. */
const AT_ONCE = 16;
const LEASE_MILLIS = 60_000;
const GRACE = 1_000;

/** What the secret of a webhook is sealed for. */
export function secretPurpose(webhookId: string): string {
  return `webhook ${webhookId}`;
}

/** Sends what is due now. Returns how many attempts were made. */
export async function deliverDue(services: WebhookServices): Promise<number> {
  const { database, clock } = services;
  const at = clock();
  const due = await leaseDue(database.sql, at, new Date(at.getTime() + LEASE_MILLIS), AT_ONCE);
  await Promise.all(due.map((delivery) => attempt(services, delivery)));
  return due.length;
}

/** Turns all events there are into messages, and sends all that is due. */
export async function tellWebhooks(services: WebhookServices, stopped: () => boolean = () => false): Promise<void> {
  while (!stopped() && (await fanOutPage(services)));
  while (!stopped() && (await deliverDue(services)) > 0);
}

async function attempt(services: WebhookServices, delivery: DeliveryRow): Promise<void> {
  const { database, clock, sealing, draw, privateTargets } = services;
  const [webhook] = await readWebhooks(database.sql, delivery.programmeId, [delivery.webhookId]);
  // Deleted since it was leased: the lease runs out and nobody leases it again.
  if (webhook === undefined) return;
  const at = clock();
  const began = performance.now();
  const { deliveryId, body } = delivery;
  const { status, failure } = await postSigned(
    { id: deliveryId, url: webhook.url, body, secrets: secretsOf(webhook, sealing, at) },
    at,
    privateTargets,
  );
  const millis = Math.round(performance.now() - began);
  const number = delivery.attempts + 1;
  const again = nextAttempt(number, at, draw());
  await noteAttempt(
    database.sql,
    { deliveryId, number, at, millis, status, failure },
    isDelivered(status)
      ? { state: 'DELIVERED', nextAttemptAt: at }
      : { state: again === null ? 'DEAD' : 'PENDING', nextAttemptAt: again ?? at },
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

/** Keeps telling until it is stopped; `every` milliseconds it looks for what fell due. */
export async function startTelling(
  services: WebhookServices,
  every: number,
  onFault: (fault: unknown) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await tellWebhooks(services, () => stopped);
    } while (again && !stopped);
  };
  const wake = (): void => {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = run()
      .catch((fault: unknown) => {
        if (!stopped) onFault(fault);
      })
      .finally(() => {
        running = null;
      });
  };
  const listening = await services.database.sql.listen('outbox', wake, wake);
  const poll = setInterval(wake, every);
  poll.unref();
  return async () => {
    stopped = true;
    clearInterval(poll);
    await Promise.race([
      Promise.allSettled([listening.unlisten(), running ?? Promise.resolve()]),
      rest(GRACE, undefined, { ref: false }),
    ]);
  };
}
