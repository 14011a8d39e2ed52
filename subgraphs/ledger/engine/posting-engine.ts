/**
 * The one path for everything that moves points.
 *
 * Requests queue by programme and lane (a member is always in the same lane). A lane has one batch in flight; what arrives meanwhile is the
 * next batch. There is no timer: a request that comes alone goes at once, alone, and under load batches grow by themselves.
 *
 * | what goes wrong                                          | what happens                                                         |
 * |----------------------------------------------------------|----------------------------------------------------------------------|
 * | the queue is full                                        | TRY_AGAIN at once; nothing was kept, the same key may come again     |
 * | deadlock, lock timeout, a key used meanwhile elsewhere   | the batch runs again whole, then in halves, then one by one          |
 * | anything else in a batch of several                      | the same: what is poisoned fails alone                               |
 * | the connection is lost, even after COMMIT was sent       | the batch runs again: under the locks, the keys say what was posted  |
 * | one request alone keeps meeting locked wallets           | TRY_AGAIN                                                            |
 * | ... would take a window beyond what statements can say   | LIMIT_EXCEEDED, kept under its key like what is decided              |
 * | one request alone fails otherwise                        | a fault, thrown to its caller; its key tells later what became of it |
 *
 * Running a batch again is always safe: the key of a request is read under the lock of its member's wallet, and is unique in the table. So
 * nothing is applied twice, whether or not the first attempt was committed.
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { Sql } from '../../../db/client.ts';
import { classifyFailure, connectionLost, type DatabaseFailure } from '../../../db/failures.ts';
import { type HeldConnection, holdConnections } from '../../../db/held-connections.ts';
import type { Clock } from '../../shared/clock.ts';
import { inBatches } from '../../shared/in-batches.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { keyName } from '../domain/batch.ts';
import type { Reply } from '../domain/record.ts';
import type { Reference } from '../domain/reference.ts';
import type { LedgerRequest, Rejected } from '../domain/requests.ts';
import { readVersions } from '../store/reference/read-versions.ts';
import { createReferenceCache } from '../store/reference/reference-cache.ts';
import type { TrailedRequest } from './batch-trail.ts';
import { createOrderedIds } from './ordered-ids.ts';
import { type BatchResult, type BatchServices, runBatch } from './run-batch.ts';

export interface PostingEngineOptions {
  /** A pool in the role of the ledger with at least three connections. */
  readonly sql: Sql;
  readonly clock: Clock;
  /** What the index of members' keys holds for an identity of a programme. Without it members are named by id only. */
  readonly identityLookup?: BatchServices['identityLookup'];
  /** Random bytes for ids; the system's unless told. */
  readonly random?: (bytes: Buffer) => void;
  /** Batches in flight per programme. 2 unless told. */
  readonly lanes?: number;
  /** Number of this process's first lane: slots are kept per lane, and processes with lanes of their own never wait for each other's. */
  readonly firstLane?: number;
  /** Batches in flight over all programmes: each has a connection of its own, and two are left to read reference data. */
  readonly maxInFlight?: number;
  /** Requests in a batch at most. 1,000 unless told. */
  readonly maxBatch?: number;
  /** Requests that may wait per programme. 20,000 unless told. */
  readonly maxQueued?: number;
  /** How long a batch is tried again when the database cannot be reached, in milliseconds. 15,000 unless told. */
  readonly patience?: number;
  /** Told after every COMMIT that changed points: wakes the readers of the outbox. Cheap; must not throw. */
  readonly onCommitted?: (programmeId: string) => void;
  /** Told what made a batch run again or fail. */
  readonly onTrouble?: (error: unknown, batchSize: number) => void;
}

export interface PostingEngine {
  /** Answers when the request is committed, refused or known to be neither. Throws faults only. */
  submit(request: TrailedRequest): Promise<Reply>;
  /** As `submit` for each, in one go. */
  submitAll(requests: readonly TrailedRequest[]): Promise<Reply[]>;
  /** Reference data of a programme as the next batch would see it, or newer; null when there is none. */
  reference(programmeId: string): Promise<Reference | null>;
  figures(): EngineFigures;
  /** Refuses what comes from now on and waits for what is queued. */
  stop(): Promise<void>;
}

export interface EngineFigures {
  readonly queued: number;
  readonly batches: number;
  readonly requests: number;
  readonly retries: number;
}

interface Waiting {
  readonly request: TrailedRequest;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  readonly number: number;
  queue: Waiting[];
  running: Promise<void> | null;
}

interface ProgrammeQueue {
  readonly lanes: readonly Lane[];
  queued: number;
  /** Lane of each key that waits or is in flight: a key that comes twice follows itself, so that the first one is the first. */
  readonly laneOfKey: Map<string, { readonly lane: number; times: number }>;
}

