/**
 * Follows the ledger's feed: what a purchase means for missions, leaderboards, referrals, surveys and offers is written exactly once.
 *
 * wake (NOTIFY when something was numbered, a slow poll) -> a page of batches -> its purchases and returns in order -> what they do, and the
 * cursor, in one transaction -> the points that were earned are given.
 *
 * The cursor's row is the lock: one process follows, others find it locked and leave. A crash before the commit did nothing, after it everything;
 * awards that wait are given by whoever comes next. Tills come first: after a page the follower rests as long as it worked, twice over, unless it
 * is told to catch up, so that it never takes more than a third of a core from them.
 */
import { setTimeout as rest } from 'node:timers/promises';
import { giveAwards } from '../commands/give-awards.ts';
import type { RewardsDeps } from '../context.ts';
import { dayIn } from '../domain/programme-day.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { type FactRow, lockCursor, moveCursor, readBatches, readFacts } from '../store/feed.ts';
import { readProgramme } from '../store/programmes.ts';
import { FOLLOWERS } from './followers.ts';

const NAME = 'rewards';
const BATCHES_PER_PAGE = 64;
const REST_FACTOR = 2;
const POLL_MILLIS = 1_000;

/**
 * Does what the next page of the feed asks for. Safe beside itself, in this process and others.
 * @returns batches that were done; null when somebody else is following
 */
export async function followPage(deps: RewardsDeps): Promise<number | null> {
  return deps.database.withTransaction(
    async (tx) => {
      const after = await lockCursor(tx.sql, NAME);
      if (after === null) return null;
      const { upTo, batches } = await readBatches(tx.sql, after, BATCHES_PER_PAGE);
      if (batches === 0) return 0;
      const rows = await readFacts(tx.sql, after, upTo);
      const facts: PurchaseFact[] = [];
      for (const row of rows) facts.push(await factOf(deps, row));
      if (facts.length > 0) for (const follow of FOLLOWERS) await follow(deps, tx, facts);
      await moveCursor(tx.sql, NAME, upTo);
      return batches;
    },
    { attempts: 3 },
  );
}

/** Does everything the feed holds now and gives the points of it. */
export async function catchUp(deps: RewardsDeps): Promise<void> {
  while (((await followPage(deps)) ?? 0) > 0);
  await giveAwards(deps);
}

/** Follows until it is stopped. */
export async function startFeedFollower(deps: RewardsDeps): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
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
      if (!stopped) await giveAwards(deps);
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

async function factOf(deps: RewardsDeps, row: FactRow): Promise<PurchaseFact> {
  const programme = await readProgramme(deps.database.sql, row.programme_id);
  const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
  const amountMinor = magnitude(row.amount_minor ?? 0n);
  return {
    transactionId: row.transaction_id,
    programmeId: row.programme_id,
    kind: row.kind,
    memberId: row.member_id,
    partnerId: row.partner_id,
    storeId: row.store_id,
    points: row.points,
    amountMinor,
    currency: row.currency,
    occurredAt: row.occurred_at,
    day: dayIn(programme?.time_zone ?? 'UTC', row.occurred_at),
    whole: row.kind === 'RETURN' && row.original_amount_minor !== null && amountMinor >= row.original_amount_minor,
    categories: (row.lines ?? []).flatMap(({ category, amountMinor: paid }) =>
      category === null ? [] : [{ category, amountMinor: BigInt(paid) }],
    ),
  };
}
