/**
 * Following the ledger's feed from another subgraph: each page is done exactly once, whoever follows, and a page that is no longer there is a
 * fault and not a page less.
 *
 * wake (NOTIFY when something was numbered, a slow poll) -> lock the cursor -> a page of batches -> what the subgraph does with it, and the
 * cursor, in one transaction -> what is to be done between pages.
 *
 * The cursor's row (`<schema>.feed_cursor`) is the lock: one process follows, others find it locked and leave. A crash before the commit did
 * nothing, after it everything. Tills come first: after a page the follower rests as long as it worked, twice over, so that it never takes more
 * than a third of a core from them.
 *
 * The ledger keeps what a follower has yet to read for a few weeks (`FEED_DAYS_UNFOLLOWED`). One that stood still for longer has lost events: it
 * throws `FeedGap`, which each process logs as an error once, and moves no further until somebody has made up for what is missing and set its
 * cursor; or it knows how to tell of the gap, does so, and goes on behind it in the same transaction.
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database, Sql, Transaction } from '../../db/client.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Few, so that tills wait for no long page: some hundred purchases at the busiest. */
const BATCHES_PER_PAGE = 16;
const REST_FACTOR = 2;
const POLL_MILLIS = 1_000;

/** Who follows, and where its cursor lies. */
export interface FeedFollower {
  readonly schema: 'ledger' | 'members' | 'rewards';
  readonly name: string;
}

/** Events between these positions were deleted before they were followed. */
export class FeedGap extends Error {
  constructor({ schema, name }: FeedFollower, after: bigint, prunedThrough: bigint) {
    super(
      `${schema} (${name}) has followed the feed to ${after}, and what came until ${prunedThrough} is no longer kept.`,
    );
    this.name = 'FeedGap';
  }
}

/**
 * Does the next page of the feed, and moves the cursor over it, in one transaction. Safe beside itself, in this process and others.
 * @param follow does what the batches behind `after`, up to and with `upTo`, ask for
 * @param tellGap tells of what was deleted behind `after`, up to and with `upTo`; without it a gap stops the follower
 * @returns batches that were done; null when somebody else is following
 * @throws FeedGap when the page is no longer kept; nothing is written then
 */
export function followFeedPage(
  database: Database,
  follower: FeedFollower,
  follow: (tx: Transaction, after: bigint, upTo: bigint) => Promise<void>,
  tellGap?: (tx: Transaction, after: bigint, upTo: bigint) => Promise<void>,
): Promise<number | null> {
  return database.withTransaction(
    async (tx) => {
      const { sql } = tx;
      const { name } = follower;
      const cursors = sql(`${follower.schema}.feed_cursor`);
      const moveTo = (position: bigint) => sql`UPDATE ${cursors} SET position = ${position} WHERE name = ${name}`;
      // Who follows for the first time begins with the oldest that is kept.
      await sql`
        INSERT INTO ${cursors} (name, position) SELECT ${name}, pruned_through FROM ledger.event_feed_reach ON CONFLICT DO NOTHING`;
      const [cursor] = await sql<{ position: bigint }[]>`
        SELECT position FROM ${cursors} WHERE name = ${name} FOR UPDATE SKIP LOCKED`;
      if (cursor === undefined) return null;
      let after = cursor.position;
      const gone = await prunedThrough(tx);
      if (after < gone) {
        if (tellGap === undefined) throw new FeedGap(follower, after, gone);
        await tellGap(tx, after, gone);
        await moveTo(gone);
        after = gone;
      }
      const [page] = await sql<{ upTo: bigint | null; batches: number }[]>`
        SELECT max(position) AS "upTo", count(*)::int AS batches
        FROM (SELECT position FROM ledger.event_feed WHERE position > ${after} ORDER BY position LIMIT ${BATCHES_PER_PAGE}) AS next`;
      if (page?.upTo == null) return 0;
      await follow(tx, after, page.upTo);
      // Looked at once more: nothing of the page may have been deleted while it was followed.
      const goneSince = await prunedThrough(tx);
      if (after < goneSince) throw new FeedGap(follower, after, goneSince);
      await moveTo(page.upTo);
      return page.batches;
    },
    { attempts: 3 },
  );
}

async function prunedThrough({ sql }: Transaction): Promise<bigint> {
  const [reach] = await sql<{ position: bigint }[]>`SELECT pruned_through AS position FROM ledger.event_feed_reach`;
  return reach?.position ?? 0n;
}

/**
 * Follows until it is stopped.
 * @param page does a page: batches done, or null when somebody else follows
 * @param between is done when there is no page for now
 */
export async function keepFollowing(
  sql: Sql,
  logger: Logger,
  page: () => Promise<number | null>,
  between: () => Promise<void>,
): Promise<{ stop(): Promise<void> }> {
  let told: string | null = null;
  const following = oneAtATime(
    async (stopped) => {
      for (;;) {
        const startedAt = performance.now();
        const batches = await page();
        if (stopped() || batches === null || batches === 0) break;
        await rest((performance.now() - startedAt) * REST_FACTOR, undefined, { ref: false });
        if (stopped()) return;
      }
      if (!stopped()) await between();
    },
    (error) => {
      if (error instanceof FeedGap) {
        // Every wake meets it again.
        if (error.message !== told)
          logger.error({ err: error }, 'events of the feed were lost before they were followed');
        told = error.message;
      } else logger.warn({ err: error }, 'the feed could not be followed; it is tried again');
    },
  );
  const { wake } = following;
  const listening = await sql.listen('outbox', wake, wake);
  const poll = setInterval(wake, POLL_MILLIS).unref();
  return {
    async stop() {
      clearInterval(poll);
      await Promise.all([
        following.stop(),
        Promise.race([listening.unlisten().catch(() => undefined), rest(1_000, undefined, { ref: false })]),
      ]);
    },
  };
}
