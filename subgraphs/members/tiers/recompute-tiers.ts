/**
 * Decides the tiers of a programme anew: those that ended, once a day, and everybody's when a ladder is published. In pages of their own
 * transactions, with rests between, so that neither tills nor the feed wait. How far a recomputation has come is written with each page: a crash
 * is gone on after, and of several processes one works.
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { MembersDeps } from '../context.ts';
import { readProgramme } from '../store/programmes.ts';
import {
  lockLadder,
  lockRecompute,
  moveRecompute,
  readLadder,
  readMembersAfter,
  readMembersWithEndedTier,
} from '../store/tiers.ts';
import { decideMembers } from './decide-members.ts';
import { dayIn } from './programme-day.ts';

const PAGE = 5_000;

type TierDeps = Pick<MembersDeps, 'database' | 'clock' | 'ids'>;

/** Judges the tiers of a programme that ended before today. Answers with how many there were. */
export async function judgeEndedTiers(deps: MembersDeps, programmeId: string): Promise<number> {
  const programme = await readProgramme(deps.database.sql, programmeId);
  if (programme === null) return 0;
  const today = dayIn(programme.timeZone, deps.clock());
  let judged = 0;
  for (let page = PAGE; page === PAGE; judged += page) {
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
export async function recomputeTiers(deps: TierDeps): Promise<number> {
  let decided = 0;
  for (;;) {
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

/** Two thirds of the time at most are ours: tills are to go on. */
async function withRest<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  await rest((performance.now() - startedAt) / 2, undefined, { ref: false });
  return result;
}
