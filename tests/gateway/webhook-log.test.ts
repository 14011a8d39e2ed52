// The log of webhooks through the months: what was delivered or given up goes when its time is over, what waits stays, and nothing else can be taken out of it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { DEFAULT_KEEPING } from '../../subgraphs/ledger/events/outbox-tail.ts';
import { pruneDeliveries } from '../../subgraphs/ledger/store/webhooks/prune-deliveries.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Api, apiAt, eur, outcomeOf, type PartnerByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const DAY = 86_400_000;
const PATIENCE = { timeout: 30_000, interval: 50 };
let now = Date.now();
let product: DeployedProduct;
let api: Api;
let shop: PartnerByApi;
let memberId: string;
let receiver: Server;
let ledger: Database;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    response.writeHead(request.url === '/broken' ? 500 : 204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  product = await deployProduct('in-process', {
    clock: () => new Date(now),
    tokenClock: systemClock,
    sweepEvery: 0,
    privateWebhooks: true,
  });
  api = apiAt(product.url, product.platform);
  const programme = await api.programme('logged');
  shop = await api.partner(programme, 'shop');
  memberId = (await api.member(programme)).id;
  ledger = openDatabase({ url: product.database.url, role: 'ledger', max: 1 });
});
afterAll(async () => {
  await ledger.close();
  await product.close();
  receiver.closeAllConnections();
  receiver.close();
});
afterEach(() => expectBooksBalanced(product.database.url));

const change = async (field: string, input: Record<string, unknown>, selection: string) => {
  const reply = await api.mutate(shop.token, field, input, selection);
  expect(outcomeOf(reply)).toBe('OK');
  return reply;
};
const webhookTo = async (path: string): Promise<string> => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const reply = await change('createWebhook', { url, eventTypes: ['POINTS_CHANGED'] }, 'webhook { id }');
  return (reply.webhook as { id: string }).id;
};
const pause = (webhookId: string, paused: boolean) =>
  change('updateWebhook', { webhookId, paused }, 'webhook { paused }');
const statesOf = async (webhookId: string): Promise<string[]> => {
  const rows = await product.database.sql<{ state: string }[]>`
    SELECT state FROM ledger.webhook_delivery WHERE webhook_id = ${webhookId} ORDER BY position`;
  return rows.map(({ state }) => state);
};
const attempts = async (): Promise<number> => {
  const [row] = await product.database.sql<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM ledger.webhook_attempt`;
  return row?.count ?? -1;
};

it('what was delivered or given up goes after a month, with its attempts; what waits is sent, however late', async () => {
  const [good, broken, paused, left] = [
    await webhookTo('/good'),
    await webhookTo('/broken'),
    await webhookTo('/paused'),
    await webhookTo('/left'),
  ];
  await pause(paused, true);
  await pause(left, true);
  await change('recordPurchase', { storeId: shop.storeId, memberId, amount: eur('3.00') }, 'transaction { id }');
  await expect.poll(() => statesOf(good), PATIENCE).toEqual(['DELIVERED']);
  await expect.poll(attempts, PATIENCE).toBe(2);
  // Given up, as after the ninth attempt.
  await product.database.sql`
    UPDATE ledger.webhook_delivery SET state = 'DEAD', leased_until = NULL, next_attempt_at = ${new Date(now)} WHERE webhook_id = ${broken}`;
  await change('deleteWebhook', { webhookId: left }, 'webhookId');
  const all = async () => [await statesOf(good), await statesOf(broken), await statesOf(paused), await statesOf(left)];
  const before = [['DELIVERED'], ['DEAD'], ['PENDING'], ['PENDING']];
  expect(await all()).toEqual(before);

  const { keepMessagesFor } = DEFAULT_KEEPING;
  now += 29 * DAY;
  expect(await pruneDeliveries(ledger.sql, new Date(now - keepMessagesFor))).toBe(0);
  expect(await all()).toEqual(before);

  now += 2 * DAY;
  await expect.poll(all, PATIENCE).toEqual([[], [], ['PENDING'], []]);
  expect(await attempts()).toBe(0);
  await pause(paused, false);
  await expect.poll(() => statesOf(paused), PATIENCE).toEqual(['DELIVERED']);
}, 120_000);

it('goes in pages, the oldest first, and an attempt goes with its message only', async () => {
  const [kept] = await product.database.sql<{ id: string; webhookId: string; programmeId: string }[]>`
    SELECT delivery_id AS id, webhook_id AS "webhookId", programme_id AS "programmeId" FROM ledger.webhook_delivery`;
  await product.database.sql`
    INSERT INTO ledger.webhook_delivery (delivery_id, webhook_id, programme_id, position, place, type, ordering, body, state, next_attempt_at,
      created_at, delivered_at)
    SELECT gen_random_uuid(), ${kept!.webhookId}, ${kept!.programmeId}, 1000000 + n, 0, 'POINTS_CHANGED', '', '{}', 'DELIVERED', at, at, at
    FROM generate_series(1, 2500) AS n, LATERAL (SELECT timestamptz '2001-01-01Z' + n * interval '1 second' AS at) AS moment`;
  const oldest = async () => {
    const [row] = await product.database.sql<{ oldest: number }[]>`
      SELECT min(position - 1000000)::int AS oldest FROM ledger.webhook_delivery WHERE position > 1000000`;
    return row?.oldest;
  };
  const before = new Date('2001-01-02T00:00:00Z');
  const pages: unknown[] = [];
  for (let page = 0; page < 4; page += 1) pages.push([await pruneDeliveries(ledger.sql, before), await oldest()]);
  expect(pages).toEqual([
    [1000, 1001],
    [1000, 2001],
    [500, null],
    [0, null],
  ]);
  expect(await attempts()).toBe(1);
  await expect(ledger.sql`DELETE FROM ledger.webhook_attempt`).rejects.toMatchObject({ code: '42501' });
});
