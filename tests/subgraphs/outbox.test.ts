// From a commit to a subscriber against a real database (ledger.md failure modes 23, 24; architecture.md "Events").
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { cursorOf, openEventFeed, placeOf } from '../../subgraphs/ledger/events/event-feed.ts';
import { type OutboxTail, type PlacedEvent, startOutboxTail } from '../../subgraphs/ledger/events/outbox-tail.ts';
import { numberOutbox } from '../../subgraphs/ledger/store/events/number-outbox.ts';
import { pruneOutbox } from '../../subgraphs/ledger/store/events/prune-outbox.ts';
import { encodeCursor } from '../../subgraphs/serving/connections.ts';
import { StreamMark } from '../../subgraphs/serving/stream-mark.ts';
import type { PointsChanged } from '../../subgraphs/shared/platform-event.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PROGRAMME = randomUUID();

let test: TestDatabase;
let ledger: Database;
let tail: OutboxTail;
const faults: unknown[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await test.close();
});
beforeEach(async () => {
  ledger = openDatabase({ url: test.url, role: 'ledger', idleInTransactionTimeout: 0 });
  // No poll within a test: what must wake the tail is what the test says.
  tail = await startTail();
});
afterEach(async () => {
  await tail.stop();
  await ledger.close();
  expect(faults.splice(0)).toEqual([]);
});

function startTail(database = ledger, pollEvery = 3_600_000): Promise<OutboxTail> {
  return startOutboxTail({ database, clock: () => new Date(), onFault: (fault) => faults.push(fault), pollEvery });
}

function changed(memberId: string, points: number, partnerId: string | null = null): PointsChanged {
  const wallet = { available: String(points), held: '0', pending: '0', arrears: '0', qualifying: '0' };
  return { type: 'POINTS_CHANGED', transactionId: randomUUID(), memberId, partnerId, storeId: null, wallet };
}

/** Commits one batch's events, as the engine does. */
async function commit(
  events: readonly PointsChanged[],
  options: { programmeId?: string; at?: Date } = {},
): Promise<void> {
  await ledger.sql`
    INSERT INTO ledger.outbox (programme_id, recorded_at, events)
    VALUES (${options.programmeId ?? PROGRAMME}, ${options.at ?? new Date()}, ${JSON.stringify(events)}::jsonb)`;
}

function ofMember(memberId: string) {
  return { reader: memberId, subjects: [{ memberId }], types: ['POINTS_CHANGED' as const] };
}

/** A feed without marks. */
async function openFeed(...given: Parameters<typeof openEventFeed>): Promise<AsyncIterableIterator<PlacedEvent>> {
  return (await openEventFeed(...given)) as AsyncIterableIterator<PlacedEvent>;
}

function feed(memberId: string, after: string | null = null, maySee: (event: PlacedEvent) => boolean = () => true) {
  return openFeed(tail, ledger.sql, { programmeId: PROGRAMME, ...ofMember(memberId), after, maySee });
}

async function take(events: AsyncIterator<PlacedEvent>, count: number): Promise<PlacedEvent[]> {
  const taken: PlacedEvent[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done === true) throw new Error(`the feed ended after ${taken.length} events`);
    taken.push(next.value);
  }
  return taken;
}

function pointsOf(events: readonly PlacedEvent[]): number[] {
  return events.map((event) => Number((event.event as PointsChanged).wallet.available));
}