/**
 * Of the connections that run batches. Plans are made once per connection, perhaps when the tables were empty: without these settings
 * they would be sequential scans for ever. Nor are they planned again for every batch: each statement is a look-up by key for every
 * element of an array, whatever the array.
 */
const BATCH_SETTINGS = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
};
const WHOLE_ATTEMPTS = 3;
const SINGLE_ATTEMPTS = 6;

export function createPostingEngine(options: PostingEngineOptions): PostingEngine {
  const { sql, clock, lanes = 2, firstLane = 0, maxBatch = 1000, maxQueued = 20_000, patience = 15_000 } = options;
  const services: BatchServices = {
    clock,
    idsAt: createOrderedIds(options.random),
    references: createReferenceCache(sql),
    identityLookup: options.identityLookup ?? noIdentities,
    lastDecided: new Map(),
  };
  const versionOf = inBatches((programmeIds: readonly string[]) => readVersions(sql, programmeIds));
  const maxInFlight = options.maxInFlight ?? Math.max(1, sql.options.max - 2);
  const waitingForTurn: (() => void)[] = [];
  let inFlight = 0;
  const connections = holdConnections(sql, BATCH_SETTINGS);
  const programmes = new Map<string, ProgrammeQueue>();
  const figures = { batches: 0, requests: 0, retries: 0 };
  let stopping = false;

  const queueOf = (programmeId: string): ProgrammeQueue => {
    let queue = programmes.get(programmeId);
    if (queue === undefined) {
      queue = {
        lanes: Array.from({ length: lanes }, (_, at) => ({ number: firstLane + at, queue: [], running: null })),
        queued: 0,
        laneOfKey: new Map(),
      };
      programmes.set(programmeId, queue);
    }
    return queue;
  };

  const submit = (request: TrailedRequest): Promise<Reply> => {
    const programme = queueOf(request.programmeId);
    if (stopping || programme.queued >= maxQueued) return Promise.resolve(tryAgain());
    return new Promise<Reply>((resolve, reject) => {
      const lane = programme.lanes[enter(programme, request)]!;
      lane.queue.push({ request, resolve, reject });
      programme.queued += 1;
      lane.running ??= drain(request.programmeId, programme, lane);
    });
  };

  const enter = (programme: ProgrammeQueue, request: TrailedRequest): number => {
    const name = keyName(request.keySpace, request.key);
    const known = programme.laneOfKey.get(name);
    if (known !== undefined) {
      known.times += 1;
      return known.lane;
    }
    const lane = laneOf(request, lanes);
    programme.laneOfKey.set(name, { lane, times: 1 });
    return lane;
  };

  const leave = (programme: ProgrammeQueue, request: TrailedRequest): void => {
    const name = keyName(request.keySpace, request.key);
    const known = programme.laneOfKey.get(name);
    if (known === undefined) return;
    known.times -= 1;
    if (known.times === 0) programme.laneOfKey.delete(name);
  };

  /** Runs batch after batch until the lane is empty. */
  const drain = async (programmeId: string, programme: ProgrammeQueue, lane: Lane): Promise<void> => {
    do {
      // What is submitted in the same turn of the event loop goes together: without it, callers who were all answered by one batch and
      // come back at once would go as one alone and then the others.
      await turn();
      const batch = lane.queue.length <= maxBatch ? lane.queue : lane.queue.slice(0, maxBatch);
      lane.queue = lane.queue.length <= maxBatch ? [] : lane.queue.slice(maxBatch);
      await settle(programmeId, lane.number, batch);
      programme.queued -= batch.length;
      for (const { request } of batch) leave(programme, request);
    } while (lane.queue.length > 0);
    lane.running = null;
  };

  /** Answers every request of a batch, whatever happens. Never throws. */
  const settle = async (programmeId: string, lane: number, batch: readonly Waiting[]): Promise<void> => {
    const single = batch.length === 1;
    const giveUpAt = Date.now() + patience;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { replies, changed } = await run(programmeId, lane, batch);
        figures.batches += 1;
        figures.requests += batch.length;
        for (const [at, { resolve }] of batch.entries()) resolve(replies[at]!);
        if (changed) options.onCommitted?.(programmeId);
        return;
      } catch (error) {
        figures.retries += 1;
        options.onTrouble?.(error, batch.length);
        const failure = classifyFailure(error);
        if (failure?.kind === 'connection-lost') {
          if (Date.now() < giveUpAt) {
            await delay(Math.min(1000, 20 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2));
            continue;
          }
          for (const { reject } of batch) reject(error);
          return;
        }
        if (mayPass(failure) && attempt < (single ? SINGLE_ATTEMPTS : WHOLE_ATTEMPTS)) {
          await delay(Math.random() * 10 * attempt);
          continue;
        }
        if (single) {
          const refused = beyondWhatCanBeSaid(failure, batch[0]!);
          if (refused !== null) return settle(programmeId, lane, [refused]);
          if (failure?.kind === 'lock-timeout' || failure?.kind === 'deadlock') batch[0]!.resolve(tryAgain());
          else batch[0]!.reject(error);
          return;
        }
        const half = Math.ceil(batch.length / 2);
        await settle(programmeId, lane, batch.slice(0, half));
        await settle(programmeId, lane, batch.slice(half));
        return;
      }
    }
  };

  const run = async (programmeId: string, lane: number, batch: readonly Waiting[]): Promise<BatchResult> => {
    if (inFlight >= maxInFlight) await new Promise<void>((resolve) => waitingForTurn.push(resolve));
    else inFlight += 1;
    try {
      const connection = connections.take();
      try {
        const requests = batch.map(({ request }) => request);
        return await unlessLost(connection, runBatch(services, connection, programmeId, lane, requests));
      } finally {
        connections.giveBack(connection);
      }
    } finally {
      const next = waitingForTurn.shift();
      if (next === undefined) inFlight -= 1;
      else next();
    }
  };

  return {
    submit,
    submitAll: (requests) => Promise.all(requests.map(submit)),
    async reference(programmeId) {
      const version = await versionOf(programmeId);
      return services.references.at(programmeId, version) ?? services.references.refresh(programmeId);
    },
    figures() {
      let queued = 0;
      for (const programme of programmes.values()) queued += programme.queued;
      return { queued, ...figures };
    },
    async stop() {
      stopping = true;
      const running = [...programmes.values()].flatMap((programme) => programme.lanes.map((lane) => lane.running));
      await Promise.all(running);
      await connections.close();
    },
  };
}

