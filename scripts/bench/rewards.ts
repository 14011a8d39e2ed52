/**
 * What rewards cost beside what they stand on.
 *
 * | figure                 | A                                                                    | B                                          |
 * |------------------------|----------------------------------------------------------------------|--------------------------------------------|
 * | ratioOrderToRedemption | orders through the whole saga, 64 in flight, over 50 rewards with plenty left | plain redemptions in the ledger, 64 in flight |
 * | ratioScarceOrderToRedemption | the same with 1,000 in stock | the same |
 * | ratioFiftyMissions     | purchases with 50 live missions that all count, followed as it goes  | the same without a mission                 |
 * | oversold               | orders fulfilled beyond the stock, of 1,000 at once for one reward with 10 left                       |
 * | leaderboardRankMillis  | a rank among a million entries (a tenth with `--quick`), median                                       |
 * | purchasesFollowedPerSecond | what the follower of the 50 missions does of what it was left with, alone                         |
 * | tierRecomputeMillionSeconds | a new ladder of tiers for a million members (tiers.ts)                                           |
 * | ratioDuringTiers       | purchases while a million members are decided                         | the same alone                             |
 *
 * Both sides of a ratio run through the subgraphs' own GraphQL in this one process, in turn; the gateway is in neither.
 */
import { v7 } from 'uuid';
import { followPage, startFeedFollower } from '../../subgraphs/rewards/feed/feed-follower.ts';
import { readRank } from '../../subgraphs/rewards/store/leaderboards.ts';
import type { LoadPartner } from '../load/coalition.ts';
import type { Bench, BenchContext, Figures } from './bench.ts';
import type { BenchServer } from './bench-server.ts';
import { compareInTurn, median, medianMillis, ratePerSecond, rounded } from './measure.ts';
import { buyer, callerOf, IN_FLIGHT, openWorld, PARTNERS, send, type World } from './rewards-world.ts';
import { recomputeAMillionTiers } from './tiers.ts';

const REWARDS = 50;
const MISSIONS = 50;
const RUSH = 1_000;
const STOCK = 10;
const PRICE = 10;
const FUNDED_PER_CALL = 500;

export const rewards: Bench = {
  name: 'rewards',
  what: 'orders beside redemptions, purchases with missions beside without, a rush for the last ones, ranks',
  async run(context) {
    const server = await context.server();
    const world = await openWorld(server, 'rewards', context.quick ? 2_000 : 20_000);
    try {
      const figures = {
        ...(await orders(context, world)),
        ...(await rush(context, world)),
        ...(await ranks(context, world)),
      };
      return { ...figures, ...(await missions(context, server)), ...(await recomputeAMillionTiers(context)) };
    } finally {
      await world.close();
    }
  },
};

/** Gives every member so many points. */
async function fund(world: World, euros: number): Promise<void> {
  const [partner] = world.coalition.partners;
  const caller = callerOf(world, 'partner', partner);
  const { memberIds } = world.coalition;
  for (let from = 0; from < memberIds.length; from += FUNDED_PER_CALL) {
    const purchases = memberIds.slice(from, from + FUNDED_PER_CALL).map((memberId) => ({
      ...{ idempotencyKey: v7(), storeId: partner?.storeId, memberId },
      amount: { amount: `${euros}.00`, currency: 'EUR' },
    }));
    const query =
      'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { results { userErrors { code } } } }';
    const { errors } = await world.ledger.execute({
      query,
      variables: { input: { purchases } },
      caller,
      requestId: 'bench',
    });
    if (errors !== undefined) throw new Error(errors[0]?.message);
  }
}

const makeReward = async (world: World, partner: LoadPartner, more: Record<string, unknown> = {}): Promise<string> => {
  const { partnerId, storeId } = partner;
  const input = { idempotencyKey: v7(), partnerId, storeId, name: 'Something', points: PRICE, ...more };
  const made = await send(world.rewards, callerOf(world, 'operator'), 'createReward', input, 'reward { id }');
  return (made.reward as { id: string }).id;
};

