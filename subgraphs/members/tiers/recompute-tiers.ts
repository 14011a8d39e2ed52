/**
 * Decides the tiers of a programme anew: those that ended, once a day, and everybody's when a ladder is published. In small pages of their own
 * transactions, with rests between, beside the feed: neither tills nor those who follow the feed wait. How far a recomputation has come is written with each page:
 * a crash is gone on after, and of several processes one works.
 *
 * Tills come first: while they post, a page is followed by a rest of REST_FACTOR.posting times its own time, so that it takes about a seventh of a core from
 * them; where the feed did not move since the page before, the rest is short.
 */
import { setTimeout as rest } from 'node:timers/promises';
import { oneAtATime } from '../../serving/one-at-a-time.ts';
import type { MembersDeps } from '../context.ts';
import { readFeedHead } from '../store/feed.ts';
import { readProgramme } from '../store/programmes.ts';
import {
  lockLadder,
  lockRecompute,
  moveRecompute,
  readLadder,
  readLadderProgrammes,
  readMembersAfter,
  readMembersWithEndedTier,
} from '../store/tiers.ts';
import { decideMembers } from './decide-members.ts';
import { dayIn } from './programme-day.ts';

const PAGE = 1_000;
const REST_FACTOR = { posting: 6, idle: 0.5 };
const POLL_MILLIS = 1_000;

type TierDeps = Pick<MembersDeps, 'database' | 'clock' | 'ids'>;

/** Judges the tiers of a programme that ended before today. Answers with how many there were. */
export async function judgeEndedTiers(deps: TierDeps, programmeId: string, stopped = never): Promise<number> {
  const programme = await readProgramme(deps.database.sql, programmeId);
  if (programme === null) return 0;
  const today = dayIn(programme.timeZone, deps.clock());
  const withRest = restingAfter(deps);
  let judged = 0;
  for (let page = PAGE; page === PAGE && !stopped(); judged += page) {
    page = await withRest(() =>
      deps.database.withTransaction(
        async (tx) => {
          await lockLadder(tx.sql, programmeId, 'shared');
          const ladder = await readLadder(tx.sql, programmeId);
          if (ladder === null) return 0;
          const memberIds = await readMembersWithEndedTier(tx.sql, programmeId, today, PAGE);
          if (memberIds.length > 0) await decideMembers(tx, deps.ids, ladder, memberIds, today);
          return memberIds.length;
        },
        { attempts: 3 },
      ),
    );
  }
  return judged;
}

/** Goes on with every recomputation that a new ladder began. Answers with how many members were decided. */
export async function recomputeTiers(deps: TierDeps, stopped = never): Promise<number> {
  const withRest = restingAfter(deps);
  let decided = 0;
  for (;;) {
    if (stopped()) return decided;
    const page = await withRest(() => deps.database.withTransaction((tx) => recomputePage(deps, tx), { attempts: 3 }));
    if (page === null) return decided;
    decided += page;
  }
}

async function recomputePage(deps: TierDeps, tx: Parameters<typeof decideMembers>[0]): Promise<number | null> {
  const open = await lockRecompute(tx.sql);
  if (open === null) return null;
  const { ladderId, programmeId, after } = open;
  await lockLadder(tx.sql, programmeId, 'shared');
  const programme = await readProgramme(tx.sql, programmeId);
  const ladder = await readLadder(tx.sql, programmeId);
  const memberIds = ladder === null ? [] : await readMembersAfter(tx.sql, programmeId, after, PAGE);
  if (ladder !== null && memberIds.length > 0) {
    const today = dayIn(programme?.timeZone ?? 'UTC', deps.clock());
    await decideMembers(tx, deps.ids, ladder, memberIds, today);
  }
  await moveRecompute(tx.sql, ladderId, memberIds.at(-1) ?? after, memberIds.length < PAGE ? deps.clock() : null);
  return memberIds.length;
}

/** Keeps deciding what there is to decide until it is stopped: new ladders, and once an hour tiers that ended. */
export function keepDeciding(deps: TierDeps & Pick<MembersDeps, 'logger'>): { stop(): Promise<void> } {
  let judgedOn = '';
  const deciding = oneAtATime(
    async (stopped) => {
      await recomputeTiers(deps, stopped);
      const hour = deps.clock().toISOString().slice(0, 13);
      if (hour === judgedOn) return;
      for (const programmeId of await readLadderProgrammes(deps.database.sql))
        await judgeEndedTiers(deps, programmeId, stopped);
      judgedOn = hour;
    },
    (error) => deps.logger.warn({ err: error }, 'tiers could not be decided anew; it is tried again'),
  );
  const poll = setInterval(deciding.wake, POLL_MILLIS).unref();
  deciding.wake();
  return {
    async stop() {
      clearInterval(poll);
      await deciding.stop();
    },
  };
}

const never = (): boolean => false;

/** Does pages with a rest after each, longer while tills post. */
function restingAfter({ database }: TierDeps): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let head: bigint | null = null;
  return async (work) => {
    const startedAt = performance.now();
    const result = await work();
    const taken = performance.now() - startedAt;
    const now = await readFeedHead(database.sql);
    const factor = head !== null && now !== head ? REST_FACTOR.posting : REST_FACTOR.idle;
    head = now;
    await rest(taken * factor, undefined, { ref: false });
    return result;
  };
}