/**
 * Fails when the connection was lost and its statements have not been told within a second, as can happen (held-connections.ts). What then
 * still waits on it does nothing more; the batch runs again on another.
 */
function unlessLost<Outcome>(connection: HeldConnection, running: Promise<Outcome>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let giveUp: NodeJS.Timeout | undefined;
    const forget = connection.onLost(() => {
      giveUp = setTimeout(() => reject(connectionLost()), 1_000);
    });
    const ended = (): void => {
      forget();
      clearTimeout(giveUp);
    };
    running.finally(ended).then(resolve, reject);
  });
}

/** Whether the same batch may succeed when it runs again: nothing of it was written. A unique violation is a key used meanwhile. */
function mayPass(failure: DatabaseFailure | null): boolean {
  switch (failure?.kind) {
    case 'deadlock':
    case 'serialization':
    case 'lock-timeout':
    case 'unique-violation':
      return true;
    default:
      return false;
  }
}

/** The same request as one that is refused, when it would take a window's totals beyond what a statement can say (migration 500); or null. */
function beyondWhatCanBeSaid(failure: DatabaseFailure | null, waiting: Waiting): Waiting | null {
  const { instruction } = waiting.request;
  if (failure?.kind !== 'check-violation' || failure.constraint !== 'money_slot_can_be_said') return null;
  // The sweep has no key: its points lapse in the next window.
  if (instruction.kind === 'LAPSE' || instruction.kind === 'REJECTED') return null;
  const rejected: Rejected = { kind: 'REJECTED', of: instruction.kind, refusal: WINDOW_IS_FULL };
  return { ...waiting, request: { ...waiting.request, instruction: rejected } };
}

const WINDOW_IS_FULL: Refusal = refuse(
  'LIMIT_EXCEEDED',
  'The window would come to more for a partner than its statement can say: close it first.',
);

const BUSY: Refusal = refuse(
  'TRY_AGAIN',
  'Too much is in flight. Nothing was written or remembered: send the same request with the same key again.',
);

function tryAgain(): Reply {
  return { ok: false, refusal: BUSY };
}

function noIdentities(): never {
  throw new Error('Broken promise: an engine without the secret of personal data cannot look for identities');
}

/** The same member, the same lane. A request that names something else goes by that name: the locks, not the lanes, keep order. */
function laneOf({ key, instruction }: LedgerRequest, lanes: number): number {
  if (lanes === 1) return 0;
  const name = nameOf(instruction) ?? key;
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) | 0;
  return Math.abs(hash) % lanes;
}

function nameOf(instruction: LedgerRequest['instruction']): string | null {
  switch (instruction.kind) {
    case 'PURCHASE':
    case 'GRANT':
    case 'REDEMPTION':
    case 'AUTHORISATION':
      return 'memberId' in instruction.member ? instruction.member.memberId : instruction.member.value;
    case 'RETURN':
      return instruction.purchaseId;
    case 'TRANSFER':
      return instruction.fromMemberId;
    case 'LAPSE':
    case 'PROPOSAL':
    case 'MEMBERSHIP_FEE':
    case 'BENEFIT':
      return instruction.memberId;
    case 'CAPTURE':
    case 'VOID':
      return instruction.holdId;
    default:
      return null;
  }
}
