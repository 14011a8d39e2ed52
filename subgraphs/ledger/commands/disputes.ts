/**
 * A partner contests a transaction: what it did to partners is held back until it is decided (settlement R15, settlement.md 5.1).
 *
 * open      lock -> the transaction's money entry, not held already -> its mirror against OP:DISPUTE_SUSPENSE, in the window of the
 *           transaction while that is not final, else in the open one -> nets of closed windows are sealed again -> the dispute, with its dates
 * evidence  whoever opened it, or the operator, adds to it while it is open
 * answer    the operator's first word: it is under review
 * decide    lock -> the inverse of the hold in the open window -> the outcome. Points that are upheld go back as a transaction of its own
 *           (dispute-outcomes.ts); where the decision does not say how many, whoever decided refunds or returns them
 * withdraw  whoever opened it gives up: as decided
 *
 * The closing lock keeps posting out for the few milliseconds it takes, as a close does: disputes are rare.
 */
import type { AnySql } from '../../../db/client.ts';
import { assert } from '../../shared/assert.ts';
import { type Acting, proposerOf } from '../../shared/four-eyes.ts';
import type { IdSource } from '../../shared/ids.ts';
import { accepted, type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import type { JournalEntry, MoneyComponent } from '../domain/book.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { addBusinessDays } from '../domain/business-days.ts';
import { openPosting, type Posting } from '../domain/posting.ts';
import { holdDisputed, releaseDisputed } from '../domain/posting-rules/dispute.ts';
import type { Reference } from '../domain/reference.ts';
import { calendarAt, cycleTermsAt, windowTermsOf } from '../domain/window-terms.ts';
import {
  addEvidence,
  type DisputeOutcome,
  type DisputeRow,
  type Evidence,
  endDispute,
  insertDispute,
  isHeld,
  answerDispute as markAnswered,
  readDisputes,
} from '../store/disputes/disputes.ts';
import { addToWindowSlot } from '../store/posting/add-to-slots.ts';
import { statementOf } from '../store/posting/batch-sql.ts';
import { readFunding } from '../store/reading/read-funding.ts';
import { readTransactions } from '../store/reading/read-transactions.ts';
import { appendEntries } from '../store/windows/entries.ts';
import { readEntries } from '../store/windows/read-entries.ts';
import { readOpenWindow, readWindows } from '../store/windows/read-windows.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { resealFrom } from './reseal.ts';
import { runWindowCommand, type WindowCommand, type WindowCommandServices } from './window-command.ts';

type DisputeCommand = Omit<WindowCommand, 'windowId'> & { readonly reference: Reference; readonly acting: Acting };

export interface OpenDispute extends DisputeCommand {
  readonly transactionId: string;
  /** Which of its money entries, from 1. */
  readonly entry: number;
  /** Null is the operator. */
  readonly raisedBy: string | null;
  readonly reason: string;
  /** The partner's own name for it. */
  readonly name: string | null;
  readonly evidence: readonly string[];
}

/** A command on a dispute that is there. */
interface OfDispute extends DisputeCommand {
  readonly disputeId: string;
  /** The partner that asks; null is the operator. */
  readonly partnerId: string | null;
}

export interface DecideDispute extends OfDispute {
  readonly outcome: DisputeOutcome;
  readonly decision: string | null;
  /** How many points go back; null where whoever decides posts it. */
  readonly upheldPoints: bigint | null;
}

/** What a command leaves: the dispute, and the transaction that held back or released; null where no money moved. */
export interface DisputePosted {
  readonly disputeId: string;
  readonly transactionId: string | null;
}

const MAX_EVIDENCE = 100;

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, TRANSACTION_UNKNOWN, DISPUTE_STATE. */
export async function openDispute(
  services: WindowCommandServices,
  command: OpenDispute,
): Promise<Outcome<DisputePosted>> {
  const { programmeId, reference, transactionId: disputedId, raisedBy, reason, name, evidence, acting } = command;
  const body = { transactionId: disputedId, entry: command.entry, raisedBy, reason, name, evidence };
  return runWindowCommand<DisputePosted>(
    services,
    { ...command, kind: 'DISPUTE_HOLD', statusWhenDone: 'OK', body },
    async (sql, transactionId, at) => {
      if (raisedBy !== null && !reference.partners.has(raisedBy))
        return not(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'raisedById']));
      const [disputed] = await readTransactions(sql, programmeId, [disputedId]);
      if (disputed === undefined || disputed.windowId === null)
        return not(refuse('TRANSACTION_UNKNOWN', 'No such transaction.', ['input', 'transactionId']));
      const contested = await entryOf(sql, disputedId, command.entry);
      if (contested === null && command.entry !== 1)
        return not(refuse('TRANSACTION_UNKNOWN', 'The transaction has no such entry.', ['input', 'entry']));
      const funders = await readFunding(sql, [disputedId]);
      if (raisedBy !== null && raisedBy !== disputed.partnerId && !isParty(raisedBy, contested, funders))
        return not(
          refuse('TRANSACTION_UNKNOWN', 'The transaction is none of this partner’s.', ['input', 'transactionId']),
        );
      if (await isHeld(sql, disputedId, command.entry))
        return not(refuse('DISPUTE_STATE', 'The transaction is in dispute already.', ['input', 'transactionId']));

      const window = await windowOfHold(sql, programmeId, disputed.windowId, reference);
      const posting = emptyPosting(transactionId);
      const disputeId = services.ids();
      if (contested !== null) holdDisputed(posting, contested, memoOf(name ?? disputeId, disputedId));
      await append(sql, window, posting, reference, services.ids);
      await insertDispute(sql, {
        ...{ disputeId, programmeId, transactionId: disputedId, windowId: disputed.windowId, entry: command.entry },
        ...{ raisedBy, openedBy: proposerOf(acting), openedAt: at, reason, reference: name },
        ...{ evidence: asGiven(evidence, acting, at), ...datesFrom(at, reference), holdTransactionId: transactionId },
      });
      return {
        outcome: accepted({ disputeId, transactionId }),
        sentence: `What transaction ${disputedId} did to partners is held back: ${reason}`,
        windowId: window.windowId,
        originalId: disputedId,
        partnerId: raisedBy,
      };
    },
  );
}

