/**
 * Follows the ledger's feed (../../serving/feed-follower.ts): what a purchase or return adds to its day, and whether it lifts the member, is
 * written exactly once; merged members whose wallets got something are woken. A page is summed per member, day and partner, then the tiers of those
 * members are decided.
 */
import { followFeedPage, keepFollowing } from '../../serving/feed-follower.ts';
import type { MembersDeps } from '../context.ts';
import { type PurchaseFact, readFacts } from '../store/feed.ts';
import { wakeMerges } from '../store/merges.ts';
import { readProgramme } from '../store/programmes.ts';
import { addQualifying, lockLadder, type QualifyingSum, readLadder, readLadderProgrammes } from '../store/tiers.ts';
import { decideMembers } from './decide-members.ts';
import { dayIn } from './programme-day.ts';
import { judgeEndedTiers, recomputeTiers } from './recompute-tiers.ts';

/** Does what the next page of the feed asks for. Answers with the batches that were done; null when somebody else is following. */
export function followPage(deps: MembersDeps): Promise<number | null> {
  return followFeedPage(deps.database, { schema: 'members', name: 'tiers' }, async (tx, after, upTo) => {
    await wakeMerges(tx.sql, after, upTo);
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
      await decideMembers(tx, deps.ids, ladder, [...earned.keys()].sort(), today, earned);
    }
  });
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
