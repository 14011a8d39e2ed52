/**
 * A new ladder of tiers for a million members (a twentieth with `--quick`, and the figure times twenty): every one of them is decided anew from two days of
 * purchases at two partners each, in pages that leave a third of the time to tills.
 */
import { v7 } from 'uuid';
import { openDatabase } from '../../db/client.ts';
import type { TierLadder } from '../../subgraphs/members/domain/tiers.ts';
import { beginRecompute, insertLadder } from '../../subgraphs/members/store/tiers.ts';
import { recomputeTiers } from '../../subgraphs/members/tiers/recompute-tiers.ts';
import { writeCoalition } from '../load/coalition.ts';
import type { BenchContext, Figures } from './bench.ts';
import { rounded } from './measure.ts';

const MEMBERS = 1_000_000;
const QUICK_PART = 20;
const BENEFITS = { multiplierBasisPoints: 10_000, earlyAccessHours: 0, freeRewardId: null };
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

/** Seconds to decide a million members. */
export async function recomputeAMillionTiers({ quick, server: start, tell }: BenchContext): Promise<Figures> {
  const members = quick ? MEMBERS / QUICK_PART : MEMBERS;
  const server = await start();
  const owner = await server.createLedger('tiers');
  const { programmeId, partners } = await writeCoalition(owner.sql, { partners: 2, members: 0 });
  tell(`two days of purchases of ${members} members`);
  await owner.sql`
    INSERT INTO members.qualifying_day (member_id, day, partner_id, programme_id, points, spend_minor, purchases)
    SELECT member_id, current_date - ago, (${partners.map((one) => one.partnerId)}::uuid[])[ago], ${programmeId}, points, points * 100, 1
    FROM (SELECT gen_random_uuid() AS member_id, (random() * 1000)::bigint AS points FROM generate_series(1, ${members}::int)) AS member
    CROSS JOIN generate_series(1, 2) AS ago`;
  await owner.sql`VACUUM ANALYZE members.qualifying_day`;
  const database = openDatabase({ url: owner.url, role: 'members', max: 2 });
  try {
    const ladderId = v7();
    const tiers = LADDER.tiers.map((tier) => ({ ...tier, ...BENEFITS }));
    await insertLadder(database.sql, { ...LADDER, tiers, ladderId, programmeId, version: 1, publishedAt: new Date() });
    await beginRecompute(database.sql, ladderId, programmeId);
    tell('deciding their tiers');
    const startedAt = performance.now();
    const decided = await recomputeTiers({ database, clock: () => new Date(), ids: v7 });
    if (decided !== members) throw new Error(`${decided} members were decided instead of ${members}`);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { tierRecomputeMillionSeconds: rounded(seconds * (MEMBERS / members), 1) };
  } finally {
    await database.close();
  }
}
