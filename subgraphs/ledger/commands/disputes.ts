/**
 * A partner contests a transaction: what it did to partners is held back until it is decided (settlement R15).
 *
 * open    lock -> the transaction's first money entry, not held already -> its mirror against OP:DISPUTE_SUSPENSE, in the window of the
 *         transaction while that is not final, else in the open one -> nets of closed windows are sealed again -> the dispute
 * decide  lock -> the inverse of the hold in the open window -> the dispute's outcome
 *
 * No points move: what is upheld is refunded or returned as a transaction of its own. The closing lock keeps posting out for the few
 * milliseconds it takes, as a close does: disputes are rare.
 */
import type { AnySql } from '../../../db/client.ts';
import { assert } from '../../shared/assert.ts';
import type { IdSource } from '../../shared/ids.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import type { JournalEntry, MoneyComponent } from '../domain/book.ts';
import { openPosting, type Posting } from '../domain/posting.ts';
import { holdDisputed, releaseDisputed } from '../domain/posting-rules/dispute.ts';
import type { Reference } from '../domain/reference.ts';
import { windowTermsOf } from '../domain/window-terms.ts';
import { type DisputeRow, endDispute, insertDispute, isHeld, readDisputes } from '../store/disputes/disputes.ts';
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

type DisputeCommand = Omit<WindowCommand, 'windowId'> & { readonly reference: Reference };

export interface OpenDispute extends DisputeCommand {
  readonly transactionId: string;
  /** Null is the operator. */
  readonly raisedBy: string | null;
  readonly reason: string;
  /** The partner's own name for it. */
  readonly name: string | null;
}

export interface DecideDispute extends DisputeCommand {
  readonly disputeId: string;
  readonly state: Exclude<DisputeRow['state'], 'HELD'>;
}

/** What either command leaves: the dispute, and the transaction that held back or released. */
export interface DisputePosted {
  readonly disputeId: string;
  readonly transactionId: string;
}

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, TRANSACTION_UNKNOWN, DISPUTE_STATE. */
export async function openDispute(
  services: WindowCommandServices,
  command: OpenDispute,
): Promise<Outcome<DisputePosted>> {
  const { programmeId, reference, transactionId: disputedId, raisedBy, reason, name } = command;
  const body = { transactionId: disputedId, raisedBy, reason, name };
  return runWindowCommand<DisputePosted>(
    services,
    { ...command, kind: 'DISPUTE_HOLD', statusWhenDone: 'OK', body },
    async (sql, transactionId, at) => {
      if (raisedBy !== null && !reference.partners.has(raisedBy))
        return not(refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'raisedById']));
      const [disputed] = await readTransactions(sql, programmeId, [disputedId]);
      if (disputed === undefined || disputed.windowId === null)
        return not(refuse('TRANSACTION_UNKNOWN', 'No such transaction.', ['input', 'transactionId']));
      const entry = await firstEntryOf(sql, disputedId);
      const funders = await readFunding(sql, [disputedId]);
      if (raisedBy !== null && raisedBy !== disputed.partnerId && !isParty(raisedBy, entry, funders))
        return not(
          refuse('TRANSACTION_UNKNOWN', 'The transaction is none of this partner’s.', ['input', 'transactionId']),
        );
      if (await isHeld(sql, disputedId))
        return not(refuse('DISPUTE_STATE', 'The transaction is in dispute already.', ['input', 'transactionId']));

      const window = await windowOfHold(sql, programmeId, disputed.windowId, reference);
      const posting = emptyPosting(transactionId);
      const disputeId = services.ids();
      if (entry !== null) holdDisputed(posting, entry, memoOf(name ?? disputeId, disputedId));
      await append(sql, window, posting, reference, services.ids);
      await insertDispute(
        sql,
        {
          disputeId,
          programmeId,
          transactionId: disputedId,
          entry: 1,
          raisedBy,
          reason,
          reference: name,
          state: 'HELD',
          holdTransactionId: transactionId,
          releaseTransactionId: null,
        },
        at,
      );
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

/** Refusals in order: IDEMPOTENCY_KEY_REUSED, DISPUTE_UNKNOWN, DISPUTE_STATE. */
export async function decideDispute(
  services: WindowCommandServices,
  command: DecideDispute,
): Promise<Outcome<DisputePosted>> {
  const { programmeId, reference, disputeId, state } = command;
  return runWindowCommand<DisputePosted>(
    services,
    { ...command, kind: 'DISPUTE_RELEASE', statusWhenDone: 'OK', body: { disputeId, state } },
    async (sql, transactionId, at) => {
      const [dispute] = await readDisputes(sql, programmeId, [disputeId]);
      if (dispute === undefined)
        return not(refuse('DISPUTE_UNKNOWN', 'No such dispute in this programme.', ['input', 'disputeId']));
      if (dispute.state !== 'HELD')
        return not(refuse('DISPUTE_STATE', 'The dispute was decided already.', ['input', 'disputeId']));
      const window = await readOpenWindow(sql, programmeId);
      assert(window !== null, 'a programme with a transaction has an open window');
      const posting = emptyPosting(transactionId);
      const entry = await firstEntryOf(sql, dispute.transactionId);
      if (entry !== null)
        releaseDisputed(posting, entry, memoOf(dispute.reference ?? disputeId, dispute.transactionId));
      await append(sql, window, posting, reference, services.ids);
      await endDispute(sql, disputeId, state, transactionId, at);
      return {
        outcome: accepted({ disputeId, transactionId }),
        sentence: `The dispute was decided: ${state.toLowerCase().replaceAll('_', ' ')}. What was held back is released.`,
        windowId: window.windowId,
        originalId: dispute.transactionId,
        partnerId: dispute.raisedBy,
      };
    },
  );
}

function not(refusal: ReturnType<typeof refuse>) {
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
  const inReview = notFinal && windowTermsOf(reference).hasReview;
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
  await statementOf(addToWindowSlot({ windowId: window.windowId, lane: 0 }, 1), sql);
  if (window.state === 'OPEN' || journal.length === 0) return;
  await resealFrom(sql, window.programmeId, window.number, windowTermsOf(reference), ids);
}

async function firstEntryOf(sql: AnySql, transactionId: string): Promise<JournalEntry | null> {
  const [row] = await readEntries(sql, [transactionId]);
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