async function orders(context: BenchContext, world: World): Promise<Figures> {
  context.tell('giving every member points');
  await fund(world, 1_000_000);
  const { partners, memberIds } = world.coalition;
  const rewardsWith = async (stock: number): Promise<string[]> => {
    const made: string[] = [];
    for (let n = 0; n < REWARDS; n += 1)
      made.push(await makeReward(world, partners[n % PARTNERS] as LoadPartner, { stock }));
    return made;
  };
  const [plenty, scarce] = [await rewardsWith(1_000_000), await rewardsWith(1_000)];
  const operator = callerOf(world, 'operator');
  let next = 0;
  const turn = (): { number: number; memberId: string | undefined } => {
    next += 1;
    return { number: next, memberId: memberIds[(next * 7919) % memberIds.length] };
  };
  const orderOneOf = (rewardIds: readonly string[]) => (): Promise<unknown> => {
    const { number, memberId } = turn();
    const input = { idempotencyKey: v7(), rewardId: rewardIds[number % REWARDS], memberId };
    return send(world.rewards, operator, 'orderReward', input, 'order { id state }');
  };
  const redeem = (): Promise<unknown> => {
    const { number, memberId } = turn();
    const { storeId } = partners[number % PARTNERS] as LoadPartner;
    const input = { idempotencyKey: v7(), storeId, memberId, points: PRICE };
    return send(world.ledger, operator, 'redeemPoints', input, 'transaction { id }');
  };
  context.tell(`orders and redemptions, ${IN_FLIGHT} in flight, in turn`);
  const contender = (name: string, work: () => Promise<unknown>) => ({
    name,
    rate: (seconds: number) => ratePerSecond(work, IN_FLIGHT, seconds),
  });
  const { rates } = await compareInTurn(
    [
      contender('orders', orderOneOf(plenty)),
      contender('redemptions', redeem),
      contender('scarce orders', orderOneOf(scarce)),
    ],
    { rounds: 3, seconds: context.quick ? 2 : 8 },
  );
  const [ours = [], theirs = [], ofScarce = []] = rates;
  const ratioOf = (some: readonly number[]): number =>
    rounded(median(some.map((rate, at) => rate / (theirs[at] ?? 1))), 2);
  return {
    ratioOrderToRedemption: ratioOf(ours),
    ratioScarceOrderToRedemption: ratioOf(ofScarce),
    ordersPerSecond: rounded(median(ours)),
    scarceOrdersPerSecond: rounded(median(ofScarce)),
    redemptionsPerSecond: rounded(median(theirs)),
  };
}

async function rush(context: BenchContext, world: World): Promise<Figures> {
  context.tell(`${RUSH} orders at once for the last ${STOCK}`);
  const rewardId = await makeReward(world, world.coalition.partners[0] as LoadPartner, { stock: STOCK });
  const operator = callerOf(world, 'operator');
  const startedAt = performance.now();
  const replies = await Promise.all(
    world.coalition.memberIds.slice(0, RUSH).map((memberId) => {
      const input = { idempotencyKey: v7(), rewardId, memberId };
      return send(world.rewards, operator, 'orderReward', input, 'order { state }', [
        'REWARD_UNAVAILABLE',
        'TRY_AGAIN',
      ]);
    }),
  );
  const sold = replies.filter(({ order }) => (order as { state: string } | null)?.state === 'FULFILLED').length;
  return { oversold: Math.max(0, sold - STOCK), rushSold: sold, rushMillis: rounded(performance.now() - startedAt) };
}

async function ranks(context: BenchContext, world: World): Promise<Figures> {
  const entries = context.quick ? 100_000 : 1_000_000;
  context.tell(`a leaderboard of ${entries} entries`);
  const boardId = v7();
  const { sql } = world.owner;
  await sql`
    INSERT INTO rewards.leaderboard (board_id, programme_id, name, measure, starts_at, ends_at, created_at)
    VALUES (${boardId}, ${world.coalition.programmeId}, 'Million', 'SPEND', '2020-01-01Z', '2100-01-01Z', now())`;
  // Scores as spending is: most are small, some are very large.
  await sql`
    INSERT INTO rewards.leaderboard_entry (board_id, member_id, nickname, nickname_key, score, joined_at)
    SELECT ${boardId}::uuid, gen_random_uuid(), 'n' || n, 'n' || n, floor(exp(random() * 16))::bigint, now() FROM generate_series(1, ${entries}::int) AS n`;
  await sql`
    INSERT INTO rewards.leaderboard_count (board_id, depth, prefix, entries)
    SELECT board_id, depth, score >> (6 * (7 - depth)), count(*)
    FROM rewards.leaderboard_entry CROSS JOIN generate_series(0, 7) AS depth WHERE board_id = ${boardId} GROUP BY 1, 2, 3`;
  await sql`ANALYZE rewards.leaderboard_count, rewards.leaderboard_entry`;
  const scores = await sql<{ score: bigint }[]>`
    SELECT score FROM rewards.leaderboard_entry WHERE board_id = ${boardId} ORDER BY member_id LIMIT 300`;
  let next = 0;
  const rank = (): Promise<bigint> => {
    next = (next + 1) % scores.length;
    return readRank(world.deps.database.sql, boardId, scores[next]?.score ?? 0n);
  };
  const [checked] = scores;
  const [naive] = await sql<{ rank: bigint }[]>`
    SELECT 1 + count(*) AS rank FROM rewards.leaderboard_entry WHERE board_id = ${boardId} AND score > ${checked?.score ?? 0n}`;
  const exact = (await readRank(world.deps.database.sql, boardId, checked?.score ?? 0n)) === naive?.rank;
  await medianMillis(50, rank);
  return {
    leaderboardRankMillis: rounded(await medianMillis(300, rank), 2),
    leaderboardEntries: entries,
    leaderboardExact: exact,
  };
}

