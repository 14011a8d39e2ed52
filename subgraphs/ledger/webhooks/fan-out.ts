/**
 * From events to messages: each event becomes one message for each webhook that is to be told of it, once.
 *
 * a page of the feed (../../serving/feed-follower.ts) -> the webhooks of its programmes -> messages and the cursor in one transaction.
 *
 * Events that were deleted before they came here are a message, too: every webhook is told between which cursors it was told of nothing,
 * whatever it asked to be told of, and goes on behind the gap.
 */
import type { Transaction } from '../../../db/client.ts';
import { followFeedPage } from '../../serving/feed-follower.ts';
import { counter } from '../../serving/figures.ts';
import { type LostEvents, messageBody, orderingOf, type ToldEvent, toldOf } from '../domain/webhook-event.ts';
import { cursorOf, PAST_ALL } from '../events/event-feed.ts';
import { readOutboxPage } from '../store/events/read-outbox.ts';
import { insertDeliveries, type NewDelivery } from '../store/webhooks/deliveries.ts';
import { readAllWebhooks, readToldWebhooks, type WebhookRow } from '../store/webhooks/webhooks.ts';
import type { WebhookServices } from './deliver.ts';

const gaps = counter(
  'webhook_feed_gaps_total',
  'Times that events were deleted before webhooks were told of them; each webhook is told of the gap.',
);

/** Does a page. Returns how many batches it held; null when another process does one. */
export function fanOutPage(services: WebhookServices): Promise<number | null> {
  const { database, clock, ids } = services;
  return followFeedPage(
    database,
    { schema: 'ledger', name: 'webhooks' },
    async ({ sql }, after, upTo) => {
      const rows = await readOutboxPage(sql, after, upTo);
      const at = clock();
      const webhooks = byProgramme(
        await readToldWebhooks(sql, [...new Set(rows.map(({ programmeId }) => programmeId))]),
      );
      const messages: NewDelivery[] = [];
      for (const row of rows) {
        for (const webhook of webhooks.get(row.programmeId) ?? []) {
          for (const [place, event] of (row.events as readonly ToldEvent[]).entries()) {
            const told = toldOf(event, webhook);
            if (told === null) continue;
            messages.push({
              deliveryId: ids(),
              webhookId: webhook.webhookId,
              programmeId: row.programmeId,
              position: row.position,
              place,
              type: told.type,
              ordering: orderingOf(told),
              body: messageBody(told, at, cursorOf({ position: row.position, index: place })),
            });
          }
        }
      }
      await insertDeliveries(sql, messages, at);
    },
    (tx, after, upTo) => tellGap(tx, services, after, upTo),
  );
}

async function tellGap({ sql }: Transaction, { clock, ids, logger }: WebhookServices, after: bigint, upTo: bigint) {
  logger.error(
    { after, upTo },
    'events were deleted before webhooks were told of them; each webhook is told of the gap',
  );
  gaps.inc();
  const at = clock();
  const event: LostEvents = { type: 'EVENTS_LOST', after: cursorOf({ position: after, index: PAST_ALL }) };
  const body = messageBody(event, at, cursorOf({ position: upTo, index: PAST_ALL }));
  await insertDeliveries(
    sql,
    (await readAllWebhooks(sql)).map(({ webhookId, programmeId }) => ({
      deliveryId: ids(),
      webhookId,
      programmeId,
      position: upTo,
      place: PAST_ALL,
      type: event.type,
      ordering: orderingOf(event),
      body,
    })),
    at,
  );
}

function byProgramme(webhooks: readonly WebhookRow[]): ReadonlyMap<string, readonly WebhookRow[]> {
  const found = new Map<string, WebhookRow[]>();
  for (const webhook of webhooks) {
    const others = found.get(webhook.programmeId);
    if (others === undefined) found.set(webhook.programmeId, [webhook]);
    else others.push(webhook);
  }
  return found;
}
