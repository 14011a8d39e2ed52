// The rewards that tiers and paid memberships come with: given once, by whoever looks first, and seen among the member's orders.
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { giveFreeRewards } from '../../subgraphs/rewards/commands/give-free-rewards.ts';
import { resumeOrders } from '../../subgraphs/rewards/commands/order-saga.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

let world: RewardsWorld;
let coalition: RewardsCoalition;
let cafe: TestPartner;
let memberId: string;

beforeAll(async () => {
  world = await openRewardsWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.dieAt = null;
  goTo('2026-03-01');
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  memberId = await coalition.member();
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const goTo = (day: string) => {
  world.now = new Date(`${day}T12:00:00Z`);
};
const reward = async (more: Record<string, unknown> = {}): Promise<string> => {
  const { storeId, partnerId } = cafe;
  const input = { idempotencyKey: v7(), partnerId, storeId, name: 'Cup', points: 100, ...more };
  const made = await world.client.command(coalition.operator, 'createReward', input, 'reward { id }');
  expect(made.userErrors).toEqual([]);
  return made.reward.id;
};
const stockOf = async (rewardId: string): Promise<number | null> => {
  const { reward: seen } = await world.client.ask(coalition.operator, `{ reward(id: "${rewardId}") { stock } }`);
  return seen.stock;
};
type Shares = readonly { readonly partnerId: string | null; readonly basisPoints: number }[] | null;
/** A member has paid for so many months from 2026-03-01 on. */
const member = async (who: string, freeRewardId: string, months: number, funding: Shares = null): Promise<void> => {
  const { sql } = world.database;
  const [{ planId, membershipId }, { programmeId }] = [{ planId: v7(), membershipId: v7() }, coalition];
  await sql`
    INSERT INTO members.membership_plan (plan_id, programme_id, code, name, period_months, price_minor, currency, grace_days, refund_rule,
      multiplier_basis_points, early_access_hours, free_reward_id, free_reward_funding, created_at)
    VALUES (${planId}, ${programmeId}, ${planId}, 'Club', 1, 100, 'EUR', 5, 'NONE', 10000, 0, ${freeRewardId},
      ${funding && JSON.stringify(funding)}::jsonb, now())`;
  await sql`
    INSERT INTO members.membership (membership_id, programme_id, member_id, plan_id, state, started_on, covered_until, auto_renew)
    VALUES (${membershipId}, ${programmeId}, ${who}, ${planId}, 'OPEN', '2026-03-01', '2026-03-31', true)`;
  for (let number = 1; number <= months; number += 1)
    await sql`
      INSERT INTO members.membership_period (period_id, membership_id, programme_id, member_id, number, from_day, until_day, fee_minor, state,
        asked_at, fee_transaction_id)
      VALUES (${v7()}, ${membershipId}, ${programmeId}, ${who}, ${number}, ('2026-03-01'::date + make_interval(months => ${number - 1}))::date,
        ('2026-03-01'::date + make_interval(months => ${number}))::date - 1, 100, 'PAID', now(), ${v7()})`;
  if (funding === null) await agree(cafe);
};
/** Members are gold since a day; the ladder's window is of so many months, or the calendar year. */
const gold = async (
  freeRewardId: string,
  windowMonths: number | null,
  since: Record<string, string>,
): Promise<void> => {
  const { sql } = world.database;
  const [ladderId, { programmeId }] = [v7(), coalition];
  await sql`
    INSERT INTO members.tier_ladder (ladder_id, programme_id, version, measure, window_months, grace_days, landing, published_at)
    VALUES (${ladderId}, ${programmeId}, 1, 'POINTS', ${windowMonths}, 0, 'ONE_DOWN', now())`;
  for (const [code, rank, threshold, free] of [
    ['base', 0, 0, null],
    ['gold', 1, 100, freeRewardId],
  ] as const)
    await sql`
      INSERT INTO members.tier (ladder_id, code, rank, name, threshold, multiplier_basis_points, early_access_hours, free_reward_id)
      VALUES (${ladderId}, ${code}, ${rank}, ${code}, ${threshold}, 10000, 0, ${free})`;
  for (const [who, day] of Object.entries(since))
    await sql`
      INSERT INTO members.member_tier (member_id, programme_id, tier, rank, lifetime, since, source, decided_on)
      VALUES (${who}, ${programmeId}, 'gold', 1, 100, ${day}, 'QUALIFIED', ${day})`;
  await agree(cafe);
};
/** A partner agrees to all that it is asked to pay for; what that is. */
const agree = async (partner: TestPartner): Promise<Answer[]> => {
  const app = coalition.app(partner);
  const query = '{ fundingRequests { id benefit { plan tier reward { id } funding { funder { id } basisPoints } } } }';
  const { fundingRequests } = await world.client.ask(app, query);
  for (const { id } of fundingRequests)
    expect(
      codesOf(await world.client.command(app, 'approveFunding', { idempotencyKey: v7(), id }, 'request { id }')),
    ).toEqual([]);
  return fundingRequests.map(({ benefit }: Answer) => benefit);
};
/** Ends an order; the codes of why not. */
const end = async (
  name: 'cancelRewardOrder' | 'fulfilRewardOrder',
  caller: Parameters<typeof world.client.command>[0],
  orderId: string,
): Promise<string[]> =>
  codesOf(await world.client.command(caller, name, { idempotencyKey: v7(), orderId }, 'order { id }'));
/** What partners and the operator owe (< 0) or are owed, minor units. */
const balances = async (): Promise<Record<string, bigint>> => {
  const rows = await world.database.sql<{ account: string; sum: bigint }[]>`
    SELECT account, sum(credits - debits)::bigint AS sum FROM ledger.money_slot JOIN ledger.settlement_window USING (window_id)
    WHERE programme_id = ${coalition.programmeId} GROUP BY account HAVING sum(credits - debits) <> 0`;
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
};
const ORDERS =
  'rewardOrders(first: 10) { edges { node { id points state transaction { id } reward { id } voucher { code } } } }';
const ordersOf = async (who: string): Promise<Answer[]> => {
  const { _entities } = await world.client.ask(
    coalition.as(who),
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { ${ORDERS} } } }`,
    { r: [{ __typename: 'Member', id: who }] },
  );
  return _entities[0].rewardOrders.edges.map(({ node }: Answer) => node);
};

test('a paid membership gives its reward once for each period that is paid for, with a voucher, for no points', async () => {
  const rewardId = await reward({ stock: 10 });
  await member(memberId, rewardId, 2);
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect(await giveFreeRewards(world.deps)).toBe(0);
  const [order, ...more] = await ordersOf(memberId);
  expect(more).toEqual([]);
  expect(order).toEqual({
    ...{ id: expect.any(String), points: 0, state: 'FULFILLED', transaction: null, reward: { id: rewardId } },
    voucher: { code: expect.stringMatching(/^\w+/) },
  });
  expect([await stockOf(rewardId), await coalition.available(memberId)]).toEqual([9, 0]);
  goTo('2026-03-31');
  expect(await giveFreeRewards(world.deps)).toBe(0);
  goTo('2026-04-01');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  goTo('2026-05-01');
  expect(await giveFreeRewards(world.deps)).toBe(0);
  expect([(await ordersOf(memberId)).length, await stockOf(rewardId)]).toEqual([2, 8]);

  const used = await world.client.command(
    coalition.app(cafe),
    'redeemVoucher',
    { idempotencyKey: v7(), code: order.voucher.code, storeId: cafe.storeId },
    'voucher { id }',
  );
  expect(used.userErrors).toEqual([]);
  expect(await end('cancelRewardOrder', coalition.operator, order.id)).toEqual(['VOUCHER_USED']);
});

test('a tier gives its reward from the day after it was reached, once in its window, however often it is reached again', async () => {
  const rewardId = await reward({ fulfilment: 'BY_PARTNER' });
  const early = await coalition.member();
  await gold(rewardId, 3, { [memberId]: '2026-03-01', [early]: '2026-02-27' });
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect([(await ordersOf(memberId)).length, (await ordersOf(early)).length]).toEqual([0, 1]);
  goTo('2026-03-02');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  goTo('2026-04-10');
  await world.database.sql`UPDATE members.member_tier SET since = '2026-04-01' WHERE member_id = ${memberId}`;
  expect(await giveFreeRewards(world.deps)).toBe(0);
  goTo('2026-06-01');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  goTo('2026-06-02');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect([(await ordersOf(memberId)).length, (await ordersOf(early)).length]).toEqual([2, 2]);
});

test('a tier of the calendar year gives it once a year', async () => {
  const rewardId = await reward();
  await gold(rewardId, null, { [memberId]: '2026-02-01' });
  for (const [day, count] of [
    ['2026-03-01', 1],
    ['2026-12-31', 1],
    ['2027-01-01', 2],
    ['2027-06-01', 2],
  ] as const) {
    goTo(day);
    await giveFreeRewards(world.deps);
    expect([day, (await ordersOf(memberId)).length]).toEqual([day, count]);
  }
});

test('four processes give it once each; what dies before its end gave nothing, and is done again; closed members get none', async () => {
  const rewardId = await reward({ stock: 100 });
  const people = await coalition.members(12);
  for (const who of people) await member(who, rewardId, 1);
  await world.database.sql`UPDATE members.member SET status = 'CLOSED' WHERE member_id = ${people[0]!}`;
  world.dieAt = 'given';
  await expect(giveFreeRewards(world.deps)).rejects.toThrow('the process died here');
  expect(await stockOf(rewardId)).toBe(100);
  world.dieAt = null;
  const pools = Array.from({ length: 4 }, () => openDatabase({ url: world.database.url, role: 'rewards' }));
  const given = await Promise.all(pools.map((database) => giveFreeRewards({ ...world.deps, database })));
  await Promise.all(pools.map((pool) => pool.close()));
  expect(given.reduce((sum, count) => sum + count, 0)).toBe(11);
  expect(await stockOf(rewardId)).toBe(89);
});

test('what is sold out, withdrawn or not offered yet is given when it is there, as long as the benefit lasts', async () => {
  const [one, two] = [memberId, await coalition.member()];
  const scarce = await reward({ stock: 1 });
  const later = await reward({ availableFrom: '2026-03-20T00:00:00Z' });
  for (const who of [one, two]) await member(who, scarce, 1);
  const third = await coalition.member();
  await member(third, later, 1);
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect(await giveFreeRewards(world.deps)).toBe(0);
  await world.database.sql`UPDATE rewards.reward SET stock = 5 WHERE reward_id = ${scarce}`;
  goTo('2026-03-20');
  expect(await giveFreeRewards(world.deps)).toBe(2);
  expect(await stockOf(scarce)).toBe(4);
  expect((await ordersOf(third)).map(({ reward: seen }) => seen.id)).toEqual([later]);
});

test('those whom the plan names pay the partner that honours it what its contract pays for the points; giving it back takes all of it back', async () => {
  const bank = await coalition.partner('bank');
  const rewardId = await reward({ stock: 5, perMemberLimit: 2, cancellableDays: 14, tierTerms: [] });
  await member(memberId, rewardId, 1, [
    { partnerId: bank.partnerId, basisPoints: 7_500 },
    { partnerId: null, basisPoints: 2_500 },
  ]);
  await agree(bank);
  expect(await giveFreeRewards(world.deps)).toBe(1);
  const [order] = await ordersOf(memberId);
  expect(order).toMatchObject({ points: 0, state: 'FULFILLED', transaction: { id: expect.any(String) } });
  // 100 points at 0.008 EUR.
  const paid = { [`PARTNER:${cafe.partnerId}`]: 80n, [`PARTNER:${bank.partnerId}`]: -60n, 'OP:MARKETING': -20n };
  expect([await balances(), await coalition.available(memberId)]).toEqual([paid, 0]);
  expect(await end('cancelRewardOrder', coalition.as(memberId), order.id)).toEqual([]);
  expect([await balances(), await stockOf(rewardId)]).toEqual([{}, 5]);
  expect(await ordersOf(memberId)).toMatchObject([{ state: 'REFUNDED' }]);
  goTo('2026-03-20');
  expect(await giveFreeRewards(world.deps)).toBe(0);
});

test('it counts towards the member limit, waits where the limit is reached, and gives it free when it is given back', async () => {
  const rewardId = await reward({ stock: 5, perMemberLimit: 1, limitPeriod: 'MONTH' });
  await coalition.buy(memberId, cafe, 500);
  const buy = async (): Promise<string[]> =>
    codesOf(
      await world.client.command(
        coalition.as(memberId),
        'orderReward',
        { idempotencyKey: v7(), rewardId },
        'order { id state }',
      ),
    );
  expect(await buy()).toEqual([]);
  await member(memberId, rewardId, 2);
  expect(await giveFreeRewards(world.deps)).toBe(0);
  expect([(await ordersOf(memberId)).length, await stockOf(rewardId)]).toEqual([1, 4]);
  goTo('2026-04-01');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect(await buy()).toEqual(['LIMIT_EXCEEDED']);
  const free = (await ordersOf(memberId)).find(({ points, state }) => points === 0 && state === 'FULFILLED');
  expect(await end('cancelRewardOrder', coalition.app(cafe), free.id)).toEqual([]);
  expect(await stockOf(rewardId)).toBe(4);
  expect(await buy()).toEqual([]);
});

test('what the partner hands over waits for it, and is paid for then; what it calls off is given again a day later', async () => {
  const rewardId = await reward({ stock: 5, fulfilment: 'BY_PARTNER' });
  await member(memberId, rewardId, 1, [{ partnerId: null, basisPoints: 10_000 }]);
  expect(await giveFreeRewards(world.deps)).toBe(1);
  const [first] = await ordersOf(memberId);
  expect([first.state, await balances()]).toEqual(['AWAITING_PARTNER', {}]);
  expect(await end('cancelRewardOrder', coalition.app(cafe), first.id)).toEqual([]);
  expect([await stockOf(rewardId), await giveFreeRewards(world.deps)]).toEqual([5, 0]);
  goTo('2026-03-03');
  expect(await giveFreeRewards(world.deps)).toBe(1);
  const [second] = await ordersOf(memberId);
  expect(await end('fulfilRewardOrder', coalition.app(cafe), second.id)).toEqual([]);
  expect(await balances()).toEqual({ [`PARTNER:${cafe.partnerId}`]: 80n, 'OP:MARKETING': -80n });
  expect([await stockOf(rewardId), await giveFreeRewards(world.deps)]).toEqual([4, 0]);
  goTo('2026-03-10');
  expect(await end('cancelRewardOrder', coalition.operator, second.id)).toEqual([]);
  expect([await balances(), await stockOf(rewardId)]).toEqual([{}, 5]);
});

test('a tier pays by its own terms; a funder beyond its cap pays nothing, and it is tried again a day later', async () => {
  const poor = await coalition.partner('poor', { netDebitCapMinor: 50n, capMode: 'BLOCK_ISSUE' });
  const rewardId = await reward({ stock: 5 });
  await gold(rewardId, null, { [memberId]: '2026-02-01' });
  await world.database.sql`
    UPDATE members.tier SET free_reward_funding = ${JSON.stringify([{ partnerId: poor.partnerId, basisPoints: 10_000 }])}::jsonb
    WHERE free_reward_id = ${rewardId}`;
  expect(await giveFreeRewards(world.deps)).toBe(0);
  expect(await ordersOf(memberId)).toEqual([]);
  const funding = [{ funder: { id: poor.partnerId }, basisPoints: 10_000 }];
  expect(await agree(poor)).toEqual([{ plan: null, tier: 'gold', reward: { id: rewardId }, funding }]);
  expect(await agree(poor)).toEqual([]);
  expect(await giveFreeRewards(world.deps)).toBe(0);
  expect(await ordersOf(memberId)).toMatchObject([{ state: 'CANCELLED', transaction: null }]);
  expect([await balances(), await stockOf(rewardId), await giveFreeRewards(world.deps)]).toEqual([{}, 5, 0]);
  expect((await ordersOf(memberId)).length).toBe(1);
  goTo('2026-03-03');
  await coalition.sign(poor.partnerId, 2, { validFrom: new Date('2026-03-02T00:00:00Z') });
  expect(await giveFreeRewards(world.deps)).toBe(1);
  expect((await balances())[`PARTNER:${poor.partnerId}`]).toBe(-80n);
});

test('what partners are to pay for is given when all of them have agreed, also to a new version of the ladder that promises the same', async () => {
  const [bakery, shoes] = [await coalition.partner('bakery'), await coalition.partner('shoes')];
  const rewardId = await reward({ stock: 5 });
  const shares = [
    { partnerId: bakery.partnerId, basisPoints: 4_000 },
    { partnerId: shoes.partnerId, basisPoints: 4_000 },
    { partnerId: null, basisPoints: 2_000 },
  ];
  await member(memberId, rewardId, 1, shares);
  const give = () => giveFreeRewards(world.deps);
  const other = await coalition.member();
  await gold(rewardId, null, { [other]: '2026-02-01' });
  const ofTier = (funding: Shares) =>
    world.database.sql`
      UPDATE members.tier SET free_reward_funding = ${JSON.stringify(funding)}::jsonb WHERE free_reward_id = ${rewardId}`;
  await ofTier(shares);
  expect(await give()).toBe(0);
  expect((await agree(bakery)).map(({ plan, tier }) => plan ?? tier)).toEqual([expect.any(String), 'gold']);
  expect(await give()).toBe(0);
  const stranger = await coalition.partner('stranger');
  expect(await agree(stranger)).toEqual([]);
  expect(await agree(shoes)).toHaveLength(2);
  expect(await give()).toBe(2);
  // Another version with the same promise asks nobody again; another promise does.
  await world.database.sql`
    UPDATE members.tier_ladder SET version = 2 WHERE programme_id = ${coalition.programmeId}`;
  expect(await agree(shoes)).toEqual([]);
  await ofTier(
    shares.map((share, at) => ({ ...share, basisPoints: at === 0 ? 5_000 : at === 1 ? 5_000 : 0 })).slice(0, 2),
  );
  expect(await agree(shoes)).toHaveLength(1);
});

test('a partner that gives a reward for nothing has agreed to that', async () => {
  const rewardId = await reward({ stock: 5 });
  await member(memberId, rewardId, 1);
  await world.database.sql`DELETE FROM rewards.funding_approval WHERE programme_id = ${coalition.programmeId}`;
  expect(await giveFreeRewards(world.deps)).toBe(0);
  const funding = [{ funder: { id: cafe.partnerId }, basisPoints: 10_000 }];
  expect(await agree(cafe)).toMatchObject([{ tier: null, reward: { id: rewardId }, funding }]);
  expect(await giveFreeRewards(world.deps)).toBe(1);
});

test.each(['captured', 'fulfilled', 'refunded', 'cancelled'] as const)(
  'a process that dies behind the step %s leaves what is gone on with: paid once, or given back once',
  async (step) => {
    const rewardId = await reward({ stock: 5, perMemberLimit: 1 });
    await member(memberId, rewardId, 1, [{ partnerId: null, basisPoints: 10_000 }]);
    const cancel = async () => {
      const [order] = await ordersOf(memberId);
      return world.client.command(
        coalition.operator,
        'cancelRewardOrder',
        { idempotencyKey: 'once', orderId: order.id },
        'order { id }',
      );
    };
    const undoing = step === 'refunded' || step === 'cancelled';
    if (undoing) await giveFreeRewards(world.deps);
    world.dieAt = step;
    await (undoing ? cancel() : giveFreeRewards(world.deps)).catch(() => undefined);
    world.dieAt = null;
    for (let turn = 0; turn < 2; turn += 1) await resumeOrders(world.deps, new Date(world.now.getTime() + 1));
    const [{ state }, ...more] = await ordersOf(memberId);
    expect([state, more, await stockOf(rewardId)]).toEqual([undoing ? 'REFUNDED' : 'FULFILLED', [], undoing ? 5 : 4]);
    expect(await balances()).toEqual(undoing ? {} : { [`PARTNER:${cafe.partnerId}`]: 80n, 'OP:MARKETING': -80n });
  },
);
