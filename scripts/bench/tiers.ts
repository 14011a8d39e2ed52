/**
 * A new ladder of tiers for a million members (a twentieth with `--quick`, and the figure times twenty): every one of them is decided anew from two days of
 * purchases at two partners each. Then purchases are posted while they are decided anew, and alone, in turn.
 */
import { v7 } from 'uuid';
import { openDatabase } from '../../db/client.ts';
import type { TierLadder } from '../../subgraphs/members/domain/tiers.ts';
import { beginRecompute, insertLadder } from '../../subgraphs/members/store/tiers.ts';
import { recomputeTiers } from '../../subgraphs/members/tiers/recompute-tiers.ts';
import type { BenchContext, Figures } from './bench.ts';
import { compareInTurn, median, ratePerSecond, rounded } from './measure.ts';
import { buyer, IN_FLIGHT, openWorld } from './rewards-world.ts';

const MEMBERS = 1_000_000;
const QUICK_PART = 20;
const BENEFITS = { multiplierBasisPoints: 10_000, earlyAccessHours: 0, freeRewardId: null, freeRewardFunding: null };
const LADDER: TierLadder = {
  measure: 'POINTS',
  windowMonths: 12,
  graceDays: 30,
  landing: 'ONE_DOWN',
  tiers: [
    { code: 'base', rank: 0, name: 'Base', threshold: 0n, lifetimePoints: null },
    { code: 'silver', rank: 1, name: 'Silver', threshold: 500n, lifetimePoints: null },
    { code: 'gold', rank: 2, name: 'Gold', threshold: 1_500n, lifetimePoints: 100_000n },
  ],
};

/** Seconds to decide a million members, alone, and what posting loses while they are decided. */
export async function recomputeAMillionTiers(context: BenchContext): Promise<Figures> {
  const { quick, tell } = context;
  const members = quick ? MEMBERS / QUICK_PART : MEMBERS;
  const world = await openWorld(await context.server(), 'tiers', quick ? 2_000 : 20_000);
  const { owner } = world;
  const { programmeId, partners } = world.coalition;
  tell(`two days of purchases of ${members} members`);
  await owner.sql`
    INSERT INTO members.qualifying_day (member_id, day, partner_id, programme_id, points, spend_minor, purchases)
    SELECT member_id, current_date - ago, (${partners.map((one) => one.partnerId)}::uuid[])[ago], ${programmeId}, points, points * 100, 1
    FROM (SELECT gen_random_uuid() AS member_id, (random() * 1000)::bigint AS points FROM generate_series(1, ${members}::int)) AS member
    CROSS JOIN generate_series(1, 2) AS ago`;
  await owner.sql`VACUUM ANALYZE members.qualifying_day`;
  const database = openDatabase({ url: owner.url, role: 'members', max: 2 });
  const deps = { database, clock: () => new Date(), ids: v7 };
  let version = 0;
  const publish = async (): Promise<void> => {
    const ladderId = v7();
    version += 1;
    const tiers = LADDER.tiers.map((tier) => ({ ...tier, ...BENEFITS }));
    await insertLadder(database.sql, { ...LADDER, tiers, ladderId, programmeId, version, publishedAt: new Date() });
    await beginRecompute(database.sql, ladderId, programmeId);
  };
  try {
    await publish();
    tell('deciding their tiers');
    const startedAt = performance.now();
    const decided = await recomputeTiers(deps);
    if (decided !== members) throw new Error(`${decided} members were decided instead of ${members}`);
    const seconds = (performance.now() - startedAt) / 1_000;

    tell('purchases while tiers are decided and alone, in turn');
    const buy = buyer(world);
    let decidedBeside = 0;
    let millisBeside = 0;
    const during = async (forSeconds: number): Promise<number> => {
      let over = false;
      const beganAt = performance.now();
      const deciding = (async () => {
        while (!over) {
          await publish();
          decidedBeside += await recomputeTiers(deps, () => over);
        }
      })();
      const rate = await ratePerSecond(buy, IN_FLIGHT, forSeconds);
      over = true;
      await deciding;
      millisBeside += performance.now() - beganAt;
      return rate;
    };
    const alone = (forSeconds: number): Promise<number> => ratePerSecond(buy, IN_FLIGHT, forSeconds);
    const { rates } = await compareInTurn(
      [
        { name: 'during', rate: during },
        { name: 'alone', rate: alone },
      ],
      { rounds: quick ? 3 : 5, seconds: quick ? 2 : 8 },
    );
    const [beside = [], without = []] = rates;
    return {
      tierRecomputeMillionSeconds: rounded(seconds * (MEMBERS / members), 1),
      ratioDuringTiers: rounded(median(beside.map((rate, at) => rate / (without[at] ?? 1))), 2),
      tierRecomputeMillionSecondsBesidePosting: rounded((millisBeside / 1_000) * (MEMBERS / decidedBeside)),
    };
  } finally {
    await database.close();
    await world.close();
  }
}