/** The first answer of the operator. Refusals in order: IDEMPOTENCY_KEY_REUSED, DISPUTE_UNKNOWN, DISPUTE_STATE. */
export async function answerDispute(
  services: WindowCommandServices,
  command: OfDispute & { readonly answer: string },
): Promise<Outcome<DisputePosted>> {
  const { disputeId, answer, acting } = command;
  return changeDispute(services, command, { disputeId, answer }, async (sql, dispute, at) => {
    if (dispute.state !== 'HELD') return decidedAlready('The dispute was answered already.');
    await markAnswered(sql, disputeId, { text: answer, by: proposerOf(acting), at });
    return null;
  });
}

/** Adds to what is to be considered. Refusals in order: IDEMPOTENCY_KEY_REUSED, DISPUTE_UNKNOWN, DISPUTE_STATE, LIMIT_EXCEEDED. */
export async function addDisputeEvidence(
  services: WindowCommandServices,
  command: OfDispute & { readonly evidence: readonly string[] },
): Promise<Outcome<DisputePosted>> {
  const { disputeId, evidence, acting } = command;
  return changeDispute(services, command, { disputeId, evidence }, async (sql, dispute, at) => {
    if (dispute.releaseTransactionId !== null) return decidedAlready();
    if (dispute.evidence.length + evidence.length > MAX_EVIDENCE)
      return refuse('LIMIT_EXCEEDED', `A dispute takes ${MAX_EVIDENCE} pieces of evidence.`, ['input', 'evidence']);
    await addEvidence(sql, disputeId, asGiven(evidence, acting, at));
    return null;
  });
}

/**
 * Ends a dispute: by the operator's decision, or because whoever opened it gives up. Refusals in order: IDEMPOTENCY_KEY_REUSED, DISPUTE_UNKNOWN,
 * DISPUTE_STATE, REFUND_EXCEEDS_REDEMPTION (more points than the transaction moved).
 */
