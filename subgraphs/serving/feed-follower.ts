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
 * The ledger keeps its feed for a week. A follower that stood still for longer has lost events: it throws `FeedGap`, which is logged as an error
 * at every try, and moves no further until somebody has made up for what is missing and set its cursor.
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database, Sql, Transaction } from '../../db/client.ts';

const BATCHES_PER_PAGE = 64;
const REST_FACTOR = 2;
const POLL_MILLIS = 1_000;

/** Who follows, and where its cursor lies. */
export interface FeedFollower {
  readonly schema: 'members' | 'rewards';
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
 * @returns batches that were done; null when somebody else is following
 * @throws FeedGap when the page is no longer kept; nothing is written then
 */
export function followFeedPage(
  database: Database,
  follower: FeedFollower,
  follow: (tx: Transaction, after: bigint, upTo: bigint) => Promise<void>,
): Promise<number | null> {
  return database.withTransaction(
    async (tx) => {
      const { sql } = tx;
      const { name } = follower;
      const cursors = sql(`${follower.schema}.feed_cursor`);
      // Who follows for the first time begins with the oldest that is kept.
      await sql`
        INSERT INTO ${cursors} (name, position) SELECT ${name}, pruned_through FROM ledger.event_feed_reach ON CONFLICT DO NOTHING`;
      const [cursor] = await sql<{ position: bigint }[]>`
        SELECT position FROM ${cursors} WHERE name = ${name} FOR UPDATE SKIP LOCKED`;
      if (cursor === undefined) return null;
      const after = cursor.position;
      const [page] = await sql<{ upTo: bigint | null; batches: number }[]>`
        SELECT max(position) AS "upTo", count(*)::int AS batches
        FROM (SELECT position FROM ledger.event_feed WHERE position > ${after} ORDER BY position LIMIT ${BATCHES_PER_PAGE}) AS next`;
      // Looked at after the page was: what is deleted in between is noticed, too.
      const [reach] = await sql<{ prunedThrough: bigint }[]>`
        SELECT pruned_through AS "prunedThrough" FROM ledger.event_feed_reach`;
      if (reach !== undefined && after < reach.prunedThrough) throw new FeedGap(follower, after, reach.prunedThrough);
      if (page?.upTo == null) return 0;
      await follow(tx, after, page.upTo);
      await sql`UPDATE ${cursors} SET position = ${page.upTo} WHERE name = ${name}`;
      return page.batches;
    },
    { attempts: 3 },
  );
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
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    do {
      again = false;
      for (;;) {
        const startedAt = performance.now();
        const batches = await page();
        if (stopped || batches === null || batches === 0) break;
        await rest((performance.now() - startedAt) * REST_FACTOR, undefined, { ref: false });
        if (stopped) return;
      }
      if (!stopped) await between();
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
        if (stopped) return;
        if (error instanceof FeedGap)
          logger.error({ err: error }, 'events of the feed were lost before they were followed');
        else logger.warn({ err: error }, 'the feed could not be followed; it is tried again');
      })
      .finally(() => {
        running = null;
      });
  };
  const listening = await sql.listen('outbox', wake, wake);
  const poll = setInterval(wake, POLL_MILLIS).unref();
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