async function missions(context: BenchContext, server: BenchServer): Promise<Figures> {
  const members = context.quick ? 2_000 : 20_000;
  const worlds = [
    await openWorld(server, 'with_missions', members),
    await openWorld(server, 'without_missions', members),
  ] as const;
  try {
    context.tell(`purchases with ${MISSIONS} missions and without, in turn`);
    const [with50] = worlds;
    const kinds = ['COUNT', 'SUM', 'STREAK', 'COLLECT'];
    for (let n = 0; n < MISSIONS; n += 1) {
      const input = {
        ...{ idempotencyKey: v7(), name: `Mission ${n}`, goal: { kind: kinds[n % 4] } },
        levels: [{ name: 'Far', target: 1_000_000_000 + n }],
        ...{ startsAt: '2020-01-01T00:00:00Z', endsAt: '2100-01-01T00:00:00Z' },
      };
      await send(with50.rewards, callerOf(with50, 'operator'), 'createMission', input, 'mission { id }');
    }
    const { rates } = await compareInTurn(
      worlds.map((world, index) => ({
        name: index === 0 ? 'with' : 'without',
        rate: (seconds) => followedRate(world, seconds),
      })),
      { rounds: 3, seconds: context.quick ? 2 : 8 },
    );
    const [ours = [], theirs = []] = rates;
    const [row] = await with50.owner.sql<
      { rows: number }[]
    >`SELECT count(*)::int AS rows FROM rewards.mission_progress CROSS JOIN LATERAL jsonb_object_keys(states)`;
    const [followed] = await with50.owner.sql<{ part: number }[]>`
      SELECT (cursor.position::float8 / greatest(head.position, 1)) AS part
      FROM ledger.outbox_head AS head, rewards.feed_cursor AS cursor WHERE cursor.name = 'rewards'`;
    context.tell('what is left of the feed is followed');
    const { purchases, seconds } = await followFor(with50, context.quick ? 10 : 30);
    return {
      ratioFiftyMissions: rounded(median(ours.map((rate, at) => rate / (theirs[at] ?? 1))), 2),
      purchasesWithMissionsPerSecond: rounded(median(ours)),
      purchasesWithoutPerSecond: rounded(median(theirs)),
      missionStates: row?.rows ?? 0,
      // Under such a load the follower lags: how much of what was posted it had followed at the end.
      missionsFollowedPart: rounded(followed?.part ?? 0, 2),
      // Without tills, and without rests: what the follower can do.
      purchasesFollowedPerSecond: rounded(purchases / seconds),
    };
  } finally {
    for (const world of worlds) await world.close();
  }
}

/** Purchases a second while the feed is followed; nothing of it goes on afterwards, when the other one is measured. */
async function followedRate(world: World, seconds: number): Promise<number> {
  const follower = await startFeedFollower(world.deps);
  const rate = await ratePerSecond(buyer(world), IN_FLIGHT, seconds);
  await follower.stop();
  return rate;
}

/** Follows what lies in the feed for so many seconds at most, page after page. */
async function followFor(world: World, most: number): Promise<{ purchases: number; seconds: number }> {
  const counted = async (): Promise<number> => {
    const [row] = await world.owner.sql<{ purchases: number }[]>`
      SELECT coalesce(sum(jsonb_array_length(events)), 0)::int AS purchases FROM ledger.event_feed
      WHERE position <= (SELECT position FROM rewards.feed_cursor WHERE name = 'rewards')
        AND events -> 0 ->> 'type' <> 'MISSIONS_CHANGED'`;
    return row?.purchases ?? 0;
  };
  const before = await counted();
  const startedAt = performance.now();
  while (performance.now() - startedAt < most * 1_000 && ((await followPage(world.deps)) ?? 0) > 0);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { purchases: (await counted()) - before, seconds };
}