export async function decideDispute(
  services: WindowCommandServices,
  command: DecideDispute,
): Promise<Outcome<DisputePosted>> {
  const { programmeId, reference, disputeId, outcome, decision, upheldPoints, partnerId, acting } = command;
  return runWindowCommand<DisputePosted>(
    services,
    {
      ...command,
      kind: 'DISPUTE_RELEASE',
      statusWhenDone: 'OK',
      body: { disputeId, state: outcome, decision, upheldPoints },
    },
    async (sql, transactionId, at) => {
      const dispute = await findDispute(sql, command);
      if (dispute === null || (partnerId !== null && dispute.raisedBy !== partnerId)) return not(UNKNOWN);
      if (dispute.releaseTransactionId !== null) return not(decidedAlready());
      const [disputed] = upheldPoints === null ? [] : await readTransactions(sql, programmeId, [dispute.transactionId]);
      if (upheldPoints !== null) {
        const moved = disputed === undefined ? 0n : magnitudeOf(disputed.points);
        if (!GIVES_BACK.has(disputed?.kind ?? '') || upheldPoints > moved)
          return not(
            refuse('REFUND_EXCEEDS_REDEMPTION', 'The transaction did not move so many points that can be given back.', [
              'input',
              'upheldPoints',
            ]),
          );
      }
      const window = await readOpenWindow(sql, programmeId);
      assert(window !== null, 'a programme with a transaction has an open window');
      const posting = emptyPosting(transactionId);
      const contested = await entryOf(sql, dispute.transactionId, dispute.entry);
      if (contested !== null)
        releaseDisputed(posting, contested, memoOf(dispute.reference ?? disputeId, dispute.transactionId));
      await append(sql, window, posting, reference, services.ids);
      await endDispute(sql, disputeId, {
        ...{ outcome, decision, upheldPoints, by: proposerOf(acting), at, releaseTransactionId: transactionId },
      });
      return {
        outcome: accepted({ disputeId, transactionId }),
        sentence: `The dispute was decided: ${outcome.toLowerCase().replaceAll('_', ' ')}. What was held back is released.`,
        windowId: window.windowId,
        originalId: dispute.transactionId,
        partnerId: dispute.raisedBy,
      };
    },
  );
}

/** Kinds of transactions whose points a decision can give back. */
const GIVES_BACK: ReadonlySet<string> = new Set(['REDEMPTION', 'CAPTURE', 'PURCHASE', 'GRANT']);

const UNKNOWN = refuse('DISPUTE_UNKNOWN', 'No such dispute in this programme.', ['input', 'disputeId']);

function decidedAlready(message = 'The dispute was decided already.'): Refusal {
  return refuse('DISPUTE_STATE', message, ['input', 'disputeId']);
}

/** The dispute, if it concerns who asks: the operator, whoever opened it, or the partner at whose till it happened. */
async function findDispute(sql: AnySql, { programmeId, disputeId, partnerId }: OfDispute): Promise<DisputeRow | null> {
  const [dispute] = await readDisputes(sql, programmeId, [disputeId]);
  if (dispute === undefined) return null;
  if (partnerId === null || dispute.raisedBy === partnerId) return dispute;
  const [disputed] = await readTransactions(sql, programmeId, [dispute.transactionId]);
  return disputed?.partnerId === partnerId ? dispute : null;
}

/** A change of a dispute that moves no money. */
async function changeDispute(
  services: WindowCommandServices,
  command: OfDispute,
  body: object,
  change: (sql: AnySql, dispute: DisputeRow, at: Date) => Promise<Refusal | null>,
): Promise<Outcome<DisputePosted>> {
  return runWindowCommand<DisputePosted>(
    services,
    { ...command, kind: 'DISPUTE_CHANGE', statusWhenDone: 'NOTED', body },
    async (sql, _transactionId, at) => {
      const dispute = await findDispute(sql, command);
      if (dispute === null) return not(UNKNOWN);
      const refusal = await change(sql, dispute, at);
      if (refusal !== null) return not(refusal);
      return {
        outcome: accepted({ disputeId: dispute.disputeId, transactionId: null }),
        sentence: 'The dispute goes on.',
        originalId: dispute.transactionId,
        partnerId: dispute.raisedBy,
      };
    },
  );
}

