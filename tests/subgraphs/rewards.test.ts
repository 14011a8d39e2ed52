import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import { resumePendingOrders } from '../../subgraphs/rewards/commands/order-reward.ts';
import type { RewardsDeps } from '../../subgraphs/rewards/context.ts';
import { startRewards } from '../../subgraphs/rewards/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { type LedgerDoor, openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testPersonalData } from '../support/personal-data.ts';
import { callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

const logger = pino({ level: 'silent' });
const clock = () => new Date('2026-03-01T12:00:00Z');

let database: TestDatabase;
let rewardsDatabase: Database;
let ledgerDatabase: Database;
let ledger: Subgraph;
let rewards: Subgraph;
let client: SubgraphClient;
let till: SubgraphClient;
let deps: RewardsDeps;
/** What the door does before it asks the ledger, and after the ledger has answered. */
let fault: { before?: () => void; after?: () => void } = {};

let coalition: Coalition;
let cafe: TestPartner;
let operator: Caller;
let partner: Caller;
let memberId: string;
let member: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  ledgerDatabase = openDatabase({ url: database.url, role: 'ledger' });
  rewardsDatabase = openDatabase({ url: database.url, role: 'rewards' });
  ledger = await startLedger({
    database: ledgerDatabase,
    clock,
    ids: v7,
    logger,
    personalData: testPersonalData,
    sweepEvery: 0,
  });
  const real = openLedgerDoor('rewards', (request) => ledger.execute(request));
  const door: LedgerDoor = {
    async redeem(request) {
      fault.before?.();
      const answer = await real.redeem(request);
      fault.after?.();
      return answer;
    },
  };
  deps = { database: rewardsDatabase, ledger: door, clock, ids: v7, random: randomBytes, logger };
  rewards = await startRewards(deps);
  client = clientFor(rewards);
  till = clientFor(ledger);
});

afterAll(async () => {
  await rewards.stop();
  await ledger.stop();
  await rewardsDatabase.close();
  await ledgerDatabase.close();
  await database.close();
});

beforeEach(async () => {
  fault = {};
  coalition = await makeCoalition(database.sql);
  cafe = await coalition.partner('cafe');
  memberId = await coalition.member();
  operator = callerOf({ role: 'operator', programmeId: coalition.programmeId });
  partner = callerOf({
    role: 'partner',
    programmeId: coalition.programmeId,
    partnerId: cafe.partnerId,
    clientId: v7(),
  });
  member = callerOf({ role: 'member', programmeId: coalition.programmeId, memberId });
});

afterEach(async () => {
  await expectBooksBalanced(ledgerDatabase);
  const [stray] = await database.sql`
    SELECT reward_id FROM rewards.reward r
    WHERE stock IS NOT NULL AND name ~ '^stock ' AND
      stock + (SELECT count(*) FROM rewards.reward_order o WHERE o.reward_id = r.reward_id AND o.state <> 'CANCELLED')
        <> substring(name FROM 'stock (\d+)')::bigint`;
  expect(stray, 'stock and orders that stand are constant').toBeUndefined();
});

const collect = (points: number) =>
  till.command(
    partner,
    'recordPurchase',
    { idempotencyKey: v7(), storeId: cafe.storeId, memberId, amount: { amount: `${points}.00`, currency: 'EUR' } },
    'transaction { points }',
  );

const available = async (): Promise<number> => {
  const { _entities } = await till.ask(
    operator,
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { wallet { available } } } }',
    { r: [{ __typename: 'Member', id: memberId }] },
  );
  return _entities[0].wallet.available;
};

const offer = async (more: Record<string, unknown> = {}): Promise<string> => {
  const stock = (more.stock ?? null) as number | null;
  const { reward, userErrors } = await client.command(
    operator,
    'createReward',
    {
      idempotencyKey: v7(),
      partnerId: cafe.partnerId,
      storeId: cafe.storeId,
      name: stock === null ? 'Cappuccino' : `stock ${stock}`,
      points: 30,
      ...more,
    },
    'reward { id }',
  );
  expect(userErrors).toEqual([]);
  return reward.id;
};

const ORDER = 'order { id state points voucherCode reward { name stock } transaction { id } }';
const order = (rewardId: string, more: Record<string, unknown> = {}, caller: Caller = member) =>
  client.command(caller, 'orderReward', { idempotencyKey: v7(), rewardId, ...more }, ORDER);

const codes = (payload: { userErrors: { code: string }[] }) => payload.userErrors.map((error) => error.code);

