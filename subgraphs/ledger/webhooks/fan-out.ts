/**
 * From events to messages: each event becomes one message for each webhook that is to be told of it, once.
 *
 * lock the cursor -> a page of the outbox -> the webhooks of its programmes -> messages and the cursor in one transaction. Whoever does not get
 * the lock leaves it to whoever has it.
 */

import { messageBody, orderingOf, type ToldEvent, toldOf } from '../domain/webhook-event.ts';
import { cursorOf } from '../events/event-feed.ts';
import { readOutbox, readOutboxHead } from '../store/events/read-outbox.ts';
import { insertDeliveries, lockCursor, moveCursor, type NewDelivery } from '../store/webhooks/deliveries.ts';
import { readToldWebhooks, type WebhookRow } from '../store/webhooks/webhooks.ts';
import type { WebhookServices } from './deliver.ts';

const PAGE = 256;

/** Does a page. Returns whether there is more. */
export async function fanOutPage({ database, clock, ids }: WebhookServices): Promise<boolean> {
  return database.withTransaction(async ({ sql }) => {
    const stands = await lockCursor(sql);
    if (stands === null) return false;
    const { prunedThrough } = await readOutboxHead(sql);
    const from = stands < prunedThrough ? prunedThrough : stands;
    const rows = await readOutbox(sql, from, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const at = clock();
    const webhooks = new Map<string, WebhookRow[]>();
    for (const webhook of await readToldWebhooks(sql, [...new Set(rows.map(({ programmeId }) => programmeId))])) {
      const others = webhooks.get(webhook.programmeId);
      if (others === undefined) webhooks.set(webhook.programmeId, [webhook]);
      else others.push(webhook);
    }
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
    await moveCursor(sql, last.position);
    return rows.length === PAGE;
  });
}
