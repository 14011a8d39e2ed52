/**
 * What the ledger tells whoever watches it (subgraphs/serving/figures.ts).
 *
 * What happens in this process is counted here; what stands in the database every ledger process tells alike (take the maximum over
 * processes, not the sum). The database is asked at most every 15 seconds, on one connection, and not for longer than 5.
 */
import type { Database } from '../../db/client.ts';
import { atMostEvery, counter, gauge } from '../serving/figures.ts';
import { inSpan } from '../serving/tracing.ts';
import type { Clock } from '../shared/clock.ts';
import { exposureLevel } from './domain/exposure-level.ts';
import type { Reply } from './domain/record.ts';
import { contractAt, type Reference } from './domain/reference.ts';
import type { LedgerRequest } from './domain/requests.ts';
import type { PostingEngine } from './engine/posting-engine.ts';
import type { OutboxTail } from './events/outbox-tail.ts';
import { readLedgerFigures } from './store/reading/read-figures.ts';
import { readPositions } from './store/windows/read-positions.ts';
import { readUnsettledProgrammes } from './store/windows/read-unsettled-programmes.ts';

const READ_EVERY_MILLIS = 15_000;
const READ_FOR_MILLIS = 5_000;

const postings = counter(
  'postings_total',
  'Requests to post, by what was asked and how it ended; a request that is sent again counts again.',
  ['kind', 'outcome'],
);
const queued = gauge('posting_queue_length', 'Requests that wait to be posted, in this process.');
const retried = gauge(
  'posting_batches_retried',
  'Batches that ran again after a deadlock or a lost connection, since the start.',
);
const listeners = gauge('feed_listeners', 'Subscribers that follow the feed of events, in this process.');
const feedBehind = gauge(
  'feed_events_unread',
  'Batches of events that are numbered and not yet handed out by this process.',
);
const outboxRows = gauge(
  'outbox_unnumbered_rows',
  'Committed batches of events that have no place in the feed yet (database).',
);
const outboxLag = gauge('outbox_lag_seconds', 'Age of the oldest of them; 0 when there is none (database).');
const webhooks = gauge(
  'webhook_deliveries',
  'Deliveries to webhooks that are due or were given up (database).',
  'state',
);
const webhookLag = gauge(
  'webhook_feed_events_behind',
  'Batches of events that webhooks have not taken over yet (database).',
);
const holds = gauge('open_holds', 'Reservations of points that are open (database).');
const heldPoints = gauge('held_points', 'Points that open reservations hold (database).');
const overdueHolds = gauge(
  'overdue_holds',
  'Open reservations whose time is over and that no sweep has ended (database).',
);
const windows = gauge(
  'settlement_windows',
  'Settlement windows that are neither settled nor aborted (database).',
  'state',
);
const exposed = gauge(
  'partners_near_cap',
  'Partners near (WARNING, 80 per cent) or beyond (BREACH) their net debit cap (database).',
  'level',
);
const auditAge = gauge(
  'audit_age_seconds',
  'Seconds since the books were audited last; not told before the first time (database).',
);
const auditBroken = gauge(
  'audit_broken_checks',
  'Invariants of the books that the last audit found broken: must be 0 (database).',
);

export interface LedgerFiguresOptions {
  readonly database: Database;
  readonly engine: PostingEngine;
  readonly tail: OutboxTail;
  readonly clock: Clock;
}

/** Tells the ledger's figures until what it returns is called. */
export function tellFigures({ database, engine, tail, clock }: LedgerFiguresOptions): () => void {
  const read = atMostEvery(READ_EVERY_MILLIS, () =>
    database.withTransaction(({ sql }) => readLedgerFigures(sql), {
      readOnly: true,
      settings: { statement_timeout: String(READ_FOR_MILLIS) },
    }),
  );
  const readExposed = atMostEvery(READ_EVERY_MILLIS, () => partnersByLevel(database, engine, clock()));
  const stops = [
    queued(() => engine.figures().queued),
    retried(() => engine.figures().retries),
    listeners(() => tail.listeners()),
    feedBehind(async () => Math.max(0, Number((await read()).feedHead - tail.position()))),
    outboxRows(async () => Number((await read()).unnumbered)),
    outboxLag(async () => (await read()).outboxLagSeconds),
    webhooks(async () => {
      const { deliveriesPending, deliveriesDead } = await read();
      return { pending: Number(deliveriesPending), dead: Number(deliveriesDead) };
    }),
    webhookLag(async () => Number((await read()).webhooksBehind)),
    holds(async () => Number((await read()).openHolds)),
    heldPoints(async () => Number((await read()).heldPoints)),
    overdueHolds(async () => Number((await read()).overdueHolds)),
    windows(async () => (await read()).windows),
    exposed(readExposed),
    auditAge(async () => (await read()).auditAgeSeconds),
    auditBroken(async () => (await read()).auditBroken),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The engine, with what it answers counted, and a span for the time that a request waits for its batch. */
export function counted(engine: PostingEngine): PostingEngine {
  const count = ({ instruction }: LedgerRequest, outcome: 'posted' | 'refused' | 'failed'): void =>
    postings.inc({ kind: instruction.kind, outcome });
  const submit = async (request: LedgerRequest): Promise<Reply> => {
    try {
      const reply = await inSpan('ledger posts', { attributes: { 'loyalty.kind': request.instruction.kind } }, () =>
        engine.submit(request),
      );
      count(request, reply.ok ? 'posted' : 'refused');
      return reply;
    } catch (fault) {
      count(request, 'failed');
      throw fault;
    }
  };
  return { ...engine, submit, submitAll: (requests) => Promise.all(requests.map(submit)) };
}

/** How many partners stand near and beyond their caps, over all programmes. */
async function partnersByLevel(
  { sql }: Database,
  engine: Pick<PostingEngine, 'reference'>,
  now: Date,
): Promise<{ WARNING: number; BREACH: number }> {
  const found = { WARNING: 0, BREACH: 0 };
  for (const programmeId of await readUnsettledProgrammes(sql)) {
    const reference = await engine.reference(programmeId);
    if (reference === null) continue;
    const caps = capsOf(reference, now);
    if (caps.size === 0) continue;
    for (const { partnerId, creditsMinor, debitsMinor } of await readPositions(sql, programmeId, [...caps.keys()])) {
      const level = exposureLevel(creditsMinor - debitsMinor, caps.get(partnerId) ?? null);
      if (level !== 'OK') found[level] += 1;
    }
  }
  return found;
}

function capsOf(reference: Reference, now: Date): Map<string, bigint> {
  const caps = new Map<string, bigint>();
  for (const partnerId of reference.partners.keys()) {
    const cap = contractAt(reference, partnerId, now)?.netDebitCapMinor ?? null;
    if (cap !== null) caps.set(partnerId, cap);
  }
  return caps;
}
