import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { followPage } from '../../subgraphs/rewards/feed/feed-follower.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { codesOf, openRewardsWorld, type RewardsCoalition, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

const NOON = new Date('2026-03-01T12:00:00Z');
const PERIOD = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' };
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
  world.now = NOON;
  coalition = await world.coalition();
  cafe = await coalition.partner('cafe');
  memberId = await coalition.member();
});
afterEach(() => expectBooksBalanced(world.ledgerDatabase));

const command = (caller: Caller, name: string, input: Record<string, unknown>, fields: string): Promise<Answer> =>
  world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
const mission = (more: Record<string, unknown> = {}) =>
  command(
    coalition.operator,
    'createMission',
    { name: 'Twice', goal: { kind: 'COUNT' }, levels: [{ name: 'Two', target: 2, points: 50 }], ...PERIOD, ...more },
    'mission { id }',
  );
const giveBack = async (purchaseId: string, more: Record<string, unknown> = {}): Promise<void> => {
  const input = { idempotencyKey: v7(), storeId: cafe.storeId, purchaseId, ...more };
  const reply = await world.till.command(coalition.app(cafe), 'recordReturn', input, 'transaction { id }');
  expect(reply.userErrors).toEqual([]);
};
const euros = (amount: number) => ({ amount: { amount: `${amount}.00`, currency: 'EUR' } });
const completions = async (who: string): Promise<number> => {
  const { _entities } = await world.client.ask(
    coalition.as(who),
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { missionCompletions { id award { id } } } } }',
    { r: [{ __typename: 'Member', id: who }] },
  );
  return _entities[0].missionCompletions.length;
};
const walletOf = async (who: string) => {
  const { _entities } = await world.till.ask(
    coalition.operator,
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { wallet { available arrears } } } }',
    { r: [{ __typename: 'Member', id: who }] },
  );
  return _entities[0].wallet;
};

