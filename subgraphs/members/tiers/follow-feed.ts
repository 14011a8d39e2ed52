/**
 * Follows the ledger's feed: what a purchase or return adds to its day, and whether it lifts the member, is written exactly once.
 *
 * wake (NOTIFY, a slow poll) -> a page of batches -> sums per member, day and partner -> tiers of those members, and the cursor, in one
 * transaction. The cursor's row is the lock: one process follows, others find it taken and leave. Tills come first: after a page it rests twice
 * as long as it worked. In between, tiers that ended are judged and new ladders applied (recompute-tiers.ts).
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { MembersDeps } from '../context.ts';
import { lockCursor, moveCursor, type PurchaseFact, readBatches, readFacts } from '../store/feed.ts';
import { readProgramme } from '../store/programmes.ts';
import { addQualifying, lockLadder, type QualifyingSum, readLadder, readLadderProgrammes } from '../store/tiers.ts';
import { decideMembers } from './decide-members.ts';
import { dayIn } from './programme-day.ts';
import { judgeEndedTiers, recomputeTiers } from './recompute-tiers.ts';

const NAME = 'tiers';
const BATCHES_PER_PAGE = 64;
const REST_FACTOR = 2;
const POLL_MILLIS = 1_000;

/** Does what the next page of the feed asks for. Answers with the batches that were done; null when somebody else is following. */
export function followPage(deps: MembersDeps): Promise<number | null> {
  return deps.database.withTransaction(
    async (tx) => {
      const after = await lockCursor(tx.sql, NAME);
      if (after === null) return null;
      const { upTo, batches } = await readBatches(tx.sql, after, BATCHES_PER_PAGE);
      if (batches === 0) return 0;
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
      await moveCursor(tx.sql, NAME, upTo);
      return batches;
    },
    { attempts: 3 },
  );
}

/** Does everything the feed holds now, and judges tiers that ended. */
export async function catchUp(deps: MembersDeps): Promise<void> {
  while (((await followPage(deps)) ?? 0) > 0);
  await recomputeTiers(deps);
  for (const programmeId of await readLadderProgrammes(deps.database.sql)) await judgeEndedTiers(deps, programmeId);
}

/** Follows until it is stopped. */
export async function followFeed(deps: MembersDeps): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let judgedOn = '';
  const run = async (): Promise<void> => {
    do {
      again = false;
      for (;;) {
        const startedAt = performance.now();
        const batches = await followPage(deps);
        if (stopped || batches === null || batches === 0) break;
        await rest((performance.now() - startedAt) * REST_FACTOR, undefined, { ref: false });
        if (stopped) return;
      }
      await recomputeTiers(deps);
      const hour = deps.clock().toISOString().slice(0, 13);
      if (hour === judgedOn) continue;
      judgedOn = hour;
      for (const programmeId of await readLadderProgrammes(deps.database.sql)) {
        if (!stopped) await judgeEndedTiers(deps, programmeId);
      }
    } while (again && !stopped);
  };
  const wake = (): void => {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = run()
      .catch((error: unknown) => {
        if (!stopped) deps.logger.warn({ err: error }, 'the feed could not be followed; it is tried again');
      })
      .finally(() => {
        running = null;
      });
  };
  const listening = await deps.database.sql.listen('outbox', wake, wake);
  const poll = setInterval(wake, POLL_MILLIS);
  poll.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(poll);
      await Promise.race([
        Promise.allSettled([listening.unlisten(), running ?? Promise.resolve()]),
        rest(1_000, undefined, { ref: false }),
      ]);
    },
  };
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
