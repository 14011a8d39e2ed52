/**
 * Webhooks against a receiver that checks them as receivers do: with the Standard Webhooks library. Nothing is lost, members' messages come in
 * order, what fails comes again, secrets overlap, and nobody is told of somebody else.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let other: PartnerByApi;
let memberId: string;
let receiver: Server;
let base: string;
const received: Received[] = [];
let answer: (message: Received) => { status: number; headers?: Record<string, string> } = () => ({ status: 204 });
const arrivals = new Set<() => void>();

/** Waits until what arrived satisfies the claim. */
function until(claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!claim()) return;
      arrivals.delete(look);
      resolve();
    };
    arrivals.add(look);
    look();
  });
}

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += data;
    });
    request.on('end', () => {
      const message = { path: request.url ?? '', headers: request.headers, body };
      const { status, headers } = answer(message);
      response.writeHead(status, headers).end();
      received.push(message);
      for (const look of [...arrivals]) look();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  product = await deployProduct('in-process', { privateWebhooks: true });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('told');
  shop = await api.partner(programme, 'shop');
  other = await api.partner(programme, 'other');
  memberId = (await api.member(programme)).id;
});
afterAll(async () => {
  await product.close();
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  received.length = 0;
  answer = () => ({ status: 204 });
});

const WEBHOOK = 'webhook { id url eventTypes paused rotatingUntil }';
const create = async (token: string, path: string, more: Fields = {}): Promise<{ id: string; secret: string }> => {
  const reply = await api.mutate(
    token,
    'createWebhook',
    { url: `${base}${path}`, eventTypes: ['POINTS_CHANGED'], ...more },
    `${WEBHOOK} secret`,
  );
  expect(outcomeOf(reply)).toBe('OK');
  return { id: (reply.webhook as { id: string }).id, secret: reply.secret as string };
};
const buy = async (partner: PartnerByApi, amount: string): Promise<string> => {
  const reply = await api.mutate(
    partner.token,
    'recordPurchase',
    { storeId: partner.storeId, memberId, amount: eur(amount) },
    'transaction { id }',
  );
  expect(outcomeOf(reply)).toBe('OK');
  return (reply.transaction as { id: string }).id;
};
const at = (path: string): Received[] => received.filter((message) => message.path === path);
const transactionOf = ({ body }: Received): string =>
  (JSON.parse(body) as { data: { transactionId: string } }).data.transactionId;
const remove = (token: string, webhookId: string) => api.mutate(token, 'deleteWebhook', { webhookId });
const log = async (token: string, id: string) => {
  const page = await api.ask(
    token,
    `{ webhook(id: "${id}") { deliveries(first: 100) { edges { node { id state body attempts { number status failure } } } } } }`,
  );
  return (
    page.data!.webhook as {
      deliveries: {
        edges: { node: { id: string; state: string; attempts: { status: number | null; failure: string | null }[] } }[];
      };
    }
  ).deliveries.edges.map(({ node }) => node);
};