describe('numbering', () => {
  it('23: a transaction that commits late is never skipped', async () => {
    const member = randomUUID();
    const events = await feed(member);
    const late = await reserveLate([changed(member, 1)]);
    await commit([changed(member, 2)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 1))).toEqual([2]);
    await late.commit();
    await tail.catchUp();
    expect(pointsOf(await take(events, 1))).toEqual([1]);
  });

  it('24: a session that idles in its transaction delays nobody', async () => {
    const member = randomUUID();
    const events = await feed(member);
    const idle = await reserveLate([changed(randomUUID(), 1)]);
    for (let points = 1; points <= 3; points += 1) {
      await commit([changed(member, points)]);
      await tail.catchUp();
    }
    expect(pointsOf(await take(events, 3))).toEqual([1, 2, 3]);
    await idle.commit();
  });

  it('positions have no gaps and are given once, whoever numbers', async () => {
    for (let batch = 0; batch < 30; batch += 1) await commit([changed(randomUUID(), batch)]);
    await Promise.all(Array.from({ length: 5 }, () => numberOutbox(ledger.sql)));
    const [row] = await test.sql<{ rows: bigint; first: bigint; last: bigint; head: bigint }[]>`
      SELECT count(position) AS rows, min(position) AS first, max(position) AS last,
             (SELECT position FROM ledger.outbox_head) AS head FROM ledger.outbox`;
    expect(row!.rows).toBe(row!.last - row!.first + 1n);
    expect(row!.head).toBe(row!.last);
    const disorder = await test.sql`
      SELECT FROM (SELECT position, lag(position) OVER (ORDER BY written) AS before FROM ledger.outbox
                   WHERE recorded_at >= now() - interval '1 second') AS pairs WHERE position < before AND position - before > 1`;
    expect(disorder).toHaveLength(0);
  });

  it('a pass that waited for another numbers nothing twice', async () => {
    for (let batch = 0; batch < 3; batch += 1) await commit([changed(randomUUID(), batch)]);
    let waiting: Promise<unknown> = Promise.resolve();
    await ledger.withTransaction(async ({ sql }) => {
      // Another process in the middle of its pass: it has the lock and has numbered, but not committed.
      await sql`SELECT FROM ledger.outbox_head FOR UPDATE`;
      await sql`
        UPDATE ledger.outbox SET position = head.position + next.step
        FROM (SELECT written, row_number() OVER (ORDER BY written) AS step FROM ledger.outbox WHERE position IS NULL) AS next, ledger.outbox_head AS head
        WHERE outbox.written = next.written`;
      await sql`UPDATE ledger.outbox_head SET position = (SELECT max(position) FROM ledger.outbox)`;
      waiting = numberOutbox(ledger.sql);
      await someoneWaits();
    });
    expect(await waiting).toEqual({ numbered: 0, more: false });
    const [row] = await test.sql<{ head: bigint; last: bigint }[]>`
      SELECT (SELECT position FROM ledger.outbox_head) AS head, max(position) AS last FROM ledger.outbox`;
    expect(row!.head).toBe(row!.last);
  });

  it('a commit during a run is found by the wake that announced it', async () => {
    const member = randomUUID();
    let meanwhile = async (): Promise<void> => {};
    const slow = whileReading(/SELECT position, programme_id/, () => meanwhile());
    const own = await startTail({ ...ledger, sql: slow });
    try {
      const events = await openFeed(own, ledger.sql, {
        programmeId: PROGRAMME,
        ...ofMember(member),
        after: null,
        maySee: () => true,
      });
      await commit([changed(member, 1)]);
      // The run has read its page when the second batch is committed and announced.
      meanwhile = async () => {
        meanwhile = async () => {};
        await commit([changed(member, 2)]);
        own.wake();
      };
      own.wake();
      expect(pointsOf(await take(events, 2))).toEqual([1, 2]);
    } finally {
      await own.stop();
    }
  }, 10_000);

  it('numbers go on after everything was pruned', async () => {
    await commit([changed(randomUUID(), 1)]);
    await numberOutbox(ledger.sql);
    const [before] = await test.sql<{ position: bigint }[]>`SELECT position FROM ledger.outbox_head`;
    while ((await pruneOutbox(ledger, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000))) > 0);
    expect(await test.sql`SELECT FROM ledger.outbox`).toHaveLength(0);
    await commit([changed(randomUUID(), 2)]);
    await numberOutbox(ledger.sql);
    const [row] = await test.sql<{ position: bigint }[]>`SELECT position FROM ledger.outbox`;
    expect(row!.position).toBe(before!.position + 1n);
  });
});

