/**
 * One subscriber of what the feed holds for it: everything since its cursor, then live, with no gap and no duplicate.
 *
 * | state  | where events come from                      | what new events do                                         |
 * |--------|---------------------------------------------|------------------------------------------------------------|
 * | behind | pages of the table from its own place       | are noted (`missed`), not kept                             |
 * | live   | its queue, filled by the tail               | are queued; one that finds 64 waiting ends being live      |
 *
 * Behind becomes live when a page ends at the tail's position and nothing was missed while it was read: JavaScript runs one
 * thing at a time, so between that look and the next event nothing fits. Live becomes behind when the queue is full: the reader
 * is slow, and its place in the table is all that is kept of it.
 *
 * Whoever waits longer than `markEvery` is told how far it has come, with a mark in an event's place: its cursor stays young however
 * little happens. One that began without a cursor is told at once where it began.
 *
 * Nothing is read before it is asked for, so a slow client slows its own replay and nobody else's.
 */
import { setImmediate } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { AnySql } from '../../../db/client.ts';
import { decodeCursor, encodeCursor } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { StreamMark } from '../../serving/stream-mark.ts';
import { concerns, topicOf } from '../../shared/platform-event.ts';
import { type FeedSelection, type OutboxRow, readOutboxHead, readOutboxOf } from '../store/events/read-outbox.ts';
import type { EventPlace, OutboxTail, PlacedEvent } from './outbox-tail.ts';

const CURSOR_KIND = 'event';
const MAX_WAITING = 64;
/** Batches per page; each holds 1,000 events at most. */
const PAGE = 16;
/** Positions looked through per page, so that a subscriber with few events costs the database no long scan at once. */
const SPAN = 20_000n;
const EVENTS_PER_TURN = 64;
/** An index behind every event of a batch: batches hold a few thousand at most. */
export const PAST_ALL = 99_999_999;

/** The opaque cursor of an event. */
export function cursorOf({ position, index }: EventPlace): string {
  return encodeCursor(CURSOR_KIND, [String(position), String(index)]);
}

/** The place behind a cursor. Throws BAD_USER_INPUT for anything that is no cursor of this feed. */
export function placeOf(cursor: string): EventPlace {
  const [position, index] = decodeCursor(CURSOR_KIND, 2, cursor);
  if (!/^(0|[1-9]\d{0,17})$/.test(position ?? '') || !/^(0|[1-9]\d{0,8})$/.test(index ?? '')) {
    throw badUserInput('`after` is not a cursor of this feed.');
  }
  return { position: BigInt(position!), index: Number(index) };
}

export interface FeedRequest extends FeedSelection {
  /** Who reads, for his turn at the table (page-turns.ts). */
  readonly reader: string;
  /** Cursor of the last event already seen; null begins with what comes now. */
  readonly after: string | null;
  /** Whether the subscriber may see the event. */
  readonly maySee: (event: PlacedEvent) => boolean;
  /** Milliseconds without an event until a mark is given in its place; never when left out. */
  readonly markEvery?: number;
}

/** What a feed hands out. */
export type FeedItem = PlacedEvent | StreamMark;

/**
 * Opens a feed. Throws a GraphQL error BAD_USER_INPUT for a cursor that was never given, CURSOR_EXPIRED for one whose events are
 * no longer kept. The feed ends when the tail stops; `return` ends it at once and may be called any number of times.
 */
export async function openEventFeed(
  tail: OutboxTail,
  sql: AnySql,
  request: FeedRequest,
): Promise<AsyncIterableIterator<FeedItem>> {
  const start = request.after === null ? null : await resumeAt(tail, sql, request.after);
  return new EventFeed(tail, sql, request, start);
}

/**
 * Where a reader goes on after a cursor. Throws BAD_USER_INPUT for a cursor that was never given, CURSOR_EXPIRED for one whose events are
 * no longer kept.
 */
export async function resumeAt(tail: OutboxTail, sql: AnySql, cursor: string): Promise<EventPlace> {
  const place = placeOf(cursor);
  const head = await readOutboxHead(sql);
  if (place.position > head.position) throw badUserInput('`after` is a cursor of no event.');
  const gone = place.index === PAST_ALL ? head.prunedThrough - 1n : head.prunedThrough;
  if (place.position <= gone) {
    throw new GraphQLError(
      'The events after this cursor are no longer kept: read what you show and subscribe without `after`.',
      {
        extensions: { code: 'CURSOR_EXPIRED' },
      },
    );
  }
  // Another process may have numbered further than this one has read.
  if (place.position > tail.position()) await tail.catchUp();
  return place;
}

class EventFeed implements AsyncIterableIterator<FeedItem> {
  private readonly tail: OutboxTail;
  private readonly sql: AnySql;
  private readonly request: FeedRequest;
  /** Last event handed out or known to be seen. */
  private place: EventPlace;
  private behind: boolean;
  /** Behind: whether an event came that the page being read may not hold. */
  private missed = false;
  private queue: PlacedEvent[] = [];
  /** An event that concerns several of the subjects is handed out under each of them, one after the other. */
  private lastReceived: PlacedEvent | null = null;
  private over = false;
  private handedOut = 0;
  /** When the reader was last told something, as `performance.now()`. */
  private toldAt: number;
  /** Ends the wait of a `next` for an event. */
  private arrived: (() => void) | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly leave: readonly (() => void)[];

