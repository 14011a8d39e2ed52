/**
 * The one reader of the outbox in a process: wakes, numbers what was committed, reads on, hands events to listeners by topic.
 *
 * wake (a commit here, a NOTIFY from elsewhere, the slow poll) -> number -> read pages after `position` -> dispatch.
 *
 * One run at a time; a wake during a run makes it run once more, so wakes are cheap and never lost. A failure of the database
 * is told to `onFault` and tried again at the next wake or poll; nothing is skipped, because `position` only moves over what was
 * dispatched. The event loop is given back after every 64 events.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Database } from '../../../db/client.ts';
import type { Clock } from '../../shared/clock.ts';
import { type PlatformEvent, topicsOf } from '../../shared/platform-event.ts';
import { numberOutbox } from '../store/events/number-outbox.ts';
import { pruneOutbox } from '../store/events/prune-outbox.ts';
import { readOutbox, readOutboxHead } from '../store/events/read-outbox.ts';
import { createPageTurns, type PageTurns } from './page-turns.ts';

const PAGE = 256;
const EVENTS_PER_TURN = 64;
const REPLAYS_AT_ONCE = 3;
const DAY = 86_400_000;
/** Milliseconds to wait for the database when the tail stops. */
const GRACE = 1_000;

/** Where an event stands: the position of its batch, and its place in it from 0. */
export interface EventPlace {
  readonly position: bigint;
  readonly index: number;
}

export interface PlacedEvent {
  readonly place: EventPlace;
  readonly programmeId: string;
  readonly recordedAt: Date;
  readonly event: PlatformEvent;
}

export type EventListener = (event: PlacedEvent) => void;

export interface OutboxTail {
  /** Last position whose events were handed out. Events up to here are in the table; later ones will be handed out. */
  position(): bigint;
  /** How pages of the table are read by those who are behind, and by those who poll. */
  readonly inTurn: PageTurns;
  /** Hands out the events under one topic (`topicOf`) from now on. Returns how to stop; stopping twice is nothing. */
  listen(topic: string, listener: EventListener): () => void;
  /** There may be something new. Costs nothing when a run is on its way already. */
  wake(): void;
  /** Resolves when everything committed before the call was numbered and handed out. Throws when the database fails. */
  catchUp(): Promise<void>;
  /** Listeners there are. */
  listeners(): number;
  /** Ends reading; `onStop` callbacks are called. May be called twice. */
  stop(): Promise<void>;
  /** Called once when the tail stops. Returns how to be called no more. */
  onStop(callback: () => void): () => void;
}

/** For how long the feed keeps events, and the log of webhooks their messages. */
export interface FeedKeeping {
  /** Milliseconds for which every event can be replayed. */
  readonly keepFor: number;
  /** Milliseconds for which an event is kept that webhooks, members or rewards have yet to follow, when that is longer. */
  readonly keepUnfollowedFor: number;
  /** Milliseconds for which a message to a webhook is kept once it was delivered or given up. */
  readonly keepMessagesFor: number;
}

/** A week of events, four while somebody has yet to follow them, a month of messages. */
export const DEFAULT_KEEPING: FeedKeeping = {
  keepFor: 7 * DAY,
  keepUnfollowedFor: 28 * DAY,
  keepMessagesFor: 30 * DAY,
};

export interface OutboxTailOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly onFault: (fault: unknown) => void;
  /** Milliseconds between polls. 1,000 unless told. */
  readonly pollEvery?: number;
  /** `DEFAULT_KEEPING` unless told. */
  readonly keeping?: FeedKeeping;
}

/** Starts to follow the outbox from its present end. */
export async function startOutboxTail(options: OutboxTailOptions): Promise<OutboxTail> {
  const { database, clock, onFault, pollEvery = 1_000 } = options;
  const { keepFor, keepUnfollowedFor } = options.keeping ?? DEFAULT_KEEPING;
  const { sql } = database;
  const listenersByTopic = new Map<string, Set<EventListener>>();
  const stopCallbacks = new Set<() => void>();
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let lastPruned = clock().getTime();

  while ((await numberOutbox(sql)).more);
  let position = (await readOutboxHead(sql)).position;

  async function run(): Promise<void> {
    while ((await numberOutbox(sql)).more);
    let handedOut = 0;
    for (;;) {
      const rows = await readOutbox(sql, position, PAGE);
      for (const row of rows) {
        if (stopped) return;
        // Together in one turn: whoever begins to listen sees a batch whole or not at all.
        position = row.position;
        row.events.forEach((event, index) => {
          const { programmeId, recordedAt } = row;
          const placed = { place: { position: row.position, index }, programmeId, recordedAt, event };
          for (const topic of topicsOf(programmeId, event))
            for (const listener of listenersByTopic.get(topic) ?? []) listener(placed);
        });
        handedOut += row.events.length;
        if (handedOut >= EVENTS_PER_TURN) {
          handedOut = 0;
          await setImmediate();
        }
      }
      if (rows.length < PAGE) return;
    }
  }

  /** Runs now, or once more after the run that is on its way. */
  function schedule(): Promise<void> {
    if (running !== null) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await run();
        } while (again && !stopped);
      } finally {
        // In the same turn as the last look at `again`: a wake that comes later starts a run of its own.
        running = null;
      }
    })();
    return running;
  }

  function wake(): void {
    if (stopped) return;
    if (running !== null) {
      // Who began the run tells of its fault, once; under load hundreds of wakes come while one runs.
      again = true;
      return;
    }
    schedule().catch((fault: unknown) => {
      if (!stopped) onFault(fault);
    });
  }

  async function prune(): Promise<void> {
    const now = clock().getTime();
    if (now - lastPruned < keepFor / 100) return;
    lastPruned = now;
    const before = new Date(now - keepFor);
    const unfollowedBefore = new Date(now - Math.max(keepFor, keepUnfollowedFor));
    while (!stopped && (await pruneOutbox(database, before, unfollowedBefore)) > 0);
  }

  const listening = await sql.listen('outbox', wake, wake);
  const poll = setInterval(() => {
    wake();
    prune().catch((fault: unknown) => {
      if (!stopped) onFault(fault);
    });
  }, pollEvery);
  poll.unref();

  return {
    position: () => position,
    inTurn: createPageTurns(REPLAYS_AT_ONCE),
    listen(topic, listener) {
      const listeners = listenersByTopic.get(topic) ?? new Set();
      listenersByTopic.set(topic, listeners);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && listenersByTopic.get(topic) === listeners) listenersByTopic.delete(topic);
      };
    },
    wake,
    async catchUp() {
      // A run that is on its way may have read before the caller's commit; the one scheduled here has not.
      if (stopped) return;
      await schedule();
    },
    listeners: () => [...listenersByTopic.values()].reduce((sum, listeners) => sum + listeners.size, 0),
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(poll);
      for (const callback of [...stopCallbacks]) callback();
      stopCallbacks.clear();
      listenersByTopic.clear();
      // A database that is gone answers nothing; closing the pool ends the connection then.
      await Promise.race([
        Promise.allSettled([listening.unlisten(), running ?? Promise.resolve()]),
        setTimeout(GRACE, undefined, { ref: false }),
      ]);
    },
    onStop(callback) {
      stopCallbacks.add(callback);
      return () => stopCallbacks.delete(callback);
    },
  };
}