describe('a feed', () => {
  it('hands out the member’s events in the order of posting, and no one else’s', async () => {
    const [member, other] = [randomUUID(), randomUUID()];
    const events = await feed(member);
    await commit([changed(member, 1), changed(other, 100), changed(member, 2)]);
    await commit([changed(member, 3)], { programmeId: randomUUID() });
    await commit([changed(member, 4)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 3))).toEqual([1, 2, 4]);
  });

  it('hands out only what the subscriber may see', async () => {
    const [member, partner] = [randomUUID(), randomUUID()];
    const events = await feed(member, null, ({ event }) => 'partnerId' in event && event.partnerId === partner);
    await commit([changed(member, 1), changed(member, 2, partner), changed(member, 3, randomUUID())]);
    await commit([changed(member, 4, partner)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 2))).toEqual([2, 4]);
  });

  it('resumed at any cursor: no gap and no duplicate, while new events keep coming', async () => {
    const member = randomUUID();
    const total = 200;
    let sent = 0;
    const send = async (): Promise<void> => {
      while (sent < total) {
        const size = Math.min(1 + (sent % 3), total - sent);
        await commit(Array.from({ length: size }, (_, step) => changed(member, sent + step + 1)));
        sent += size;
        if (sent % 2 === 0) await tail.catchUp();
      }
      await tail.catchUp();
    };
    let events = await feed(member);
    const sending = send();
    const seen: PlacedEvent[] = [];
    // Every few events the client goes away and comes back with the cursor of the last one it saw.
    while (seen.length < total) {
      seen.push(...(await take(events, Math.min(7, total - seen.length))));
      await events.return?.();
      events = await feed(member, cursorOf(seen.at(-1)!.place));
    }
    await sending;
    await events.return?.();
    expect(pointsOf(seen)).toEqual(Array.from({ length: total }, (_, step) => step + 1));
  });

  it('an event that comes while the last page of a replay is read is not lost', async () => {
    const member = randomUUID();
    const first = await feed(member);
    await commit([changed(member, 1)]);
    await tail.catchUp();
    const [seen] = await take(first, 1);
    let late = async (): Promise<void> => {
      late = async () => {};
      await commit([changed(member, 2)]);
      await tail.catchUp();
    };
    const resumed = await openFeed(
      tail,
      whileReading(/SELECT position, programme_id/, () => late()),
      { programmeId: PROGRAMME, ...ofMember(member), after: cursorOf(seen!.place), maySee: () => true },
    );
    expect(pointsOf(await take(resumed, 1))).toEqual([2]);
  }, 10_000);

  it('a subscriber that does not read holds a bounded queue, and loses nothing when it reads again', async () => {
    const member = randomUUID();
    const events = await feed(member);
    const total = 500;
    for (let points = 1; points <= total; points += 10) {
      await commit(Array.from({ length: 10 }, (_, step) => changed(member, points + step)));
    }
    await tail.catchUp();
    // White box: what waits in memory is bounded whatever was committed.
    expect((events as unknown as { queue: unknown[] }).queue.length).toBeLessThanOrEqual(64);
    expect(pointsOf(await take(events, total))).toEqual(Array.from({ length: total }, (_, step) => step + 1));
    await commit([changed(member, 501)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 1))).toEqual([501]);
  });

  it('gives the event loop back while it replays', async () => {
    const member = randomUUID();
    await commit([changed(member, 0)]);
    await tail.catchUp();
    const first = await feed(member, encodeCursor('event', [String(tail.position()), '0']));
    await commit(Array.from({ length: 500 }, (_, step) => changed(member, step + 1)));
    await tail.catchUp();
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    await take(first, 500);
    counting = false;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(500 / 64));
  });

  it('`return` ends a waiting `next`, may be called twice, and leaves nothing behind', async () => {
    const events = await feed(randomUUID());
    const waiting = events.next();
    expect(tail.listeners()).toBe(1);
    await Promise.all([events.return?.(), events.return?.()]);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(tail.listeners()).toBe(0);
  });

  it('ends when the tail stops', async () => {
    const events = await feed(randomUUID());
    const waiting = events.next();
    await tail.stop();
    expect((await waiting).done).toBe(true);
    await tail.stop();
  });

  it.each([
    ['not a cursor', 'nonsense'],
    ['of another connection', encodeCursor('transactions', ['1', '0'])],
    ['of no event', encodeCursor('event', ['99999999', '0'])],
    ['with a negative place', encodeCursor('event', ['-1', '0'])],
    ['with a place beyond int8', encodeCursor('event', ['9999999999999999999', '0'])],
  ])('a cursor %s is BAD_USER_INPUT', async (_, cursor) => {
    await expect(feed(randomUUID(), cursor)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(tail.listeners()).toBe(0);
  });

  it('a cursor whose events are no longer kept is CURSOR_EXPIRED', async () => {
    while ((await pruneOutbox(ledger, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000))) > 0);
    const member = randomUUID();
    const events = await feed(member);
    await commit([changed(member, 1)], { at: new Date('2020-01-01T00:00:00Z') });
    await commit([changed(member, 2)]);
    await tail.catchUp();
    const [first, second] = await take(events, 2);
    await pruneOutbox(ledger, new Date('2021-01-01T00:00:00Z'), new Date('2021-01-01T00:00:00Z'));
    await expect(feed(member, cursorOf(first!.place))).rejects.toMatchObject({
      extensions: { code: 'CURSOR_EXPIRED' },
    });
    const resumed = await feed(member, cursorOf(second!.place));
    await commit([changed(member, 3)]);
    await tail.catchUp();
    expect(pointsOf(await take(resumed, 1))).toEqual([3]);
  });
});