describe('the catalogue', () => {
  test('shows what is offered to members and partners, everything to the operator, in pages by name', async () => {
    await offer({ name: 'Bread', points: 10 });
    await offer({ name: 'قهوه', points: 20 });
    await offer({ name: 'stock 0', stock: 0 });
    await offer({ name: 'Over', availableUntil: '2026-03-01T12:00:00Z' });
    const query = `query ($first: Int!, $after: String, $maxPoints: Points) {
      rewards(first: $first, after: $after, maxPoints: $maxPoints) {
        edges { node { name partner { __typename } } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const names = (page: { rewards: { edges: { node: { name: string } }[] } }) =>
      page.rewards.edges.map((edge) => edge.node.name);
    expect(names(await client.ask(member, query, { first: 10 }))).toEqual(['Bread', 'قهوه']);
    expect(names(await client.ask(operator, query, { first: 10 })).sort()).toEqual([
      'Bread',
      'Over',
      'stock 0',
      'قهوه',
    ]);
    expect(names(await client.ask(member, query, { first: 10, maxPoints: 10 }))).toEqual(['Bread']);
    const first = await client.ask(member, query, { first: 1 });
    expect(first.rewards.pageInfo.hasNextPage).toBe(true);
    const second = await client.ask(member, query, { first: 1, after: first.rewards.pageInfo.endCursor });
    expect([names(first), names(second)]).toEqual([['Bread'], ['قهوه']]);
  });

  test.each([
    [{ points: 0 }, 'INVALID_POINTS'],
    [{ points: -1 }, 'INVALID_POINTS'],
    [{ name: '' }, 'INVALID_INPUT'],
    [{ name: 'x'.repeat(10_000) }, 'INVALID_INPUT'],
    [{ stock: -1 }, 'INVALID_INPUT'],
    [{ storeId: 'nonsense' }, 'STORE_UNKNOWN'],
    [{ partnerId: v7() }, 'PARTNER_UNKNOWN'],
  ])('refuses %j with %s and writes nothing', async (more, code) => {
    const payload = await client.command(
      operator,
      'createReward',
      { idempotencyKey: v7(), partnerId: cafe.partnerId, storeId: cafe.storeId, name: 'Bad', points: 30, ...more },
      'reward { id }',
    );
    expect([payload.reward, codes(payload)]).toEqual([null, [code]]);
    const [row] = await database.sql`SELECT 1 FROM rewards.reward WHERE programme_id = ${coalition.programmeId}`;
    expect(row).toBeUndefined();
  });

  test('a partner adds rewards at its own stores only, a member none', async () => {
    const other = await coalition.partner('other');
    const input = (at: TestPartner) => ({
      idempotencyKey: v7(),
      partnerId: at.partnerId,
      storeId: at.storeId,
      name: 'Tea',
      points: 5,
    });
    const add = (caller: Caller, at: TestPartner) => client.command(caller, 'createReward', input(at), 'reward { id }');
    expect(codes(await add(partner, cafe))).toEqual([]);
    expect(codes(await add(partner, other))).toEqual(['NOT_ALLOWED']);
    expect(codes(await add(callerOf({ ...member, scopes: ['rewards:write'] }), cafe))).toEqual(['NOT_ALLOWED']);
  });

  test('rewards of another programme do not exist', async () => {
    const rewardId = await offer();
    const elsewhere = await makeCoalition(database.sql);
    const stranger = callerOf({ role: 'operator', programmeId: elsewhere.programmeId });
    expect((await client.ask(stranger, `{ reward(id: "${rewardId}") { name } }`)).reward).toBeNull();
    expect(codes(await order(rewardId, { memberId }, stranger))).toEqual(['REWARD_UNKNOWN']);
  });
});

describe('an order', () => {
  test('spends the points and gives the voucher, which the member and the operator see', async () => {
    await collect(100);
    const rewardId = await offer({ stock: 2 });
    const { order: placed, userErrors } = await order(rewardId);
    expect(userErrors).toEqual([]);
    expect(placed).toMatchObject({ state: 'FULFILLED', points: 30, reward: { stock: 1 } });
    expect(placed.voucherCode).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    expect(await available()).toBe(70);

    const read = (caller: Caller) =>
      client.ask(caller, `{ rewardOrder(id: "${placed.id}") { state voucherCode } }`).then((data) => data.rewardOrder);
    expect(await read(operator)).toEqual({ state: 'FULFILLED', voucherCode: placed.voucherCode });
    expect(await read(partner)).toEqual({ state: 'FULFILLED', voucherCode: null });
    expect(await read(callerOf({ ...member, memberId: await coalition.member() }))).toBeNull();
  });

  test('the same key gives the same order for ever; another body is refused', async () => {
    await collect(100);
    const rewardId = await offer({ stock: 5 });
    const other = await offer();
    const key = { idempotencyKey: 'once' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => order(rewardId, key)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0].order.state).toBe('FULFILLED');
    expect(await available()).toBe(70);
    expect(codes(await order(other, key))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('without enough points it is undone wholly, and stays refused when points have since come', async () => {
    const rewardId = await offer({ stock: 1 });
    const key = { idempotencyKey: 'too early' };
    expect(await order(rewardId, key)).toMatchObject({ order: null, userErrors: [{ code: 'INSUFFICIENT_POINTS' }] });
    await collect(100);
    expect(codes(await order(rewardId, key))).toEqual(['INSUFFICIENT_POINTS']);
    expect(codes(await order(rewardId))).toEqual([]);
    expect(await available()).toBe(70);
  });

  test('the last item is sold once', async () => {
    await collect(1000);
    const rewardId = await offer({ stock: 3 });
    const replies = await Promise.all(Array.from({ length: 12 }, () => order(rewardId)));
    expect(replies.filter((reply) => reply.order?.state === 'FULFILLED')).toHaveLength(3);
    expect(new Set(replies.flatMap(codes))).toEqual(new Set(['REWARD_UNAVAILABLE']));
    expect(new Set(replies.flatMap((reply) => reply.order?.voucherCode ?? [])).size).toBe(3);
    expect(await available()).toBe(910);
  });

  test.each([
    ['a reward that does not exist', async () => order(v7()), 'REWARD_UNKNOWN'],
    ['an id that is none', async () => order('x'), 'REWARD_UNKNOWN'],
    [
      'an offer that is over',
      async () => order(await offer({ availableUntil: '2026-03-01T11:59:59Z' })),
      'REWARD_UNAVAILABLE',
    ],
    ['another member', async () => order(await offer(), { memberId: v7() }), 'NOT_ALLOWED'],
    ['a member that does not exist', async () => order(await offer(), { memberId: v7() }, operator), 'MEMBER_UNKNOWN'],
    ['no member', async () => order(await offer(), {}, operator), 'INVALID_INPUT'],
    ['an empty key', async () => order(await offer(), { idempotencyKey: '' }), 'INVALID_INPUT'],
  ])('is refused for %s', async (_what, attempt, code) => {
    await collect(100);
    expect(codes(await attempt())).toEqual([code]);
    expect(await available()).toBe(100);
  });

  test("is refused to a partner for another partner's reward", async () => {
    const other = await coalition.partner('other');
    const rewardId = await offer({ partnerId: other.partnerId, storeId: other.storeId });
    expect(codes(await order(rewardId, { memberId }, partner))).toEqual(['REWARD_UNKNOWN']);
  });
});

describe('a crash', () => {
  const crash = () => {
    throw new Error('the process died here');
  };
  const states = async () =>
    (await database.sql`SELECT state FROM rewards.reward_order WHERE programme_id = ${coalition.programmeId}`).map(
      (row) => row.state,
    );
  const later = () => new Date(clock().getTime() + 1);

  test.each([
    ['before the points are asked for', { before: crash }],
    ['after they were spent, before the voucher is given', { after: crash }],
  ])('%s leaves an order that the same request brings to its end', async (_where, where) => {
    await collect(100);
    const rewardId = await offer({ stock: 1 });
    const key = { idempotencyKey: 'again' };
    fault = where;
    await expect(order(rewardId, key)).rejects.toThrow('INTERNAL_SERVER_ERROR');
    expect(await states()).toEqual(['PENDING']);
    fault = {};
    expect((await order(rewardId, key)).order).toMatchObject({ state: 'FULFILLED', reward: { stock: 0 } });
    expect(await available()).toBe(70);
  });

  test.each([
    ['before the points are asked for', { before: crash }],
    ['after they were spent, before the voucher is given', { after: crash }],
  ])('%s leaves an order that a restart brings to its end', async (_where, where) => {
    await collect(100);
    const rewardId = await offer();
    fault = where;
    await expect(order(rewardId)).rejects.toThrow('INTERNAL_SERVER_ERROR');
    expect(await resumePendingOrders(deps, later())).toBe(0);
    fault = {};
    expect(await resumePendingOrders(deps, later())).toBe(1);
    expect(await states()).toEqual(['FULFILLED']);
    expect(await available()).toBe(70);
    expect(await resumePendingOrders(deps, later())).toBe(0);
  });

  test('of an order that the member cannot pay is undone wholly by a restart', async () => {
    const rewardId = await offer({ stock: 1 });
    fault = { before: crash };
    await expect(order(rewardId)).rejects.toThrow('INTERNAL_SERVER_ERROR');
    fault = {};
    await Promise.all([resumePendingOrders(deps, later()), resumePendingOrders(deps, later())]);
    expect(await states()).toEqual(['CANCELLED']);
    const { reward } = await client.ask(operator, `{ reward(id: "${rewardId}") { stock } }`);
    expect(reward.stock).toBe(1);
  });
});

test("a member's orders are paged, newest first, for the member and the operator only", async () => {
  await collect(100);
  const rewardId = await offer();
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await order(rewardId)).order.id);
  const query = `query ($r: [_Any!]!, $after: String) {
    _entities(representations: $r) { ... on Member { rewardOrders(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } } }
  }`;
  const page = async (caller: Caller, after: string | null = null) =>
    (await client.ask(caller, query, { r: [{ __typename: 'Member', id: memberId }], after }))._entities[0].rewardOrders;
  const first = await page(member);
  expect(first.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual(ids.slice(0, 2));
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = await page(operator, first.edges[1].cursor);
  expect(second.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual(ids.slice(2));
  expect(await page(partner)).toBeNull();
});
