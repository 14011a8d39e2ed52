/**
 * Follows the ledger's feed (../../serving/feed-follower.ts): what a purchase or return adds to its day, and whether it lifts the member, is
 * written exactly once; what came into the wallets of merged members goes on to the survivors. A page is summed per member, day and partner, then the
 * tiers of those members are decided.
 */
import { followFeedPage, keepFollowing } from '../../serving/feed-follower.ts';
import { forwardMerged } from '../commands/merge-members.ts';
import type { MembersDeps } from '../context.ts';
import { type PurchaseFact, readFacts } from '../store/feed.ts';
import { wakeMerges } from '../store/merges.ts';
import { readProgramme } from '../store/programmes.ts';
import {
  addQualifying,
  lockLadder,
  type QualifyingSum,
  readLadder,
  readLadderProgrammes,
  readSurvivorsOf,
} from '../store/tiers.ts';
import { decideMembers } from './decide-members.ts';
import { dayIn } from './programme-day.ts';
import { judgeEndedTiers, recomputeTiers } from './recompute-tiers.ts';

/** Does what the next page of the feed asks for. Answers with the batches that were done; null when somebody else is following. */
export async function followPage(deps: MembersDeps): Promise<number | null> {
  let woken = 0;
  const done = await followFeedPage(deps.database, { schema: 'members', name: 'tiers' }, async (tx, after, upTo) => {
    woken = await wakeMerges(tx.sql, after, upTo);
    const facts = await readFacts(tx.sql, after, upTo);
    for (const programmeId of new Set(facts.map((fact) => fact.programmeId))) {
      const some = facts.filter((fact) => fact.programmeId === programmeId);
      const programme = await readProgramme(tx.sql, programmeId);
      if (programme === null) continue;
      await lockLadder(tx.sql, programmeId, 'shared');
      const sums = sumByDay(some, programme.timeZone);
      await addQualifying(tx.sql, sums);
      const ladder = await readLadder(tx.sql, programmeId);
      if (ladder === null) continue;
      const earned = new Map<string, bigint>();
      for (const { memberId, points } of some) earned.set(memberId, (earned.get(memberId) ?? 0n) + points);
      const today = dayIn(programme.timeZone, deps.clock());
      const survivors = await readSurvivorsOf(tx.sql, [...earned.keys()]);
      const memberIds = [...new Set([...earned.keys(), ...survivors])].sort();
      await decideMembers(tx, deps.ids, ladder, memberIds, today, earned);
    }
  });
  // Behind the page, whose locks the ledger would wait for; what does not succeed is gone on with every minute (commands/go-on.ts).
  if (woken > 0)
    await forwardMerged(deps).catch((error: unknown) =>
      deps.logger.warn({ err: error }, 'merges are gone on with later'),
    );
  return done;
}

/** Does everything the feed holds now, and judges tiers that ended. */
export async function catchUp(deps: MembersDeps): Promise<void> {
  while (((await followPage(deps)) ?? 0) > 0);
  await recomputeTiers(deps);
  for (const programmeId of await readLadderProgrammes(deps.database.sql)) await judgeEndedTiers(deps, programmeId);
}

/** Follows until it is stopped. */
export function followFeed(deps: MembersDeps): Promise<{ stop(): Promise<void> }> {
  return keepFollowing(
    deps.database.sql,
    deps.logger,
    () => followPage(deps),
    async () => {},
  );
}

function sumByDay(facts: readonly PurchaseFact[], timeZone: string): QualifyingSum[] {
  const sums = new Map<string, QualifyingSum>();
  for (const fact of facts) {
    const day = dayIn(timeZone, fact.occurredAt);
    const key = `${fact.memberId} ${day} ${fact.partnerId}`;
    const known = sums.get(key);
    const back = fact.kind === 'RETURN';
    const amount = fact.amountMinor < 0n ? -fact.amountMinor : fact.amountMinor;
    sums.set(key, {
      memberId: fact.memberId,
      programmeId: fact.programmeId,
      partnerId: fact.partnerId,
      day,
      points: (known?.points ?? 0n) + fact.points,
      spendMinor: (known?.spendMinor ?? 0n) + (back ? -amount : amount),
      purchases: (known?.purchases ?? 0) + (back ? 0 : 1),
    });
  }
  return [...sums.values()];
}