it('a thousand subscribers that leave, in whatever state they are, leave no listener behind', async () => {
  const member = randomUUID();
  await commit([changed(member, 1)]);
  await tail.catchUp();
  const early = encodeCursor('event', [String(tail.position()), '0']);
  await commit(Array.from({ length: 100 }, (_, step) => changed(member, step + 2)));
  await tail.catchUp();
  const waiting: Promise<unknown>[] = [];
  for (let round = 0; round < 250; round += 1) {
    const live = await feed(member);
    waiting.push(live.next());
    const halfRead = await feed(member, early);
    await halfRead.next();
    const reading = await feed(member, early);
    waiting.push(reading.next());
    const untouched = await feed(member);
    for (const one of [live, halfRead, reading, untouched]) await one.return?.();
  }
  await Promise.all(waiting);
  expect(tail.listeners()).toBe(0);
});

describe('marks', () => {
  const marked = (memberId: string, after: string | null = null, markEvery = 20) =>
    openEventFeed(tail, ledger.sql, {
      programmeId: PROGRAMME,
      ...ofMember(memberId),
      after,
      maySee: () => true,
      markEvery,
    });
  async function takeMark(items: AsyncIterator<unknown>): Promise<StreamMark> {
    const { value } = await items.next();
    expect(value).toBeInstanceOf(StreamMark);
    return value as StreamMark;
  }

  it('who begins without a cursor is told where it began, and misses nothing from there', async () => {
    const member = randomUUID();
    const items = await marked(member, null, 3_600_000);
    const { cursor } = await takeMark(items);
    await items.return?.();
    await commit([changed(member, 1)]);
    await tail.catchUp();
    expect(pointsOf(await take(await feed(member, cursor), 1))).toEqual([1]);
  });

  it('a quiet subscriber’s cursor moves on with what happens to others, and does not expire', async () => {
    const member = randomUUID();
    while ((await pruneOutbox(ledger, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000))) > 0);
    const items = await marked(member);
    const start = await takeMark(items);
    for (let batch = 0; batch < 3; batch += 1)
      await commit([changed(randomUUID(), batch)], { at: new Date('2020-01-01Z') });
    await tail.catchUp();
    const later = await takeMark(items);
    expect(placeOf(later.cursor).position).toBe(placeOf(start.cursor).position + 3n);
    await commit([changed(randomUUID(), 1)]);
    await tail.catchUp();
    await pruneOutbox(ledger, new Date('2021-01-01Z'), new Date('2021-01-01Z'));
    await expect(feed(member, start.cursor)).rejects.toMatchObject({ extensions: { code: 'CURSOR_EXPIRED' } });
    await commit([changed(member, 5)]);
    await tail.catchUp();
    expect(pointsOf(await take(await feed(member, later.cursor), 1))).toEqual([5]);
  });

  it('a mark never overtakes an event: resumed at any mark or event there is no gap and no duplicate', async () => {
    const member = randomUUID();
    const total = 60;
    const send = async (): Promise<void> => {
      for (let points = 1; points <= total; points += 1) {
        await commit([changed(member, points), changed(randomUUID(), points)]);
        await tail.catchUp();
        if (points % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
      }
    };
    let items = await marked(member, null, 1);
    let { cursor } = await takeMark(items);
    const sending = send();
    const seen: number[] = [];
    let marks = 0;
    for (let taken = 1; seen.length < total; taken += 1) {
      const { value } = await items.next();
      if (value instanceof StreamMark) {
        marks += 1;
        cursor = value.cursor;
      } else {
        seen.push(...pointsOf([value as PlacedEvent]));
        cursor = cursorOf((value as PlacedEvent).place);
      }
      if (taken % 5 !== 0) continue;
      await items.return?.();
      items = await marked(member, cursor, 1);
    }
    await sending;
    await items.return?.();
    expect(seen).toEqual(Array.from({ length: total }, (_, step) => step + 1));
    expect(marks).toBeGreaterThan(0);
  });

  it('a busy subscriber is told nothing between its events', async () => {
    const member = randomUUID();
    const items = await marked(member, encodeCursor('event', [String(tail.position()), '0']), 3_600_000);
    await commit([changed(member, 1), changed(member, 2)]);
    await tail.catchUp();
    expect(pointsOf(await take(items as AsyncIterator<PlacedEvent>, 2))).toEqual([1, 2]);
    await items.return?.();
  });
});

