// Following the ledger's feed from another subgraph, as its own role sees it: each page once, and no page silently missed.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { numberOutbox } from '../../subgraphs/ledger/store/events/number-outbox.ts';
import { pruneOutbox } from '../../subgraphs/ledger/store/events/prune-outbox.ts';
import { FeedGap, followFeedPage, keepFollowing } from '../../subgraphs/serving/feed-follower.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let ledger: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  ledger = openDatabase({ url: test.url, role: 'ledger', max: 2 });
});
afterAll(async () => {
  await ledger.close();
  await test.close();
});

async function commit(batches: number, at = new Date()): Promise<void> {
  for (let batch = 0; batch < batches; batch += 1)
    await ledger.sql`INSERT INTO ledger.outbox (programme_id, recorded_at, events) VALUES (${randomUUID()}, ${at}, '[]')`;
  while ((await numberOutbox(ledger.sql)).more);
}
async function pruneAll(): Promise<void> {
  while ((await pruneOutbox(ledger, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000))) > 0);
}

describe.each(['members', 'rewards'] as const)('%s', (schema) => {
  let own: Database;
  let name: string;
  let done: [bigint, bigint][];

  beforeAll(() => {
    own = openDatabase({ url: test.url, role: schema, max: 4 });
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    await pruneAll();
    name = randomUUID();
    done = [];
  });
  const page = (work: () => Promise<void> = async () => {}) =>
    followFeedPage(own, { schema, name }, async (_tx, after, upTo) => {
      await work();
      done.push([after, upTo]);
    });
  const standsAt = async (): Promise<bigint | undefined> => {
    const [row] = await test.sql<{ position: bigint }[]>`
      SELECT position FROM ${test.sql(`${schema}.feed_cursor`)} WHERE name = ${name}`;
    return row?.position;
  };

  it('pages are done one after the other, each once, beginning with the oldest that is kept', async () => {
    await commit(20);
    expect([await page(), await page(), await page()]).toEqual([16, 4, 0]);
    expect(done).toHaveLength(2);
    expect(done[1]?.[0]).toBe(done[0]?.[1]);
    expect(await standsAt()).toBe(done[1]?.[1]);
  });

  it('a page whose work fails is done again, and nothing of it is kept', async () => {
    await page();
    const before = await standsAt();
    await commit(1);
    await expect(page(() => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    expect(await standsAt()).toBe(before);
    expect(await page()).toBe(1);
  });

  it('while one follows another leaves', async () => {
    await page();
    await commit(1);
    let second: number | null | undefined;
    await page(async () => {
      second = await page();
    });
    expect(second).toBeNull();
    expect(done).toHaveLength(1);
  });

  it('who missed what is no longer kept is told so, writes nothing and does not move', async () => {
    await page();
    const before = await standsAt();
    await commit(3);
    await pruneAll();
    await commit(1);
    await expect(page()).rejects.toBeInstanceOf(FeedGap);
    await expect(page()).rejects.toBeInstanceOf(FeedGap);
    expect([done, await standsAt()]).toEqual([[], before]);
    await test.sql`
      UPDATE ${test.sql(`${schema}.feed_cursor`)} SET position = (SELECT pruned_through FROM ledger.outbox_head) WHERE name = ${name}`;
    expect(await page()).toBe(1);
  });

  it('a gap is logged as an error, once', async () => {
    await page();
    await commit(1);
    await pruneAll();
    let tries = 0;
    const logged: string[] = [];
    const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
    const following = await keepFollowing(
      own.sql,
      logger,
      () => {
        tries += 1;
        return page();
      },
      async () => {},
    );
    await expect.poll(() => logged.join(''), { timeout: 5_000 }).toContain('no longer kept');
    // Meets the gap again as often as it is woken, and says no more of it.
    const met = tries;
    await ledger.sql`NOTIFY outbox`;
    await expect.poll(() => tries, { timeout: 5_000 }).toBeGreaterThan(met + 1);
    expect(logged).toHaveLength(1);
    await following.stop();
  });
});