it('is told once of each event at the partner’s own tills, in order, signed, and nobody else’s', async () => {
  const { id, secret } = await create(shop.token, '/mine');
  const operators = await create(programme.operator, '/all', { eventTypes: ['POINTS_CHANGED', 'WINDOW_CHANGED'] });
  const mine = [await buy(shop, '1.00'), await buy(shop, '2.00')];
  const foreign = await buy(other, '3.00');
  mine.push(await buy(shop, '4.00'));
  await until(
    () => at('/mine').length === 3 && at('/all').filter(({ body }) => body.includes('POINTS_CHANGED')).length === 4,
  );
  expect(at('/mine').map(transactionOf)).toEqual(mine);
  expect(JSON.stringify(at('/mine'))).not.toContain(foreign);
  expect(
    at('/all')
      .map(({ body }) => body)
      .join(),
  ).toContain(foreign);
  for (const { headers, body } of at('/mine')) {
    const told = new Webhook(secret).verify(body, headers as Record<string, string>) as {
      type: string;
      data: { cursor: string; memberId: string };
    };
    expect(told).toMatchObject({ type: 'POINTS_CHANGED', data: { memberId } });
    expect(() =>
      new Webhook(secret).verify(body.replace('POINTS', 'POINTZ'), headers as Record<string, string>),
    ).toThrow();
    expect(() => new Webhook(operators.secret).verify(body, headers as Record<string, string>)).toThrow();
  }
  expect(new Set(at('/mine').map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  // What arrived is noted a moment later.
  let states = (await log(shop.token, id)).map(({ state }) => state);
  while (states.includes('PENDING')) states = (await log(shop.token, id)).map(({ state }) => state);
  expect(states).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  await remove(shop.token, id);
  await remove(programme.operator, operators.id);
});

it('what fails comes again under the same id and holds back the member’s next message; redirects are not followed', async () => {
  let failures = 0;
  answer = ({ path }) => {
    if (path !== '/shaky' || failures >= 1) return { status: 204 };
    failures += 1;
    return { status: 302, headers: { location: `${base}/elsewhere` } };
  };
  const { id } = await create(shop.token, '/shaky');
  const first = await buy(shop, '1.00');
  const second = await buy(shop, '2.00');
  await until(() => at('/shaky').length >= 1);
  const firstOf = async () => (await log(shop.token, id)).at(-1)!;
  let failed = await firstOf();
  while (failed.attempts.length === 0) failed = await firstOf();
  // The first comes again at once when asked for, and the second only after it.
  expect(outcomeOf(await api.mutate(shop.token, 'redeliverWebhook', { deliveryId: failed.id }))).toBe('OK');
  await until(() => at('/shaky').length === 3);
  expect(at('/shaky').map(transactionOf)).toEqual([first, first, second]);
  expect(at('/shaky')[0]!.headers['webhook-id']).toBe(at('/shaky')[1]!.headers['webhook-id']);
  expect(at('/elsewhere')).toEqual([]);
  const tried = (await log(shop.token, id)).find(({ id: one }) => one === failed.id)!;
  expect(tried.attempts.map(({ status }) => status)).toEqual([302, 204]);
  await remove(shop.token, id);
});

it('a rotated secret overlaps with the one before; pausing keeps messages and sends them later', async () => {
  const { id, secret } = await create(shop.token, '/rotated');
  const rotated = await api.mutate(
    shop.token,
    'rotateWebhookSecret',
    { webhookId: id, idempotencyKey: 'rotate' },
    `${WEBHOOK} secret`,
  );
  const next = rotated.secret as string;
  expect(next).toMatch(/^whsec_/);
  expect(
    (await api.mutate(shop.token, 'rotateWebhookSecret', { webhookId: id, idempotencyKey: 'rotate' }, 'secret')).secret,
  ).toBeNull();
  expect(outcomeOf(await api.mutate(shop.token, 'updateWebhook', { webhookId: id, paused: true }))).toBe('OK');
  const transaction = await buy(shop, '5.00');
  expect(outcomeOf(await api.mutate(shop.token, 'updateWebhook', { webhookId: id, paused: false }))).toBe('OK');
  await buy(shop, '6.00');
  await until(() => at('/rotated').length === 2);
  expect(transactionOf(at('/rotated')[0]!)).toBe(transaction);
  const { body, headers } = at('/rotated')[0]!;
  for (const good of [secret, next])
    expect(() => new Webhook(good).verify(body, headers as Record<string, string>)).not.toThrow();
  await api.mutate(shop.token, 'rotateWebhookSecret', { webhookId: id, overlapSeconds: 0 });
  await buy(shop, '7.00');
  await until(() => at('/rotated').length === 3);
  const last = at('/rotated')[2]!;
  for (const old of [secret, next])
    expect(() => new Webhook(old).verify(last.body, last.headers as Record<string, string>)).toThrow();
  await remove(shop.token, id);
});

it('nobody sees, changes or makes somebody else’s; bad input is refused and writes nothing', async () => {
  const { id } = await create(shop.token, '/private');
  for (const token of [other.token, shop.limited]) {
    expect((await api.ask(token, `{ webhook(id: "${id}") { url } }`)).data).toEqual({ webhook: null });
    for (const command of ['updateWebhook', 'deleteWebhook', 'rotateWebhookSecret'])
      expect(outcomeOf(await api.mutate(token, command, { webhookId: id }))).toBe('WEBHOOK_UNKNOWN');
    expect((await api.ask(token, `{ webhooks(partnerId: "${shop.id}") { id } }`)).data).toEqual({ webhooks: [] });
  }
  expect(
    outcomeOf(
      await api.mutate(other.token, 'createWebhook', {
        url: `${base}/x`,
        eventTypes: ['POINTS_CHANGED'],
        partnerId: shop.id,
      }),
    ),
  ).toBe('NOT_ALLOWED');
  for (const input of [
    { url: 'nonsense', eventTypes: ['POINTS_CHANGED'] },
    { url: `${base}/x`, eventTypes: [] },
    { url: 'ftp://shop.example', eventTypes: ['POINTS_CHANGED'] },
    { url: `${base}/${'x'.repeat(3000)}`, eventTypes: ['POINTS_CHANGED'] },
  ])
    expect(outcomeOf(await api.mutate(shop.token, 'createWebhook', input))).toBe('INVALID_INPUT');
  const stored = await product.database.sql`SELECT secret FROM ledger.webhook`;
  expect(JSON.stringify(stored)).not.toContain('whsec_');
  expect((await api.ask(programme.operator, `{ webhooks(partnerId: "${shop.id}") { id } }`)).data).toEqual({
    webhooks: [{ id }],
  });
  expect(outcomeOf(await remove(programme.operator, id))).toBe('OK');
});
