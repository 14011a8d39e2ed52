/**
 * One subscriber of one member's events: everything since its cursor, then live, with no gap and no duplicate.
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
 * Nothing is read before it is asked for, so a slow client slows its own replay and nobody else's.
 */
import { setImmediate } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { AnySql } from '../../../db/client.ts';
import { decodeCursor, encodeCursor } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { type OutboxRow, readOutboxHead, readOutboxOfMember } from '../store/events/read-outbox.ts';
import type { EventPlace, OutboxTail, PlacedEvent } from './outbox-tail.ts';

const CURSOR_KIND = 'points';
const MAX_WAITING = 64;
/** Batches per page; each holds 1,000 events at most. */
const PAGE = 16;
const EVENTS_PER_TURN = 64;

/** The opaque cursor of an event. */
export function cursorOf({ position, index }: EventPlace): string {
  return encodeCursor(CURSOR_KIND, [String(position), String(index)]);
}

/** The place behind a cursor. Throws BAD_USER_INPUT for anything that is no cursor of this feed. */
export function placeOf(cursor: string): EventPlace {
  const [position, index] = decodeCursor(CURSOR_KIND, 2, cursor);
  if (!/^[1-9]\d{0,17}$/.test(position ?? '') || !/^(0|[1-9]\d{0,8})$/.test(index ?? '')) {
    throw badUserInput('`after` is not a cursor of this feed.');
  }
  return { position: BigInt(position!), index: Number(index) };
}

export interface PointsFeedRequest {
  readonly programmeId: string;
  readonly memberId: string;
  /** Cursor of the last event already seen; null begins with what comes now. */
  readonly after: string | null;
  /** Whether the subscriber may see the event. */
  readonly maySee: (event: PlacedEvent) => boolean;
}

/**
 * Opens a feed. Throws a GraphQL error BAD_USER_INPUT for a cursor that was never given, CURSOR_EXPIRED for one whose events are
 * no longer kept. The feed ends when the tail stops; `return` ends it at once and may be called any number of times.
 */
export async function openPointsFeed(
  tail: OutboxTail,
  sql: AnySql,
  request: PointsFeedRequest,
): Promise<AsyncIterableIterator<PlacedEvent>> {
  const start = request.after === null ? null : await resumeAt(tail, sql, request.after);
  return new PointsFeed(tail, sql, request, start);
}

async function resumeAt(tail: OutboxTail, sql: AnySql, cursor: string): Promise<EventPlace> {
  const place = placeOf(cursor);
  const head = await readOutboxHead(sql);
  if (place.position > head.position) throw badUserInput('`after` is a cursor of no event.');
  if (place.position <= head.prunedThrough) {
    throw new GraphQLError(
      'The events after this cursor are no longer kept: read the wallet and subscribe without `after`.',
      {
        extensions: { code: 'CURSOR_EXPIRED' },
      },
    );
  }
  // Another process may have numbered further than this one has read.
  if (place.position > tail.position()) await tail.catchUp();
  return place;
}

class PointsFeed implements AsyncIterableIterator<PlacedEvent> {
  private readonly tail: OutboxTail;
  private readonly sql: AnySql;
  private readonly request: PointsFeedRequest;
  /** Last event handed out or known to be seen. */
  private place: EventPlace;
  private behind: boolean;
  /** Behind: whether an event came that the page being read may not hold. */
  private missed = false;
  private queue: PlacedEvent[] = [];
  private over = false;
  private handedOut = 0;
  /** Ends the wait of a `next` for an event. */
  private arrived: (() => void) | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly leave: readonly (() => void)[];

  constructor(tail: OutboxTail, sql: AnySql, request: PointsFeedRequest, start: EventPlace | null) {
    this.tail = tail;
    this.sql = sql;
    this.request = request;
    this.place = start ?? { position: tail.position(), index: Number.MAX_SAFE_INTEGER };
    this.behind = start !== null;
    this.leave = [tail.listen(request.memberId, (event) => this.receive(event)), tail.onStop(() => this.end())];
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<PlacedEvent>> {
    // One after the other: two readers at once would read the same page.
    const answer = this.turn.then(() => this.step());
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  async return(): Promise<IteratorResult<PlacedEvent>> {
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
    if (!this.concerns(event)) return;
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

  private async step(): Promise<IteratorResult<PlacedEvent>> {
    for (;;) {
      if (this.over) return { done: true, value: undefined };
      const event = this.queue.shift();
      if (event !== undefined) {
        this.place = event.place;
        this.handedOut += 1;
        if (this.handedOut % EVENTS_PER_TURN === 0) await setImmediate();
        return { done: false, value: event };
      }
      if (this.behind) {
        await this.readPage();
      } else {
        await new Promise<void>((resolve) => {
          this.arrived = resolve;
        });
        this.arrived = null;
      }
    }
  }

  /** Queues what the next page of the table holds for this subscriber; at its end, goes live. */
  private async readPage(): Promise<void> {
    const upTo = this.tail.position();
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
    if (!this.missed) this.behind = false;
  }

  /** A page, or null when the feed ended while it was read. */
  private async read(upTo: bigint): Promise<readonly OutboxRow[] | null> {
    try {
      return await readOutboxOfMember(this.sql, this.request.memberId, this.place.position, upTo, PAGE);
    } catch (fault) {
      if (this.over) return null;
      this.end();
      throw fault;
    }
  }

  private eventsOf(row: OutboxRow): PlacedEvent[] {
    return row.events
      .map((event, index) => ({ place: { position: row.position, index }, programmeId: row.programmeId, event }))
      .filter((event) => event.event.memberId === this.request.memberId && this.concerns(event));
  }

  private concerns(event: PlacedEvent): boolean {
    return (
      event.programmeId === this.request.programmeId && isAfter(event.place, this.place) && this.request.maySee(event)
    );
  }
}

function isAfter(left: EventPlace, right: EventPlace): boolean {
  return left.position > right.position || (left.position === right.position && left.index > right.index);
}