  constructor(tail: OutboxTail, sql: AnySql, request: FeedRequest, start: EventPlace | null) {
    this.tail = tail;
    this.sql = sql;
    this.request = request;
    this.place = start ?? { position: tail.position(), index: PAST_ALL };
    this.behind = start !== null;
    this.toldAt = start === null ? Number.NEGATIVE_INFINITY : performance.now();
    const receive = (event: PlacedEvent): void => this.receive(event);
    const topics = new Set(request.subjects.map((subject) => topicOf(request.programmeId, subject)));
    this.leave = [...[...topics].map((topic) => tail.listen(topic, receive)), tail.onStop(() => this.end())];
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<FeedItem>> {
    // One after the other: two readers at once would read the same page.
    const answer = this.turn.then(() => this.step());
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  async return(): Promise<IteratorResult<FeedItem>> {
    this.end();
    return { done: true, value: undefined };
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.queue = [];
    for (const leave of this.leave) leave();
    this.arrived?.();
  }

  private receive(event: PlacedEvent): void {
    if (event === this.lastReceived || !this.concerns(event)) return;
    this.lastReceived = event;
    if (this.behind) {
      this.missed = true;
    } else if (this.queue.length < MAX_WAITING) {
      this.queue.push(event);
    } else {
      // What waits is still the next to hand out; what comes after it is read from the table.
      this.behind = true;
      this.missed = true;
    }
    this.arrived?.();
  }

  private async step(): Promise<IteratorResult<FeedItem>> {
    for (;;) {
      if (this.over) return { done: true, value: undefined };
      const event = this.queue.shift();
      if (event !== undefined) {
        this.place = event.place;
        this.toldAt = performance.now();
        this.handedOut += 1;
        if (this.handedOut % EVENTS_PER_TURN === 0) await setImmediate();
        return { done: false, value: event };
      }
      // Nothing waits, and the tail has handed out all up to its position: there a live feed stands.
      const reached = { position: this.tail.position(), index: PAST_ALL };
      if (!this.behind && isAfter(reached, this.place)) this.place = reached;
      if (this.markIn() <= 0) {
        this.toldAt = performance.now();
        return { done: false, value: new StreamMark(cursorOf(this.place)) };
      }
      if (this.behind) await this.readPage();
      else await this.arrival();
    }
  }

  /** Milliseconds until a mark is due. */
  private markIn(): number {
    const { markEvery = Number.POSITIVE_INFINITY } = this.request;
    return Number.isFinite(markEvery) ? this.toldAt + markEvery - performance.now() : markEvery;
  }

  /** Waits for an event, or until a mark is due. */
  private async arrival(): Promise<void> {
    const due = this.markIn();
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.arrived = resolve;
      if (Number.isFinite(due)) timer = setTimeout(resolve, due).unref();
    });
    clearTimeout(timer);
    this.arrived = null;
  }

  /** Queues what the next page of the table holds for this subscriber; at its end, goes live. */
  private async readPage(): Promise<void> {
    const end = this.tail.position();
    const upTo = end - this.place.position > SPAN ? this.place.position + SPAN : end;
    this.missed = false;
    const rows = await this.read(upTo);
    if (rows === null || this.over) return;
    for (const row of rows) this.queue.push(...this.eventsOf(row));
    if (rows.length === PAGE) {
      // What is left is read when these were taken. A page without any event to see still moves on.
      const last = rows.at(-1);
      if (this.queue.length === 0 && last !== undefined)
        this.place = { position: last.position, index: last.events.length };
      return;
    }
    if (upTo < end) {
      if (this.queue.length === 0) this.place = { position: upTo, index: PAST_ALL };
      return;
    }
    if (!this.missed) this.behind = false;
  }

  /** A page, or null when the feed ended while it was read. */
  private async read(upTo: bigint): Promise<readonly OutboxRow[] | null> {
    try {
      const rows = await this.tail.inTurn(this.request.reader, async () =>
        this.over ? null : readOutboxOf(this.sql, this.request, this.place.position, upTo, PAGE),
      );
      return rows;
    } catch (fault) {
      if (this.over) return null;
      this.end();
      throw fault;
    }
  }

  private eventsOf(row: OutboxRow): PlacedEvent[] {
    return eventsOf(row).filter((event) => this.concerns(event));
  }

  private concerns(event: PlacedEvent): boolean {
    return isAfter(event.place, this.place) && isSelected(event, this.request) && this.request.maySee(event);
  }
}

/** The events of a batch with their places. */
export function eventsOf({ position, programmeId, recordedAt, events }: OutboxRow): PlacedEvent[] {
  return events.map((event, index) => ({ place: { position, index }, programmeId, recordedAt, event }));
}

/** Whether an event is one of those asked for. */
export function isSelected({ programmeId, event }: PlacedEvent, selection: FeedSelection): boolean {
  return (
    programmeId === selection.programmeId &&
    selection.types.includes(event.type) &&
    selection.subjects.some((subject) => concerns(event, subject))
  );
}

export function isAfter(left: EventPlace, right: EventPlace): boolean {
  return left.position > right.position || (left.position === right.position && left.index > right.index);
}
