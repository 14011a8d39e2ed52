/**
 * Real purchases with missions, tiers and their prices, a leaderboard and a catalogue. The sample that is shipped is posted row by row; the same file gives the same
 * result to the last point, and following it live gives what following it afterwards does.
 */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { MembersDeps } from '../../subgraphs/members/context.ts';
import { insertLadder } from '../../subgraphs/members/store/tiers.ts';
import { catchUp as catchUpWithTiers } from '../../subgraphs/members/tiers/follow-feed.ts';
import { expectBooksBalanced } from '../support/books.ts';
import type { TestPartner } from '../support/coalition.ts';
import { openRewardsWorld, type RewardsWorld } from '../support/rewards-world.ts';
import type { Answer } from '../support/subgraph-client.ts';

interface Row {
  readonly trans_date: string;
  readonly card_id: string;
  readonly brand: string;
  readonly amount_gbp: string;
}

const PERIOD = { startsAt: '2020-01-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' };
const GOALS = [
  { goal: { kind: 'COUNT' }, targets: [3, 10], repeats: 'NEVER' },
  { goal: { kind: 'SUM' }, targets: [20_000], repeats: 'MONTHLY' },
  { goal: { kind: 'STREAK', streakUnit: 'WEEK' }, targets: [2, 4], repeats: 'NEVER' },
  { goal: { kind: 'COLLECT', collect: 'PARTNER' }, targets: [3], repeats: 'ON_COMPLETION' },
] as const;
const PAGE = 40;
const ORDER_EVERY = 10;

/** Tiers by what was spent in a month, so that within the sample people rise, hold on and fall. */
const BENEFITS = { multiplierBasisPoints: 10_000, earlyAccessHours: 0, freeRewardId: null, freeRewardFunding: null };
const TIERS = [
  { ...BENEFITS, code: 'base', rank: 0, name: 'Base', threshold: 0n, lifetimePoints: null },
  { ...BENEFITS, code: 'silver', rank: 1, name: 'Silver', threshold: 8_000n, lifetimePoints: null },
  { ...BENEFITS, code: 'gold', rank: 2, name: 'Gold', threshold: 16_000n, lifetimePoints: null },
];

let world: RewardsWorld;
let membersDatabase: Database;
let rows: Row[];
/** Missions and all the rest of rewards, and tiers. */
const follow = async (): Promise<void> => {
  await world.follow();
  const { logger } = world.deps;
  await catchUpWithTiers({ database: membersDatabase, clock: () => world.now, ids: v7, logger } as MembersDeps);
};

beforeAll(async () => {
  world = await openRewardsWorld(new Date('2020-01-01T12:00:00Z'));
  membersDatabase = openDatabase({ url: world.database.url, role: 'members' });
  rows = [];
  const parser = createReadStream('scripts/samples/purchases.csv').pipe(parse({ columns: true }));
  for await (const row of parser) {
    const { brand, amount_gbp: amount } = row as Row;
    if (brand !== '' && Number(amount) > 0) rows.push(row as Row);
  }
});
afterAll(async () => {
  await membersDatabase.close();
  await world.close();
});