function asGiven(evidence: readonly string[], acting: Acting, at: Date): Evidence[] {
  return evidence.map((text) => ({ text, by: proposerOf(acting), at: at.toISOString() }));
}

/** By when a dispute is answered and decided, in business days from its opening. */
function datesFrom(at: Date, reference: Reference): { answerBy: string; decideBy: string } {
  const { disputeAnswerBusinessDays = 0, disputeDecisionBusinessDays = 0 } = cycleTermsAt(reference, at);
  const days = calendarAt(reference, at);
  const today = businessDate(at, reference.programme.timeZone);
  return {
    answerBy: addBusinessDays(today, disputeAnswerBusinessDays, days),
    decideBy: addBusinessDays(today, disputeDecisionBusinessDays, days),
  };
}

function magnitudeOf(points: bigint): bigint {
  return points < 0n ? -points : points;
}

function not(refusal: Refusal) {
  return { outcome: refused(refusal), sentence: 'Nothing was held back or released.' };
}

/** Whether a partner pays or is paid: it has a leg in the entry, or under the pool, where the reserve pays, funds points that were spent. */
function isParty(
  partnerId: string,
  entry: JournalEntry | null,
  funders: readonly { readonly funderId: string | null }[],
): boolean {
  if (funders.some(({ funderId }) => funderId === partnerId)) return true;
  return entry?.legs.some(({ account }) => account === `PARTNER:${partnerId}`) ?? false;
}

function memoOf(name: string, disputedId: string): string {
  return `dispute ${name} on ${disputedId}`;
}

/** Rule R15: the window of the original while that is not final, else the open one. */
async function windowOfHold(
  sql: AnySql,
  programmeId: string,
  windowId: string,
  reference: Reference,
): Promise<WindowRow> {
  const [own] = await readWindows(sql, programmeId, [windowId]);
  assert(own !== undefined, 'a transaction is in a window of its programme');
  const notFinal = own.state === 'CLOSING' || own.state === 'CLOSED' || own.state === 'IN_REVIEW';
  const inReview = notFinal && windowTermsOf(reference).hasReview(own);
  if (own.state === 'OPEN' || inReview) return own;
  const open = await readOpenWindow(sql, programmeId);
  assert(open !== null, 'a programme with a transaction has an open window');
  return open;
}

/** Writes a posting that moves money only. Closed windows from this one on are sealed again: each brings in what the one before carries. */
async function append(
  sql: AnySql,
  window: WindowRow,
  posting: Posting,
  reference: Reference,
  ids: IdSource,
): Promise<void> {
  const { transactionId, journal, obligations } = posting;
  await appendEntries(sql, { ...window, transactionId }, journal, obligations);
  await statementOf(addToWindowSlot({ windowId: window.windowId, lane: 0 }, [transactionId]), sql);
  if (window.state === 'OPEN' || journal.length === 0) return;
  await resealFrom(sql, window.programmeId, window.number, windowTermsOf(reference), ids);
}

async function entryOf(sql: AnySql, transactionId: string, entry: number): Promise<JournalEntry | null> {
  const row = (await readEntries(sql, [transactionId])).find((one) => one.entry === entry);
  if (row === undefined) return null;
  return {
    type: row.type as JournalEntry['type'],
    legs: row.accounts.map((account, at) => ({
      account,
      component: row.components[at] as MoneyComponent,
      amountMinor: row.amounts[at]!,
    })),
  };
}

/** Holds and releases mirror an entry: they look at no terms and make no rows. */
function emptyPosting(transactionId: string): Posting {
  const never = (): never => {
    throw new Error('Broken promise: a dispute looks at no terms');
  };
  return openPosting({
    transactionId,
    businessDate: '',
    terms: {
      get programme() {
        return never();
      },
      contractVersion: never,
      contractInForce: never,
    },
    newId: never,
  });
}
