// The rewards that tiers and paid memberships come with: given once, by whoever looks first, and seen among the member's orders.
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { giveFreeRewards } from '../../subgraphs/rewards/commands/give-free-rewards.ts';
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
/** A member has paid for so many months from 2026-03-01 on. */
const member = async (who: string, freeRewardId: string, months: number): Promise<void> => {
  const { sql } = world.database;
  const [{ planId, membershipId }, { programmeId }] = [{ planId: v7(), membershipId: v7() }, coalition];
  await sql`
    INSERT INTO members.membership_plan (plan_id, programme_id, code, name, period_months, price_minor, currency, grace_days, refund_rule,
      multiplier_basis_points, early_access_hours, free_reward_id, created_at)
    VALUES (${planId}, ${programmeId}, ${planId}, 'Club', 1, 100, 'EUR', 5, 'NONE', 10000, 0, ${freeRewardId}, now())`;
  await sql`
    INSERT INTO members.membership (membership_id, programme_id, member_id, plan_id, state, started_on, covered_until, auto_renew)
    VALUES (${membershipId}, ${programmeId}, ${who}, ${planId}, 'OPEN', '2026-03-01', '2026-03-31', true)`;
  for (let number = 1; number <= months; number += 1)
    await sql`
      INSERT INTO members.membership_period (period_id, membership_id, programme_id, member_id, number, from_day, until_day, fee_minor, state,
        asked_at, fee_transaction_id)
      VALUES (${v7()}, ${membershipId}, ${programmeId}, ${who}, ${number}, ('2026-03-01'::date + make_interval(months => ${number - 1}))::date,
        ('2026-03-01'::date + make_interval(months => ${number}))::date - 1, 100, 'PAID', now(), ${v7()})`;
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
  const cancel = { idempotencyKey: v7(), orderId: order.id };
  expect(codesOf(await world.client.command(coalition.operator, 'cancelRewardOrder', cancel, 'order { id }'))).toEqual([
    'ORDER_STATE',
  ]);
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