describe('a mission', () => {
  test('gives nothing for buying and giving back, however often, and what it gave is taken back once', async () => {
    await mission({ repeats: 'ON_COMPLETION' });
    for (let round = 0; round < 3; round += 1) {
      const bought = [await coalition.buy(memberId, cafe, 10), await coalition.buy(memberId, cafe, 10)];
      await world.follow();
      expect([await coalition.available(memberId), await completions(memberId)]).toEqual([70, 1]);
      for (const { id } of bought) await giveBack(id);
      await Promise.all([world.follow(), world.follow()]);
      expect([await walletOf(memberId), await completions(memberId)]).toEqual([{ available: 0, arrears: 0 }, 0]);
    }
  });

  test('counts a purchase no more that came back in two halves, one that was undone, or one that was never confirmed', async () => {
    await mission();
    const halves = await coalition.buy(memberId, cafe, 10);
    const undone = await coalition.buy(memberId, cafe, 10);
    const pending = await coalition.buy(memberId, cafe, 10, { pendingUntilConfirmed: true });
    await world.follow();
    const progress = async () => {
      const { _entities } = await world.client.ask(
        coalition.as(memberId),
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { missions { value levelsReached } } } }',
        { r: [{ __typename: 'Member', id: memberId }] },
      );
      return _entities[0].missions[0];
    };
    expect(await progress()).toEqual({ value: 3, levelsReached: 1 });
    await giveBack(halves.id, euros(5));
    await world.follow();
    expect(await progress()).toEqual({ value: 3, levelsReached: 1 });
    await giveBack(halves.id, euros(5));
    await world.follow();
    expect(await progress()).toEqual({ value: 2, levelsReached: 1 });
    const reverse = { idempotencyKey: v7(), transactionId: undone.id, reason: 'A mistake of the till.' };
    expect(
      codesOf(await world.till.command(coalition.operator, 'reverseTransaction', reverse, 'transaction { id }')),
    ).toEqual([]);
    await world.follow();
    expect(await progress()).toEqual({ value: 1, levelsReached: 0 });
    const cancel = { idempotencyKey: v7(), purchaseId: pending.id };
    expect(
      codesOf(await world.till.command(coalition.app(cafe), 'cancelPurchase', cancel, 'transaction { id }')),
    ).toEqual([]);
    await world.follow();
    expect(await progress()).toEqual({ value: 0, levelsReached: 0 });
  });

  test('asks back what was spent meanwhile as a debt, and dying in between takes it back once', async () => {
    await mission();
    const first = await coalition.buy(memberId, cafe, 10);
    await coalition.buy(memberId, cafe, 10);
    await world.follow();
    const spend = { idempotencyKey: v7(), storeId: cafe.storeId, memberId, points: 60 };
    await world.till.command(coalition.app(cafe), 'redeemPoints', spend, 'transaction { id }');
    await giveBack(first.id);
    world.dieAt = 'taken-back';
    await expect(world.follow()).rejects.toThrow('the process died here');
    world.dieAt = null;
    await Promise.all([world.follow(), world.follow()]);
    // 70 were given and 60 spent; 10 of the goods and 50 of the mission are asked back.
    expect(await walletOf(memberId)).toEqual({ available: 0, arrears: 50 });
    const [award] = await world.database
      .sql`SELECT back_refusal, back_transaction_id FROM rewards.award WHERE member_id = ${memberId}`;
    expect(award).toEqual({ back_refusal: null, back_transaction_id: expect.any(String) });
  });

  test('gives nothing when the goods were back before its points were given', async () => {
    await mission();
    const bought = [await coalition.buy(memberId, cafe, 10), await coalition.buy(memberId, cafe, 10)];
    world.dieAt = 'granted';
    await expect(world.follow()).rejects.toThrow('the process died here');
    world.dieAt = null;
    for (const { id } of bought) await giveBack(id);
    await followPage(world.deps);
    await world.follow();
    expect(await walletOf(memberId)).toEqual({ available: 0, arrears: 0 });
  });

  test('of a circle takes back from all what one gives back, also one who has left', async () => {
    await mission({ scope: 'CIRCLE' });
    const friend = await coalition.member();
    const { circle } = await command(coalition.as(memberId), 'createCircle', { name: 'Home' }, 'circle { inviteCode }');
    await command(coalition.as(friend), 'joinCircle', { inviteCode: circle.inviteCode }, 'circle { id }');
    const { id } = await coalition.buy(memberId, cafe, 10);
    await coalition.buy(friend, cafe, 10);
    await world.follow();
    expect([await coalition.available(memberId), await coalition.available(friend)]).toEqual([60, 60]);
    await command(coalition.as(memberId), 'leaveCircle', {}, 'left');
    await giveBack(id);
    await world.follow();
    expect([await coalition.available(memberId), await coalition.available(friend)]).toEqual([0, 10]);
  });

  test('takes back in the time of the purchase: after its end too, and nothing of what was bought before there was one', async () => {
    const before = await coalition.buy(memberId, cafe, 10);
    await world.follow();
    world.now = new Date(NOON.getTime() + 1000);
    await mission({ endsAt: '2026-04-01T00:00:00Z' });
    const [first] = [await coalition.buy(memberId, cafe, 10), await coalition.buy(memberId, cafe, 10)];
    await world.follow();
    await giveBack(before.id);
    await world.follow();
    expect([await coalition.available(memberId), await completions(memberId)]).toEqual([70, 1]);
    world.now = new Date('2026-04-02T12:00:00Z');
    await giveBack(first.id);
    await world.follow();
    expect([await coalition.available(memberId), await completions(memberId)]).toEqual([10, 0]);
  });
});