describe('processes', () => {
  it('a commit and a wake in one process reach a subscriber of another by NOTIFY', async () => {
    const elsewhere = openDatabase({ url: test.url, role: 'ledger' });
    const otherTail = await startTail(elsewhere);
    try {
      const member = randomUUID();
      const events = await openFeed(otherTail, elsewhere.sql, {
        programmeId: PROGRAMME,
        ...ofMember(member),
        after: null,
        maySee: () => true,
      });
      await commit([changed(member, 1)]);
      tail.wake();
      expect(pointsOf(await take(events, 1))).toEqual([1]);
    } finally {
      await otherTail.stop();
      await elsewhere.close();
    }
  });

  it('a commit that nobody announced is found by the poll', async () => {
    const elsewhere = openDatabase({ url: test.url, role: 'ledger' });
    const polling = await startTail(elsewhere, 20);
    try {
      const member = randomUUID();
      const events = await openFeed(polling, elsewhere.sql, {
        programmeId: PROGRAMME,
        ...ofMember(member),
        after: null,
        maySee: () => true,
      });
      await commit([changed(member, 1)]);
      expect(pointsOf(await take(events, 1))).toEqual([1]);
    } finally {
      await polling.stop();
      await elsewhere.close();
    }
  });

  it('a cursor from a process that has read further is good here', async () => {
    const member = randomUUID();
    await commit([changed(member, 1)]);
    const elsewhere = openDatabase({ url: test.url, role: 'ledger' });
    // It starts at the end of the outbox: further than the tail of this process, which nobody woke.
    const otherTail = await startTail(elsewhere);
    const cursor = cursorOf({ position: otherTail.position(), index: 0 });
    await otherTail.stop();
    await elsewhere.close();
    const events = await feed(member, cursor);
    await commit([changed(member, 2)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 1))).toEqual([2]);
  });

  it('ten thousand live subscribers ask the database nothing', async () => {
    let asked = 0;
    const counted = new Proxy(ledger.sql, {
      apply(target, self, args) {
        asked += 1;
        return Reflect.apply(target, self, args);
      },
    });
    const member = randomUUID();
    const subscribe = (memberId: string) =>
      openFeed(tail, counted, { programmeId: PROGRAMME, ...ofMember(memberId), after: null, maySee: () => true });
    const quiet = await Promise.all(Array.from({ length: 10_000 }, () => subscribe(randomUUID())));
    const waiting = quiet.map((one) => one.next());
    const events = await subscribe(member);
    await commit([changed(member, 1)]);
    await tail.catchUp();
    expect(pointsOf(await take(events, 1))).toEqual([1]);
    expect(asked).toBe(0);
    await tail.stop();
    expect((await Promise.all(waiting)).every((one) => one.done)).toBe(true);
  });
});

/** The ledger's pool, where something happens between a statement's answer and its reader. */
function whileReading(statement: RegExp, happen: () => Promise<void>): Sql {
  return new Proxy(ledger.sql, {
    apply(target, self, args) {
      const answer = Reflect.apply(target, self, args);
      if (!statement.test(args[0]?.[0] ?? '')) return answer;
      return answer.then(async (rows: unknown) => {
        await happen();
        return rows;
      });
    },
  });
}

/** Resolves when a session waits for a row that another holds. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const [row] = await test.sql<{ waiting: boolean }[]>`
      SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')) AS waiting`;
    if (row!.waiting) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A batch whose place in the order is taken, but which has not committed. */
async function reserveLate(events: readonly PointsChanged[]): Promise<{ commit(): Promise<void> }> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let written = (): void => {};
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const transaction = ledger.withTransaction(async ({ sql }) => {
    await sql`
      INSERT INTO ledger.outbox (programme_id, recorded_at, events)
      VALUES (${PROGRAMME}, now(), ${JSON.stringify(events)}::jsonb)`;
    written();
    await held;
  });
  await isWritten;
  return {
    async commit() {
      letGo();
      await transaction;
    },
  };
}
