/**
 * Webhooks against a receiver that checks them as receivers do: with the Standard Webhooks library. Nothing is lost, members' messages come in
 * order, what fails comes again, secrets overlap, and nobody is told of somebody else.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { placeOf } from '../../subgraphs/ledger/events/event-feed.ts';
import { pruneOutbox } from '../../subgraphs/ledger/store/events/prune-outbox.ts';
import { figures } from '../../subgraphs/serving/figures.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
  tally,
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
interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Answers when it resolves. */
  when?: Promise<void>;
  /** A body that never ends: as much as is taken, or a byte now and then. */
  endless?: 'fast' | 'slow';
}
let answer: (message: Received) => Answer = () => ({ status: 204 });
const arrivals = new Set<() => void>();

function* garbage(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536);
}

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
      const { status, headers, when, endless } = answer(message);
      void Promise.resolve(when).then(() => {
        response.writeHead(status, headers);
        if (endless === undefined) response.end();
        else if (endless === 'fast') Readable.from(garbage()).pipe(response);
        else response.write('.');
      });
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
afterEach(() => expectBooksBalanced(product.database.url));
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
    `{ webhook(id: "${id}") { deliveries(first: 100) { edges { node { id type state body nextAttemptAt attempts { number status failure } } } } } }`,
  );
  return (
    page.data!.webhook as {
      deliveries: {
        edges: {
          node: {
            id: string;
            type: string;
            state: string;
            nextAttemptAt: string | null;
            attempts: { status: number | null; failure: string | null }[];
          };
        }[];
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

const PATIENCE = { timeout: 30_000, interval: 50 };

/** While `work` is done, no process takes events over: as if all of them were down. */
async function whileNobodyFollows(work: () => Promise<void>): Promise<void> {
  await product.database.sql.begin(async (tx) => {
    await tx`SELECT FROM ledger.feed_cursor WHERE name = 'webhooks' FOR UPDATE`;
    await work();
  });
}
async function prune(before: Date, unfollowedBefore: Date): Promise<void> {
  const ledger = openDatabase({ url: product.database.url, role: 'ledger', max: 1 });
  while ((await pruneOutbox(ledger, before, unfollowedBefore)) > 0);
  await ledger.close();
}
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const standing = async (): Promise<{ kept: bigint | null; webhooks: bigint; head: bigint }> => {
  const [row] = await product.database.sql<{ kept: bigint | null; webhooks: bigint; head: bigint }[]>`
    SELECT (SELECT min(position) FROM ledger.outbox) AS kept, (SELECT position FROM ledger.feed_cursor WHERE name = 'webhooks') AS webhooks,
      (SELECT position FROM ledger.outbox_head) AS head`;
  return row!;
};

it('what webhooks have yet to follow is not deleted while its longer time lasts, and is then sent', async () => {
  const { id } = await create(shop.token, '/later');
  const bought: string[] = [];
  await whileNobodyFollows(async () => {
    bought.push(await buy(shop, '1.00'), await buy(shop, '2.00'));
    await expect
      .poll(async () => (await standing()).head - (await standing()).webhooks, PATIENCE)
      .toBeGreaterThanOrEqual(2n);
    await prune(inAnHour(), new Date(0));
    const { kept, webhooks } = await standing();
    expect(kept).toBeLessThanOrEqual(webhooks + 1n);
  });
  await until(() => at('/later').length === 2);
  expect(at('/later').map(transactionOf)).toEqual(bought);
  // What everybody has followed needs no longer time.
  await expect
    .poll(async () => {
      await prune(inAnHour(), new Date(0));
      return (await standing()).kept;
    }, PATIENCE)
    .toBeNull();
  await remove(shop.token, id);
});

it('what was deleted before it was told is told of: to every webhook, in its log and in a figure, and then it goes on', async () => {
  const mine = await create(shop.token, '/gap', { eventTypes: ['POINTS_CHANGED'] });
  const operators = await create(programme.operator, '/gap-too', { eventTypes: ['WINDOW_CHANGED'] });
  const gapsCounted = async (): Promise<number> =>
    (await figures.getSingleMetric('loyalty_webhook_feed_gaps_total')!.get()).values[0]?.value ?? 0;
  const before = await gapsCounted();
  let reached = 0n;
  await whileNobodyFollows(async () => {
    reached = (await standing()).webhooks;
    await buy(shop, '3.00');
    await expect.poll(async () => (await standing()).head, PATIENCE).toBeGreaterThan(reached);
    await prune(inAnHour(), inAnHour());
  });
  const next = await buy(shop, '4.00');
  await until(() => at('/gap').length === 2 && at('/gap-too').length === 1);
  const told = at('/gap').map(
    ({ body }) => JSON.parse(body) as { type: string; data: { after: string; cursor: string } },
  );
  expect(told.map(({ type }) => type).sort()).toEqual(['EVENTS_LOST', 'POINTS_CHANGED']);
  expect(
    at('/gap')
      .filter(({ body }) => !body.includes('EVENTS_LOST'))
      .map(transactionOf),
  ).toEqual([next]);
  const lost = told.find(({ type }) => type === 'EVENTS_LOST')!;
  expect(placeOf(lost.data.after).position).toBe(reached);
  // The change feed says the same of the cursor before the gap, and goes on from the one behind it.
  const page = (after: string) =>
    api.ask(
      shop.token,
      `{ events(after: "${after}", first: 10, types: [POINTS_CHANGED]) { edges { node { type } } } }`,
    );
  expect((await page(lost.data.cursor)).data).toEqual({ events: { edges: [{ node: { type: 'POINTS_CHANGED' } }] } });
  const [refusal] = (await page(lost.data.after)).errors as unknown as { extensions: { code: string } }[];
  expect(refusal!.extensions.code).toBe('CURSOR_EXPIRED');
  await expect
    .poll(async () => (await log(shop.token, mine.id)).map(({ type, state }) => [type, state]), PATIENCE)
    .toEqual([
      ['POINTS_CHANGED', 'DELIVERED'],
      ['EVENTS_LOST', 'DELIVERED'],
    ]);
  expect((await gapsCounted()) - before).toBe(1);
  expect(product.logged.join('')).toContain('deleted before webhooks were told');
  await remove(shop.token, mine.id);
  await remove(programme.operator, operators.id);
});

it('a partner that comes near its net debit cap, goes beyond it and comes back is told so', async () => {
  const capped = await api.partner(programme, 'capped', { netDebitCap: '1.00', capMode: 'ALERT' });
  const types = { eventTypes: ['POSITION_LEVEL_CHANGED'] };
  const hooks = [
    await create(capped.token, '/level', types),
    await create(programme.operator, '/level-operator', types),
    await create(other.token, '/level-other', types),
  ];
  const levels = (path: string) =>
    at(path).map(({ body }) => {
      const { type, data } = JSON.parse(body) as { type: string; data: { level: string; partnerId: string } };
      expect([type, data.partnerId]).toEqual(['POSITION_LEVEL_CHANGED', capped.id]);
      return data.level;
    });
  const told = async (...expected: string[]): Promise<void> => {
    await until(() => at('/level').length >= expected.length && at('/level-operator').length >= expected.length);
    expect([levels('/level'), levels('/level-operator')]).toEqual([expected, expected]);
  };
  await buy(capped, '85.00');
  await told('WARNING');
  const over = await buy(capped, '30.00');
  await told('WARNING', 'BREACH');
  const back = await api.mutate(capped.token, 'recordReturn', { storeId: capped.storeId, purchaseId: over });
  expect(outcomeOf(back)).toBe('OK');
  await told('WARNING', 'BREACH', 'WARNING');
  expect(at('/level-other')).toEqual([]);
  await Promise.all([
    remove(capped.token, hooks[0]!.id),
    remove(programme.operator, hooks[1]!.id),
    remove(other.token, hooks[2]!.id),
  ]);
});

it('a receiver that does not answer holds up nobody else, not even with many webhooks', async () => {
  let release = (): void => {};
  const when = new Promise<void>((resolve) => {
    release = resolve;
  });
  answer = ({ path }) => (path.startsWith('/stuck') ? { status: 204, when } : { status: 204 });
  const stuck = await Promise.all(Array.from({ length: 12 }, (_, place) => create(shop.token, `/stuck-${place}`)));
  const quick = await create(other.token, '/quick');
  const atShop = [await buy(shop, '1.00'), await buy(shop, '2.00'), await buy(shop, '3.00')];
  await until(() => received.length === 4);
  const atOther = await buy(other, '4.00');
  await until(() => at('/quick').length === 1);
  expect(at('/quick').map(transactionOf)).toEqual([atOther]);
  // Four of the partner's were under way, and nothing else of it.
  expect(received.filter(({ path }) => path.startsWith('/stuck'))).toHaveLength(4);
  release();
  await until(() => received.length === 12 * atShop.length + 1);
  for (const place of stuck.keys()) expect(at(`/stuck-${place}`).map(transactionOf)).toEqual(atShop);
  await Promise.all([...stuck.map(({ id }) => remove(shop.token, id)), remove(other.token, quick.id)]);
});

it.each(['fast', 'slow'] as const)(
  'a 2xx counts whatever comes after it: a body that never ends, %s',
  async (endless) => {
    answer = () => ({ status: 200, endless });
    const { id } = await create(shop.token, `/endless-${endless}`);
    await buy(shop, '1.00');
    await expect
      .poll(
        async () => (await log(shop.token, id)).map(({ state, attempts }) => [state, attempts[0]?.status]),
        PATIENCE,
      )
      .toEqual([['DELIVERED', 200]]);
    expect(received).toHaveLength(1);
    await remove(shop.token, id);
  },
);

it('a server that is gone (410) pauses its webhook, which says so; what waited is sent when it is let go on', async () => {
  answer = () => ({ status: 410 });
  const { id } = await create(shop.token, '/gone');
  const first = await buy(shop, '1.00');
  const shown = async () => (await api.ask(shop.token, `{ webhook(id: "${id}") { paused goneAt } }`)).data!.webhook;
  await expect.poll(shown, PATIENCE).toEqual({ paused: true, goneAt: expect.any(String) });
  const second = await buy(shop, '2.00');
  await expect
    .poll(async () => (await log(shop.token, id)).map(({ state }) => state), PATIENCE)
    .toEqual(['PENDING', 'PENDING']);
  expect(at('/gone')).toHaveLength(1);
  answer = () => ({ status: 204 });
  expect(outcomeOf(await api.mutate(shop.token, 'updateWebhook', { webhookId: id, paused: false }))).toBe('OK');
  expect(await shown()).toEqual({ paused: false, goneAt: null });
  const failed = (await log(shop.token, id)).at(-1)!;
  expect(outcomeOf(await api.mutate(shop.token, 'redeliverWebhook', { deliveryId: failed.id }))).toBe('OK');
  await until(() => at('/gone').length === 3);
  expect(at('/gone').map(transactionOf)).toEqual([first, first, second]);
  await remove(shop.token, id);
});

it('a receiver that asks to be left alone is, and a message given up begins anew when it is sent again', async () => {
  answer = () => ({ status: 429, headers: { 'retry-after': '7200' } });
  const { id } = await create(shop.token, '/busy');
  await buy(shop, '1.00');
  await until(() => at('/busy').length === 1);
  await expect.poll(async () => (await log(shop.token, id))[0]!.attempts.length, PATIENCE).toBe(1);
  const [waits] = await log(shop.token, id);
  expect(Date.parse(waits!.nextAttemptAt!) - Date.now()).toBeGreaterThan(7_000_000);
  // As after its ninth attempt.
  await product.database
    .sql`UPDATE ledger.webhook_delivery SET state = 'DEAD', attempts = 9 WHERE delivery_id = ${waits!.id}`;
  expect(outcomeOf(await api.mutate(shop.token, 'redeliverWebhook', { deliveryId: waits!.id }))).toBe('OK');
  await until(() => at('/busy').length === 2);
  await expect
    .poll(async () => (await log(shop.token, id)).map(({ state, attempts }) => [state, attempts.length]), PATIENCE)
    .toEqual([['PENDING', 2]]);
  await remove(shop.token, id);
});

it('a partner has twenty webhooks at most, however many it asks for at once', async () => {
  const many = await api.partner(programme, 'many');
  const replies = await Promise.all(
    Array.from({ length: 25 }, () =>
      api.mutate(many.token, 'createWebhook', { url: `${base}/many`, eventTypes: ['POINTS_CHANGED'] }, WEBHOOK),
    ),
  );
  expect(tally(replies)).toEqual({ OK: 20, LIMIT_EXCEEDED: 5 });
  await Promise.all(
    replies.flatMap(({ webhook }) => (webhook ? [remove(many.token, (webhook as { id: string }).id)] : [])),
  );
});