test('a referral is taken back from both when the first purchase comes back, and earned by the next one that stays', async () => {
  const input = { kind: 'REFERRAL', name: 'Friends', points: 100, friendPoints: 50, ...PERIOD };
  const { activity } = await command(coalition.operator, 'createActivity', input, 'activity { id }');
  const friend = await coalition.member();
  const { code } = await command(coalition.as(memberId), 'createReferralCode', {}, 'code');
  await command(coalition.as(friend), 'acceptReferral', { activityId: activity.id, code }, 'accepted');
  const both = async () => [await coalition.available(memberId), await coalition.available(friend)];
  const first = await coalition.buy(friend, cafe, 10);
  await world.follow();
  expect(await both()).toEqual([100, 60]);
  await giveBack(first.id, euros(9));
  await world.follow();
  expect(await both()).toEqual([100, 51]);
  await giveBack(first.id, euros(1));
  await world.follow();
  expect(await both()).toEqual([0, 0]);
  // Bought, given back and bought again in one page.
  const second = await coalition.buy(friend, cafe, 20);
  await giveBack(second.id);
  await coalition.buy(friend, cafe, 30);
  await world.follow();
  expect(await both()).toEqual([100, 80]);
  await coalition.buy(friend, cafe, 40);
  await world.follow();
  expect(await both()).toEqual([100, 120]);
});

test('an offer is not used by what came back, and is measured by what stayed', async () => {
  const input = {
    ...{ name: 'Forty', points: 40, holdOutBasisPoints: 0, minAmount: euros(20).amount, ...PERIOD },
  };
  const { offer } = await command(coalition.app(cafe), 'createOffer', input, 'offer { id }');
  const show = (who: string) => command(coalition.as(who), 'showOffers', {}, 'offers { reason }');
  await show(memberId);
  for (const other of await coalition.members(19)) await show(other);
  await command(coalition.as(memberId), 'activateOffer', { offerId: offer.id }, 'offer { activatedAt }');
  const spent = async () => {
    const query = `{ offerReport(offerId: "${offer.id}") { offered { buyers used spend { amount } } } }`;
    return (await world.client.ask(coalition.app(cafe), query)).offerReport.offered;
  };
  const first = await coalition.buy(memberId, cafe, 25);
  await world.follow();
  expect(await coalition.available(memberId)).toBe(65);
  await giveBack(first.id, euros(5));
  await world.follow();
  expect([await coalition.available(memberId), await spent()]).toEqual([
    60,
    { buyers: 1, used: 1, spend: { amount: '20.00' } },
  ]);
  await giveBack(first.id, euros(1));
  await world.follow();
  expect([await coalition.available(memberId), await spent()]).toEqual([
    19,
    { buyers: 1, used: 0, spend: { amount: '19.00' } },
  ]);
  await giveBack(first.id, euros(19));
  await world.follow();
  expect([await coalition.available(memberId), await spent()]).toEqual([
    0,
    { buyers: 0, used: 0, spend: { amount: '0.00' } },
  ]);
  await coalition.buy(memberId, cafe, 30);
  await world.follow();
  expect([await coalition.available(memberId), await spent()]).toEqual([
    70,
    { buyers: 1, used: 1, spend: { amount: '30.00' } },
  ]);
});

test('points of a mission that are taken back count for no leaderboard, and neither does what was bought before joining', async () => {
  await mission();
  const before = await coalition.buy(memberId, cafe, 40);
  world.now = new Date(NOON.getTime() + 1000);
  const board = (
    await command(coalition.operator, 'createLeaderboard', { name: 'Spring', ...PERIOD }, 'leaderboard { id }')
  ).leaderboard.id;
  await command(
    coalition.as(memberId),
    'joinLeaderboard',
    { leaderboardId: board, nickname: 'Falcon' },
    'entry { score }',
  );
  await coalition.buy(memberId, cafe, 30);
  await world.follow();
  await giveBack(before.id);
  await world.follow();
  await world.follow();
  const { leaderboard } = await world.client.ask(
    coalition.as(memberId),
    `{ leaderboard(id: "${board}") { mine { score } } }`,
  );
  expect(leaderboard.mine).toEqual({ score: 30 });
  expect(await coalition.available(memberId)).toBe(30);
});
