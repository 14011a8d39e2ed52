import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { startLedger } from '../../subgraphs/ledger/server.ts';
import { resumeOrders } from '../../subgraphs/rewards/commands/order-saga.ts';
import type { RewardsDeps, SagaPoint } from '../../subgraphs/rewards/context.ts';
import { startRewards } from '../../subgraphs/rewards/server.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { openLedgerDoor } from '../../subgraphs/serving/ledger-door.ts';
import type { Subgraph } from '../../subgraphs/serving/subgraph.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Coalition, makeCoalition, type TestPartner } from '../support/coalition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testPersonalData } from '../support/personal-data.ts';
import { callerOf, clientFor, type SubgraphClient } from '../support/subgraph-client.ts';

const logger = pino({ level: 'silent' });
const NOON = new Date('2026-03-01T12:00:00Z');
let now = NOON;
const clock = () => now;

let database: TestDatabase;
let rewardsDatabase: Database;
let ledgerDatabase: Database;
let ledger: Subgraph;
let rewards: Subgraph;
let client: SubgraphClient;
let till: SubgraphClient;
let deps: RewardsDeps;
/** Where the process dies; null nowhere. */
let dieAt: SagaPoint | null = null;
/** What is drawn next; by chance when it is empty. */
let drawn: Uint8Array[] = [];

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
    ...{ database: ledgerDatabase, clock, ids: v7, logger, sweepEvery: 0 },
    personalData: testPersonalData,
  });
  deps = {
    ...{ database: rewardsDatabase, clock, ids: v7, logger },
    random: (bytes) => drawn.shift() ?? randomBytes(bytes),
    ledger: openLedgerDoor('rewards', (request) => ledger.execute(request)),
    followsFeed: false,
    reached(point) {
      if (point === dieAt) throw new Error('the process died here');
    },
  };
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
  dieAt = null;
  drawn = [];
  now = NOON;
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
      stock + (SELECT count(*) FROM rewards.reward_order o WHERE o.reward_id = r.reward_id AND o.stock_taken)
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