/** Replays the rows in a coalition of their own. What came of it is named by cards and brands, so that two replays can be compared. */
async function replay(live: boolean, orders: boolean): Promise<Answer> {
  world.now = new Date('2020-01-01T12:00:00Z');
  const coalition = await world.coalition();
  const { operator, programmeId } = coalition;
  await insertLadder(membersDatabase.sql, {
    ...{ ladderId: v7(), programmeId, version: 1, publishedAt: world.now, measure: 'SPEND', windowMonths: 1 },
    ...{ graceDays: 0, landing: 'ONE_DOWN', tiers: TIERS },
  });
  const send = async (
    name: string,
    input: Record<string, unknown>,
    fields: string,
    caller = operator,
  ): Promise<Answer> => world.client.command(caller, name, { idempotencyKey: v7(), ...input }, fields);
  const cards = [...new Set(rows.map((row) => row.card_id))].sort();
  const members = new Map((await coalition.members(cards.length)).map((id, at) => [cards[at]!, id]));
  const partners = new Map<string, TestPartner>();
  for (const brand of [...new Set(rows.map((row) => row.brand))].sort())
    partners.set(brand, await coalition.partner(brand));

  const missions = new Map<string, number>();
  for (const [at, { goal, targets, repeats }] of GOALS.entries()) {
    const levels = targets.map((target) => ({ name: `to ${target}`, target, points: 25 }));
    const { mission } = await send(
      'createMission',
      { name: `Mission ${at}`, goal, levels, repeats, ...PERIOD },
      'mission { id }',
    );
    missions.set(mission.id, at);
  }
  const { leaderboard } = await send(
    'createLeaderboard',
    { name: 'Spend', measure: 'SPEND', ...PERIOD },
    'leaderboard { id }',
  );
  for (const [card, memberId] of members)
    await send(
      'joinLeaderboard',
      { leaderboardId: leaderboard.id, nickname: `Card ${card.slice(-3)}`, memberId },
      'entry { score }',
    );
  const [first] = [...partners.values()];
  const { reward } = await send(
    'createReward',
    {
      partnerId: first!.partnerId,
      storeId: first!.storeId,
      name: 'Something',
      points: 60,
      stock: 15,
      perMemberLimit: 2,
      tierTerms: [{ tier: 'gold', points: 20 }],
    },
    'reward { id }',
  );

  const ordered: string[] = [];
  for (let from = 0; from < rows.length; from += PAGE) {
    for (const [at, row] of rows.slice(from, from + PAGE).entries()) {
      world.now = new Date(`${row.trans_date}T12:00:00Z`);
      const memberId = members.get(row.card_id)!;
      const at_ = partners.get(row.brand)!;
      const amount = { amount: row.amount_gbp, currency: 'EUR' };
      await coalition.buy(memberId, at_, 1, { amount });
      if (!orders || (from + at) % ORDER_EVERY !== 0) continue;
      if (live) await follow();
      const { order, userErrors } = await send(
        'orderReward',
        { rewardId: reward.id, memberId },
        'order { state points }',
      );
      ordered.push(`${row.card_id} ${order === null ? userErrors[0].code : `${order.state} for ${order.points}`}`);
    }
    if (live) await follow();
  }
  await follow();

  const cardOf = new Map([...members].map(([card, id]) => [id, card]));
  const progress = await world.database.sql`
    SELECT mission_id, subject_id, round, state FROM rewards.mission_progress CROSS JOIN LATERAL jsonb_each(states) AS one (mission_id, state)
    WHERE mission_id = ANY (${[...missions.keys()]}::text[])`;
  const brandOf = new Map([...partners].map(([brand, { partnerId }]) => [partnerId, brand]));
  const scores = await world.database.sql`
    SELECT member_id, score FROM rewards.leaderboard_entry WHERE board_id = ${leaderboard.id}`;
  const tiers = await world.database.sql`
    SELECT member_id, event, to_tier, on_day::text AS day FROM members.tier_change WHERE programme_id = ${programmeId}`;
  const qualifying = await world.database.sql`
    SELECT member_id, day::text AS day, sum(spend_minor)::text AS spent FROM members.qualifying_day WHERE programme_id = ${programmeId}
    GROUP BY member_id, day`;
  const wallets: Record<string, number> = {};
  for (const [card, memberId] of members) wallets[card] = await coalition.available(memberId);
  const named = (counts: Record<string, number> = {}) =>
    Object.entries(counts)
      .map(([key, count]) => `${brandOf.get(key) ?? key} ${count}`)
      .sort();
  return {
    progress: progress
      .map(({ mission_id, subject_id, round, state }) => ({
        mission: missions.get(mission_id),
        card: cardOf.get(subject_id),
        round,
        state: {
          ...state,
          counts: named(state.counts),
          before: state.before === undefined ? null : { ...state.before, counts: named(state.before.counts) },
        },
      }))
      .map((one) => JSON.stringify(one))
      .sort(),
    scores: scores.map(({ member_id, score }) => `${cardOf.get(member_id)} ${score}`).sort(),
    tiers: tiers
      .map(({ member_id, event, to_tier, day }) => `${cardOf.get(member_id)} ${event} ${to_tier} ${day}`)
      .sort(),
    qualifying: qualifying.map(({ member_id, day, spent }) => `${cardOf.get(member_id)} ${day} ${spent}`).sort(),
    ordered,
    wallets,
  };
}

test('the sample, replayed twice with missions, tiers, a leaderboard and a catalogue, gives the same twice; live and afterwards alike', async () => {
  const first = await replay(true, true);
  expect(first.ordered.filter((one: string) => one.includes('FULFILLED')).length).toBeGreaterThan(5);
  expect(first.progress.length).toBeGreaterThan(100);
  expect(first.ordered.filter((one: string) => one.endsWith('FULFILLED for 20')).length).toBeGreaterThan(0);
  for (const event of ['UPGRADED', 'DOWNGRADED'])
    expect(first.tiers.filter((one: string) => one.includes(event)).length).toBeGreaterThan(3);
  expect(await replay(true, true)).toEqual(first);
  const afterwards = await replay(false, false);
  // Tiers are decided day by day: afterwards what counts for them is the same, not when they were reached.
  const kept = ({ progress, scores, qualifying }: Answer) => ({ progress, scores, qualifying });
  expect(kept(afterwards)).toEqual(kept(first));
  await expectBooksBalanced(world.ledgerDatabase);
}, 120_000);