const ORDER = 'order { id state points voucher { id code state } reward { name stock } transaction { id } }';
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

  test('takes amounts and days in Persian and Arabic digits for what they are', async () => {
    const rewardId = await offer({ money: { amount: '۱٫۵۰', currency: 'EUR' }, blackoutDays: ['٢٠٢٦-١٢-٢٤'] });
    const { reward } = await client.ask(operator, `{ reward(id: "${rewardId}") { money { amount } blackoutDays } }`);
    expect(reward).toEqual({ money: { amount: '1.50' }, blackoutDays: ['2026-12-24'] });
  });

  test.each([
    [{ points: 0 }, 'INVALID_POINTS'],
    [{ points: -1 }, 'INVALID_POINTS'],
    [{ name: '' }, 'INVALID_INPUT'],
    [{ name: 'x'.repeat(10_000) }, 'INVALID_INPUT'],
    [{ stock: -1 }, 'INVALID_INPUT'],
    [{ availableUntil: '1405-01-01T00:00:00Z' }, 'INVALID_INPUT'],
    [{ availableFrom: '2569-01-01T00:00:00Z' }, 'INVALID_INPUT'],
    [{ blackoutDays: ['2026-12-24', '1405-10-03'] }, 'INVALID_INPUT'],
    [{ translations: ['fa-IR', 'FA-ir'].map((locale) => ({ locale, name: 'قهوه' })) }, 'INVALID_INPUT'],
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

test('a tier has its own price and an early start, from the ladder as members publish it', async () => {
  const ladderId = v7();
  await database.sql`
    INSERT INTO members.tier_ladder ${database.sql({
      ...{
        ladder_id: ladderId,
        programme_id: coalition.programmeId,
        version: 1,
        measure: 'POINTS',
        window_months: null,
      },
      ...{ grace_days: 0, landing: 'ONE_DOWN', published_at: NOON },
    })}`;
  await database.sql`
    INSERT INTO members.tier (ladder_id, code, rank, name, threshold, multiplier_basis_points, early_access_hours)
    VALUES (${ladderId}, 'gold', 1, 'Gold', 100, 10000, 0)`;
  await collect(100);
  const early = { points: 50, availableFrom: '2026-04-01T00:00:00Z' };
  const rewardId = await offer({
    ...early,
    tierTerms: [{ tier: 'gold', points: 20, availableFrom: '2026-01-01T00:00:00Z' }],
  });
  expect(codes(await order(rewardId))).toEqual(['REWARD_UNAVAILABLE']);
  const mine = async (caller: Caller) =>
    (await client.ask(caller, `{ reward(id: "${rewardId}") { mine { points availableFrom offered } } }`)).reward.mine;
  expect(await mine(member)).toEqual({ points: 50, availableFrom: '2026-04-01T00:00:00.000Z', offered: false });
  await database.sql`
    INSERT INTO members.member_tier (member_id, programme_id, tier, rank, lifetime, since, source, decided_on)
    VALUES (${memberId}, ${coalition.programmeId}, 'gold', 1, 0, '2026-03-01', 'QUALIFIED', '2026-03-01')`;
  expect([await mine(member), await mine(operator)]).toEqual([
    { points: 20, availableFrom: '2026-01-01T00:00:00.000Z', offered: true },
    null,
  ]);
  expect((await order(rewardId)).order).toMatchObject({ state: 'FULFILLED', points: 20 });
  const bad = { idempotencyKey: v7(), partnerId: cafe.partnerId, storeId: cafe.storeId, name: 'Bad', points: 30 };
  const reply = await client.command(
    operator,
    'createReward',
    { ...bad, tierTerms: [{ tier: 'tin' }] },
    'reward { id }',
  );
  expect(codes(reply)).toEqual(['TIER_UNKNOWN']);
});

describe('an order', () => {
  test('spends the points and gives the voucher, which the member and the operator see', async () => {
    await collect(100);
    const rewardId = await offer({ stock: 2 });
    const { order: placed, userErrors } = await order(rewardId);
    expect(userErrors).toEqual([]);
    expect(placed).toMatchObject({ state: 'FULFILLED', points: 30, reward: { stock: 1 } });
    expect(placed.voucher.code).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    expect(await available()).toBe(70);

    const read = (caller: Caller) =>
      client
        .ask(caller, `{ rewardOrder(id: "${placed.id}") { state voucher { code } } }`)
        .then((data) => data.rewardOrder);
    expect(await read(operator)).toEqual({ state: 'FULFILLED', voucher: { code: placed.voucher.code } });
    expect(await read(partner)).toEqual({ state: 'FULFILLED', voucher: { code: null } });
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
    expect(new Set(replies.flatMap((reply) => reply.order?.voucher.code ?? [])).size).toBe(3);
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

describe('orders that are placed together', () => {
  /** Members with so many points each. */
  const crowd = async (size: number, points: number): Promise<string[]> => {
    const memberIds = await coalition.members(size);
    const purchases = memberIds.map((one) => ({
      ...{ idempotencyKey: v7(), storeId: cafe.storeId, memberId: one },
      amount: { amount: `${points}.00`, currency: 'EUR' },
    }));
    await till.ask(
      partner,
      'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { results { userErrors { code } } } }',
      { input: { purchases } },
    );
    return memberIds;
  };
  const told = async (orderId: string): Promise<string[]> =>
    (
      await database.sql<{ state: string }[]>`
        SELECT event ->> 'state' AS state FROM ledger.outbox CROSS JOIN LATERAL jsonb_array_elements(events) AS event
        WHERE event ->> 'orderId' = ${orderId} ORDER BY outbox.recorded_at`
    ).map((row) => row.state);

  test('a thousand for the last three sell three, and cost the others nothing', async () => {
    const memberIds = await crowd(50, 1_000);
    const rewardId = await offer({ stock: 3 });
    const replies = await Promise.all(
      Array.from({ length: 1_000 }, (_, at) => order(rewardId, { memberId: memberIds[at % 50] }, operator)),
    );
    expect(replies.filter((reply) => reply.order?.state === 'FULFILLED')).toHaveLength(3);
    expect(replies.flatMap(codes)).toEqual(Array(997).fill('REWARD_UNAVAILABLE'));
    const [left] = await database.sql<{ stock: bigint; spent: bigint; held: bigint }[]>`
      SELECT (SELECT stock FROM rewards.reward WHERE reward_id = ${rewardId}) AS stock, 50_000 - sum(available)::bigint AS spent,
        sum(held)::bigint AS held
      FROM ledger.wallet WHERE member_id = ANY (${memberIds}::uuid[])`;
    expect(left).toEqual({ stock: 0n, spent: 90n, held: 0n });
  });

  test('end as they would one by one: some cannot pay, some are over their limit, one repeats, one reuses a key', async () => {
    const [rich, poor] = [(await crowd(1, 100))[0] as string, await coalition.member()];
    const rewardId = await offer({ stock: 5, perMemberLimit: 2 });
    const by = (one: string, idempotencyKey: string = v7()) =>
      order(rewardId, { memberId: one, idempotencyKey }, operator);
    const replies = await Promise.all([
      by(rich, 'one'),
      by(poor),
      by(rich, 'one'),
      by(poor, 'one'),
      by(rich),
      by(rich),
      by(v7()),
    ]);
    const [first, , again, reused] = replies;
    expect([first?.order.state, first?.order.id === again?.order.id]).toEqual(['FULFILLED', true]);
    expect(codes(reused as typeof first)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(replies.map((reply) => codes(reply)[0] ?? reply.order.state).sort()).toEqual([
      ...['FULFILLED', 'FULFILLED', 'FULFILLED', 'IDEMPOTENCY_KEY_REUSED', 'INSUFFICIENT_POINTS', 'LIMIT_EXCEEDED'],
      'MEMBER_UNKNOWN',
    ]);
    const { reward } = await client.ask(operator, `{ reward(id: "${rewardId}") { stock } }`);
    expect(reward.stock).toBe(3);
    expect(await told(first?.order.id)).toEqual(['PENDING', 'RESERVED', 'FULFILLED']);
  });

  test('do not suffer from one that cannot be written, and that one goes on later', async () => {
    const memberIds = await crowd(8, 100);
    const rewardId = await offer({ stock: 8 });
    // Two draw the same code, which the database does not take.
    drawn = [randomBytes(15)].flatMap((bytes) => [bytes, bytes]);
    const by = (one: string) => order(rewardId, { memberId: one, idempotencyKey: one }, operator);
    const settled = await Promise.allSettled(memberIds.map(by));
    const failed = memberIds.filter((_, at) => settled[at]?.status === 'rejected');
    expect(failed).toHaveLength(1);
    expect((await by(failed[0] as string)).order.state).toBe('FULFILLED');
    const states = await database.sql`
      SELECT o.state, v.state AS voucher FROM rewards.reward_order o JOIN rewards.voucher v USING (order_id) WHERE o.reward_id = ${rewardId}`;
    expect(states).toHaveLength(8);
    expect(states.every(({ state, voucher }) => state === 'FULFILLED' && voucher === 'ACTIVE')).toBe(true);
  });

  test.each([
    ['placed', 'VOUCHER', 'FULFILLED'],
    ['captured', 'VOUCHER', 'FULFILLED'],
    ['held', 'BY_PARTNER', 'AWAITING_PARTNER'],
    ['reserved', 'BY_PARTNER', 'AWAITING_PARTNER'],
  ] as const)(
    'and were all %s when the process died are all brought to their end, by several at once',
    async (point, fulfilment, end) => {
      const memberIds = await crowd(20, 100);
      const rewardId = await offer({ stock: 12, fulfilment });
      dieAt = point;
      const died = await Promise.allSettled(memberIds.map((one) => order(rewardId, { memberId: one }, operator)));
      expect(died.some(({ status }) => status === 'rejected')).toBe(true);
      dieAt = null;
      const later = new Date(clock().getTime() + 1);
      await Promise.all([resumeOrders(deps, later), resumeOrders(deps, later), resumeOrders(deps, later)]);
      const [ended] = await database.sql`
        SELECT count(*) FILTER (WHERE state = ${end})::int AS ended, count(*) FILTER (WHERE state = 'CANCELLED')::int AS cancelled,
          count(*)::int AS placed
        FROM rewards.reward_order WHERE reward_id = ${rewardId}`;
      expect(ended?.ended).toBe(12);
      expect(ended?.cancelled).toBe(ended?.placed - 12);
      expect(await resumeOrders(deps, later)).toBe(0);
    },
  );
});

describe('an order is reserved as it is placed', () => {
  const STOCK = 5;
  const later = () => new Date(clock().getTime() + 1);
  const stateOf = async (rewardId: string) => {
    const [row] = await database.sql`
      SELECT o.state, o.stock_taken AS "stockTaken", o.hold_id AS "holdId", v.state AS voucher, r.stock, sum(t.orders)::int AS counted
      FROM rewards.reward_order o JOIN rewards.reward r USING (reward_id) LEFT JOIN rewards.voucher v USING (order_id)
      LEFT JOIN rewards.member_take t ON t.reward_id = o.reward_id
      WHERE o.reward_id = ${rewardId} GROUP BY o.order_id, v.voucher_id, r.reward_id`;
    return row;
  };

  test('and its points are spent in one step: no hold, one transaction', async () => {
    await collect(100);
    const rewardId = await offer({ stock: STOCK });
    expect((await order(rewardId)).order).toMatchObject({
      ...{ state: 'FULFILLED', voucher: { state: 'ACTIVE' } },
      reward: { stock: STOCK - 1 },
    });
    expect(await stateOf(rewardId)).toMatchObject({ holdId: null, stockTaken: true });
    expect(await available()).toBe(70);
  });

  test('and one that cannot be paid gives everything back, and stays refused', async () => {
    const rewardId = await offer({ stock: STOCK, perMemberLimit: 2 });
    const key = { idempotencyKey: 'too poor' };
    expect(codes(await order(rewardId, key))).toEqual(['INSUFFICIENT_POINTS']);
    await collect(100);
    expect(codes(await order(rewardId, key))).toEqual(['INSUFFICIENT_POINTS']);
    expect(await stateOf(rewardId)).toEqual({
      ...{ state: 'CANCELLED', stockTaken: false, holdId: null, voucher: 'DRAWN' },
      ...{ stock: BigInt(STOCK), counted: 0 },
    });
    expect(await available()).toBe(100);
  });

  test.each(['placed', 'captured', 'fulfilled'] as const)(
    'and one that was %s when the process died is paid once and delivered',
    async (point) => {
      await collect(100);
      const rewardId = await offer({ stock: STOCK });
      const key = { idempotencyKey: 'again' };
      dieAt = point;
      await expect(order(rewardId, key)).rejects.toThrow('INTERNAL_SERVER_ERROR');
      dieAt = null;
      await Promise.all([resumeOrders(deps, later()), order(rewardId, key), resumeOrders(deps, later())]);
      expect(await stateOf(rewardId)).toMatchObject({ state: 'FULFILLED', voucher: 'ACTIVE', stock: 4n });
      expect(await available()).toBe(70);
    },
  );

  test.each(['placed', 'captured', 'cancelled'] as const)(
    'and one that cannot be paid and was %s when the process died is undone wholly',
    async (point) => {
      const rewardId = await offer({ stock: STOCK, perMemberLimit: 1 });
      dieAt = point;
      await expect(order(rewardId)).rejects.toThrow('INTERNAL_SERVER_ERROR');
      dieAt = null;
      await Promise.all([resumeOrders(deps, later()), resumeOrders(deps, later())]);
      expect(await stateOf(rewardId)).toMatchObject({ state: 'CANCELLED', stock: BigInt(STOCK), counted: 0 });
      expect(await resumeOrders(deps, later())).toBe(0);
    },
  );

  describe('and of two, one is taken by an order that cannot be paid', () => {
    const takenByPauper = async (): Promise<string> => {
      const rewardId = await offer({ stock: 2 });
      dieAt = 'placed';
      await expect(order(rewardId, { memberId: await coalition.member() }, operator)).rejects.toThrow();
      dieAt = null;
      await collect(100);
      return rewardId;
    };

    test('no number of such takes the last one: who can pay gets it', async () => {
      const rewardId = await takenByPauper();
      const paupers = await coalition.members(20);
      const [bought] = await Promise.all([
        order(rewardId),
        ...paupers.map((one) => order(rewardId, { memberId: one }, operator)),
      ]);
      expect(bought?.order).toMatchObject({ state: 'FULFILLED' });
      expect(await available()).toBe(70);
    });

    test('who can pay waits until it is back, and gets it', async () => {
      const rewardId = await takenByPauper();
      expect((await order(rewardId)).order.state).toBe('FULFILLED');
      const waiting = order(rewardId);
      await expect.poll(available).toBe(40);
      await resumeOrders(deps, later());
      expect((await waiting).order).toMatchObject({ state: 'FULFILLED', reward: { stock: 0 } });
      expect(await available()).toBe(40);
    });

    test('who can pay is refused when it does not come back, with its points free again', async () => {
      const rewardId = await takenByPauper();
      expect((await order(rewardId)).order.state).toBe('FULFILLED');
      expect(codes(await order(rewardId))).toEqual(['REWARD_UNAVAILABLE']);
      expect(await available()).toBe(70);
      await resumeOrders(deps, later());
      expect((await order(rewardId)).order.state).toBe('FULFILLED');
    });
  });

  test('an end that a crash of the database lost is reached again, the same', async () => {
    await collect(100);
    const rewardId = await offer({ stock: STOCK });
    const key = { idempotencyKey: 'lost' };
    const { order: before } = await order(rewardId, key);
    // What fulfilling wrote is not waited for on disk: this is the order as it would be found.
    await database.sql`UPDATE rewards.voucher SET state = 'DRAWN' WHERE order_id = ${before.id}`;
    await database.sql`
      UPDATE rewards.reward_order SET state = 'RESERVED', transaction_id = NULL, fulfilled_at = NULL WHERE order_id = ${before.id}`;
    expect(await resumeOrders(deps, later())).toBe(1);
    expect((await order(rewardId, key)).order).toEqual(before);
    expect(await available()).toBe(70);
  });
});

describe('a crash', () => {
  const states = async () =>
    (await database.sql`SELECT state FROM rewards.reward_order WHERE programme_id = ${coalition.programmeId}`).map(
      (row) => row.state,
    );
  const later = () => new Date(clock().getTime() + 1);
  const dies = (attempt: () => Promise<unknown>) => expect(attempt()).rejects.toThrow('INTERNAL_SERVER_ERROR');
  const resume = () => resumeOrders(deps, later());
  // Two are left: the last one would be held first, whatever it is.
  const SPENDING = [
    ['placed', 'VOUCHER'],
    ['captured', 'VOUCHER'],
    ['fulfilled', 'VOUCHER'],
    ['placed', 'BY_PARTNER'],
    ['held', 'BY_PARTNER'],
    ['reserved', 'BY_PARTNER'],
  ] as const;
  const UNDOING = ['held', 'reserved', 'voided', 'cancelled'] as const;

  const ENDS = {
    VOUCHER: { state: 'FULFILLED', voucher: { state: 'ACTIVE' } },
    BY_PARTNER: { state: 'AWAITING_PARTNER', voucher: null },
  };

  test.each(SPENDING)(
    'after the order is %s (%s) leaves one that the same request brings to its end',
    async (point, fulfilment) => {
      await collect(100);
      const rewardId = await offer({ stock: 2, fulfilment });
      const key = { idempotencyKey: 'again' };
      dieAt = point;
      await dies(() => order(rewardId, key));
      dieAt = null;
      expect((await order(rewardId, key)).order).toMatchObject({ ...ENDS[fulfilment], reward: { stock: 1 } });
      expect(await available()).toBe(70);
    },
  );

  test.each(SPENDING)(
    'after the order is %s (%s) leaves one that a restart brings to its end',
    async (point, fulfilment) => {
      await collect(100);
      const rewardId = await offer({ stock: 1, fulfilment });
      dieAt = point;
      await dies(() => order(rewardId));
      dieAt = null;
      await Promise.all([resume(), resume(), resume()]);
      expect(await states()).toEqual([ENDS[fulfilment].state]);
      expect(await available()).toBe(70);
      expect(await resume()).toBe(0);
    },
  );

  test.each(UNDOING)('after an order that comes too late is %s is undone wholly by a restart', async (point) => {
    await collect(100);
    const rewardId = await offer({ stock: 1, perMemberLimit: 5, fulfilment: 'BY_PARTNER' });
    // Placed while there was one, reserved when there is none.
    dieAt = 'placed';
    await dies(() => order(rewardId));
    dieAt = null;
    await order(rewardId);
    dieAt = point;
    await resume();
    dieAt = null;
    await Promise.all([resume(), resume()]);
    expect((await states()).sort()).toEqual(['AWAITING_PARTNER', 'CANCELLED']);
    expect(await available()).toBe(70);
    const [take] = await database.sql`SELECT orders FROM rewards.member_take WHERE member_id = ${memberId}`;
    expect(take?.orders).toBe(1);
  });

  test('of an order that the member cannot pay is undone wholly by a restart', async () => {
    const rewardId = await offer({ stock: 1 });
    dieAt = 'placed';
    await dies(() => order(rewardId));
    dieAt = null;
    await Promise.all([resume(), resume()]);
    expect(await states()).toEqual(['CANCELLED']);
    const { reward } = await client.ask(operator, `{ reward(id: "${rewardId}") { stock } }`);
    expect(reward.stock).toBe(1);
  });

  test('that lasts longer than the points stay reserved undoes the order wholly', async () => {
    await collect(100);
    const rewardId = await offer({ stock: 1, fulfilment: 'BY_PARTNER' });
    const { order: placed } = await order(rewardId);
    now = new Date(NOON.getTime() + 31 * 86_400_000);
    const fulfil = { idempotencyKey: v7(), orderId: placed.id };
    expect(codes(await client.command(partner, 'fulfilRewardOrder', fulfil, 'order { id }'))).toEqual(['HOLD_EXPIRED']);
    expect(await states()).toEqual(['CANCELLED']);
    await till.command(operator, 'expirePoints', { idempotencyKey: v7() }, 'expired');
    expect(await available()).toBe(100);
  });

  test('while an order is given back is ended by a restart', async () => {
    await collect(100);
    const rewardId = await offer({ stock: 1 });
    const { order: placed } = await order(rewardId);
    const input = { idempotencyKey: v7(), orderId: placed.id };
    const cancel = () => client.command(operator, 'cancelRewardOrder', input, 'order { state voucher { state } }');
    dieAt = 'refunded';
    await dies(cancel);
    dieAt = null;
    await Promise.all([resume(), resume()]);
    expect((await cancel()).order).toEqual({ state: 'REFUNDED', voucher: { state: 'CANCELLED' } });
    expect(await available()).toBe(100);
  });
});

describe('an order of more points than the member wants to spend unasked', () => {
  const confirm = async (points: number): Promise<string> => {
    const input = { idempotencyKey: v7(), memberId, points, storeId: cafe.storeId };
    return (await till.command(member, 'confirmRedemption', input, 'confirmationId')).confirmationId;
  };
  beforeEach(async () => {
    await collect(200);
    await database.sql`UPDATE members.member SET confirm_above = 20 WHERE member_id = ${memberId}`;
  });

  test.each(['VOUCHER', 'BY_PARTNER'])(
    'needs its word when somebody else places it (%s), once, and none of its own',
    async (fulfilment) => {
      const rewardId = await offer({ fulfilment });
      const app = partner;
      for (const caller of [app, operator])
        expect(codes(await order(rewardId, { memberId }, caller))).toEqual(['CONFIRMATION_REQUIRED']);
      const key = { idempotencyKey: v7(), memberId };
      expect(codes(await order(rewardId, key, app))).toEqual(['CONFIRMATION_REQUIRED']);
      const confirmationId = await confirm(30);
      const placed = await order(rewardId, { ...key, confirmationId }, app);
      expect(codes(placed)).toEqual([]);
      expect(await order(rewardId, { ...key, confirmationId }, app)).toEqual(placed);
      for (const used of [confirmationId, await confirm(29), v7(), 'none'])
        expect(codes(await order(rewardId, { memberId, confirmationId: used }, app))).toEqual(['CONFIRMATION_UNKNOWN']);
      expect(codes(await order(rewardId))).toEqual([]);
      // What a member of another programme wants is not told here.
      const elsewhere = await (await makeCoalition(database.sql)).member();
      await database.sql`UPDATE members.member SET confirm_above = 0 WHERE member_id = ${elsewhere}`;
      expect(codes(await order(rewardId, { memberId: elsewhere }, app))).toEqual(['MEMBER_UNKNOWN']);
      const cheap = await offer({ points: 20 });
      expect(codes(await order(cheap, { memberId }, app))).toEqual([]);
    },
  );
});

describe('an order that the partner hands over', () => {
  const place = async () => {
    await collect(100);
    const rewardId = await offer({ stock: 1, fulfilment: 'BY_PARTNER' });
    return (await order(rewardId)).order;
  };
  const end = (name: string, orderId: string, caller: Caller = partner) =>
    client.command(caller, name, { idempotencyKey: v7(), orderId }, 'order { state voucher { state } }');

  test('is spent when the partner says so, and not before', async () => {
    const placed = await place();
    expect(placed).toMatchObject({ state: 'AWAITING_PARTNER', voucher: null, transaction: null });
    expect((await end('fulfilRewardOrder', placed.id)).order).toEqual({
      state: 'FULFILLED',
      voucher: { state: 'ACTIVE' },
    });
    expect(await available()).toBe(70);
    expect(codes(await end('fulfilRewardOrder', placed.id))).toEqual(['ORDER_STATE']);
  });

  test('costs nothing when it is cancelled, and the stock is back', async () => {
    const placed = await place();
    expect((await end('cancelRewardOrder', placed.id, member)).order).toEqual({ state: 'CANCELLED', voucher: null });
    expect(await available()).toBe(100);
    expect(codes(await end('fulfilRewardOrder', placed.id))).toEqual(['ORDER_STATE']);
  });

  test('is undone when the partner lets the time go by', async () => {
    const placed = await place();
    now = new Date(NOON.getTime() + 31 * 86_400_000);
    await resumeOrders(deps, now);
    const { rewardOrder } = await client.ask(member, `{ rewardOrder(id: "${placed.id}") { state cancelledBecause } }`);
    expect(rewardOrder).toEqual({ state: 'CANCELLED', cancelledBecause: 'The partner did not hand it over in time.' });
  });

  test('is not for another partner or another member, and a member does not hand over', async () => {
    const placed = await place();
    const other = await coalition.partner('other');
    const stranger = callerOf({ ...partner, partnerId: other.partnerId });
    const somebody = callerOf({ ...member, memberId: await coalition.member() });
    expect(codes(await end('fulfilRewardOrder', placed.id, stranger))).toEqual(['ORDER_UNKNOWN']);
    expect(codes(await end('cancelRewardOrder', placed.id, somebody))).toEqual(['ORDER_UNKNOWN']);
    expect(
      codes(await end('fulfilRewardOrder', placed.id, callerOf({ ...member, scopes: ['rewards:write'] }))),
    ).toEqual(['NOT_ALLOWED']);
    expect(codes(await end('cancelRewardOrder', 'x', operator))).toEqual(['ORDER_UNKNOWN']);
  });
});

test.each([
  [0, 'member', ['ORDER_STATE']],
  [1, 'member', []],
  [null, 'member', ['ORDER_STATE']],
  [null, 'operator', []],
] as const)('within %s days a fulfilled order is given back by the %s: %j', async (cancellableDays, who, refusals) => {
  await collect(100);
  const { order: placed } = await order(await offer({ stock: 1, cancellableDays }));
  const caller = who === 'member' ? member : operator;
  const reply = await client.command(
    caller,
    'cancelRewardOrder',
    { idempotencyKey: v7(), orderId: placed.id },
    'order { state reward { stock } }',
  );
  expect(codes(reply)).toEqual(refusals);
  if (refusals.length === 0) expect(reply.order).toEqual({ state: 'REFUNDED', reward: { stock: 1 } });
  expect(await available()).toBe(refusals.length === 0 ? 100 : 70);
});

test("a member's limit holds under concurrent orders, and what is given back counts no more", async () => {
  await collect(1000);
  const rewardId = await offer({ stock: 50, perMemberLimit: 2, limitPeriod: 'MONTH', cancellableDays: 1 });
  const replies = await Promise.all(Array.from({ length: 8 }, () => order(rewardId)));
  expect(replies.flatMap(codes).sort()).toEqual(Array(6).fill('LIMIT_EXCEEDED'));
  const [one] = replies.flatMap((reply) => reply.order ?? []);
  await client.command(member, 'cancelRewardOrder', { idempotencyKey: v7(), orderId: one.id }, 'order { state }');
  expect(codes(await order(rewardId))).toEqual([]);
  expect(codes(await order(rewardId))).toEqual(['LIMIT_EXCEEDED']);
  now = new Date('2026-04-01T12:00:00Z');
  expect(codes(await order(rewardId))).toEqual([]);
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
