// What happens to the items of a window once it is approved: sent to the bank, paid, refused by the bank, not paid at all. Each function is a
// part of a command that holds the closing lock.
import type { AnySql, TransactionSql } from '../../../db/client.ts';
import { requestHash } from '../../serving/idempotency.ts';
import { assert } from '../../shared/assert.ts';
import type { Money } from '../../shared/money.ts';
import type { JournalEntry } from '../domain/book.ts';
import { bankReference } from '../domain/files/bank-reference.ts';
import type { Reference } from '../domain/reference.ts';
import type { Conversion } from '../domain/settlement-currencies.ts';
import {
  allDone,
  type Cover,
  carryInLegs,
  carryOutLegs,
  coverOf,
  defaultLegs,
  exchangeLegs,
  openingLegs,
  paymentLegs,
  reinclusionLegs,
  returnLegs,
  stateWhenFinal,
} from '../domain/settlement-items.ts';
import { sha256 } from '../statements/sha256.ts';
import { addToWindowSlot } from '../store/posting/add-to-slots.ts';
import { statementOf } from '../store/posting/batch-sql.ts';
import {
  insertInstructions,
  markReturned,
  noteBooked,
  readInstructionsOf,
  reportInstructions,
} from '../store/settlement/instructions.ts';
import {
  decideItems,
  type ItemRow,
  markDefaulted,
  markReincluded,
  moveItems,
  paidIn,
  readCollateralCalled,
  readItemsOf,
} from '../store/settlement/items.ts';
import { appendEntries } from '../store/windows/entries.ts';
import { markSettled } from '../store/windows/mark-settled.ts';
import { readNetPositions } from '../store/windows/read-net-positions.ts';
import { insertWindowCommand } from '../store/windows/window-command.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { moveFinalWindow } from '../store/windows/write-close.ts';

/**
 * The window is final: each item is zero, carried on, or approved for its day, converted where it is paid in another currency. Nothing to pay: the window
 * is settled.
 */
export async function approveItems(
  sql: TransactionSql,
  window: WindowRow,
  approved: {
    readonly dueOn: string | null;
    readonly at: Date;
    readonly conversions: readonly Conversion[];
    /** The proposal whose rates they were converted at. */
    readonly ratesOf: string | null;
  },
): Promise<void> {
  const converted = new Map(approved.conversions.map((conversion) => [conversion.partnerId, conversion]));
  const items = (await readNetPositions(sql, [window.windowId])).map(({ partnerId, action }) => {
    const state = stateWhenFinal(action);
    const { currency, amountMinor } = converted.get(partnerId) ?? { currency: null, amountMinor: null };
    assert(currency === null || amountMinor !== null, 'a window that is final has the rates that it needs');
    const isPaidIn = state === 'APPROVED' && currency !== null && amountMinor !== null;
    return { partnerId, state, settlement: isPaidIn ? { minor: amountMinor, currency } : null };
  });
  await decideItems(sql, window.windowId, items, approved);
  if (!items.some(({ state }) => state === 'APPROVED')) await markSettled(sql, window.windowId, approved.at);
}

export interface Release {
  readonly proposalId: string;
  /** Null is all that is approved, failed or came back. */
  readonly partnerIds: readonly string[] | null;
  readonly at: Date;
}

/** Items that a release would send to the bank. */
export function releasable(items: readonly ItemRow[], partnerIds: readonly string[] | null): ItemRow[] {
  return items.filter(
    ({ state, partnerId }) =>
      (state === 'APPROVED' || state === 'FAILED' || state === 'RETURNED') &&
      (partnerIds === null || partnerIds.includes(partnerId)),
  );
}

/** An item that a release would send to the bank, what would move there, and the name under which it would go: one that was never used. */
export interface PaymentToRelease extends ItemRow {
  readonly paid: Money;
  readonly attempt: number;
  readonly endToEndId: string;
}

/** What a release would send, by partner. Every EndToEndId begins with the names of programme, window and partner. */
export async function paymentsToRelease(
  sql: AnySql,
  reference: Reference,
  window: WindowRow,
  partnerIds: readonly string[] | null,
): Promise<PaymentToRelease[]> {
  const items = releasable(await readItemsOf(sql, [window.windowId]), partnerIds);
  const instructed = await readInstructionsOf(
    sql,
    items.map(({ itemId }) => itemId),
  );
  const attempts = new Map(instructed.map(({ itemId, attempt }) => [itemId, attempt]));
  const names = [reference.programme.code ?? window.programmeId, window.label ?? `W${window.number}`];
  return items.map((item) => {
    const attempt = (attempts.get(item.itemId) ?? 0) + 1;
    const partner = reference.partners.get(item.partnerId)?.code ?? item.partnerId;
    const parts = [...names, partner, ...(attempt === 1 ? [] : [`R${attempt}`])];
    return { ...item, paid: paidIn(item), attempt, endToEndId: bankReference(sha256, parts) };
  });
}

/** Sends items to the bank. Answers how many. */
export async function instructItems(
  sql: TransactionSql,
  reference: Reference,
  window: WindowRow,
  release: Release,
): Promise<number> {
  const payments = await paymentsToRelease(sql, reference, window, release.partnerIds);
  await insertInstructions(
    sql,
    { ...release, programmeId: window.programmeId },
    payments.map(({ itemId, attempt, endToEndId, paid }) => ({ itemId, attempt, endToEndId, amountMinor: paid.minor })),
  );
  const itemIds = payments.map(({ itemId }) => itemId);
  await moveItems(sql, itemIds, 'INSTRUCTED', null);
  if (window.state === 'FINALISED') await moveFinalWindow(sql, window.windowId, 'SETTLING');
  return payments.length;
}

/** What the bank moved for a payment, in minor units of the programme's currency and of the net's sign; null is the net. */
interface Booked {
  readonly item: ItemRow;
  readonly bookedMinor: bigint | null;
}

/** The bank executed payments: each is booked in the window that it settles, in the name of one transaction. */
export async function bookPayments(
  sql: TransactionSql,
  window: WindowRow,
  payments: readonly (Booked & { readonly bankReference: string | null })[],
  transactionId: string,
  at: Date,
): Promise<void> {
  const entries: JournalEntry[] = payments.map(({ item: { partnerId, amountMinor }, bookedMinor }) => ({
    type: 'SETTLEMENT',
    legs: paymentLegs(partnerId, amountMinor, bookedMinor ?? amountMinor),
  }));
  await appendEntries(sql, { ...window, transactionId }, entries);
  const itemIds = payments.map(({ item }) => item.itemId);
  const reports = payments.map(({ item: { itemId }, bankReference, bookedMinor }) => ({
    ...{ itemId, bankReference, bookedMinor, reason: null },
  }));
  await reportInstructions(sql, reports, { result: 'EXECUTED', at });
  await moveItems(sql, itemIds, 'SETTLED', at);
  await settleWhenDone(sql, window, at);
}

/** The bank says at what it exchanged payments that are booked: the difference to their nets, in the windows that they settled. */
export async function bookExchanges(
  sql: TransactionSql,
  window: WindowRow,
  payments: readonly { readonly item: ItemRow; readonly endToEndId: string; readonly bookedMinor: bigint }[],
  transactionId: string,
): Promise<void> {
  const entries = payments.flatMap(({ item: { partnerId, amountMinor }, bookedMinor }): JournalEntry[] => {
    const legs = exchangeLegs(amountMinor, bookedMinor);
    return legs.length === 0
      ? []
      : [{ type: 'SETTLEMENT', memo: `payment of ${partnerId} as the bank exchanged it`, legs }];
  });
  await appendEntries(sql, { ...window, transactionId }, entries);
  await noteBooked(sql, payments, window.programmeId);
}

/**
 * Money that was booked came back: taken back in the window that it had settled, which is open to payments again. Where the bank does not say what it
 * moved this time, it is what it moved the first.
 */
export async function bookReturns(
  sql: TransactionSql,
  window: WindowRow,
  returns: readonly (Booked & { readonly reason: string | null })[],
  transactionId: string,
  at: Date,
): Promise<void> {
  const itemIds = returns.map(({ item }) => item.itemId);
  const executed = new Map(
    (await readInstructionsOf(sql, itemIds))
      .filter(({ result }) => result === 'EXECUTED')
      .map(({ itemId, bookedMinor }) => [itemId, bookedMinor]),
  );
  const moved = returns.map(({ item, bookedMinor, reason }) => ({
    ...{ item, reason, returnedMinor: bookedMinor ?? executed.get(item.itemId) ?? null },
  }));
  const entries: JournalEntry[] = moved.map(({ item: { partnerId, amountMinor }, returnedMinor }) => ({
    type: 'SETTLEMENT',
    memo: 'came back',
    legs: returnLegs(partnerId, amountMinor, returnedMinor ?? amountMinor),
  }));
  await appendEntries(sql, { ...window, transactionId }, entries);
  const reports = moved.map(({ item: { itemId }, reason, returnedMinor }) => ({
    ...{ itemId, bankReference: null, reason, bookedMinor: returnedMinor },
  }));
  await markReturned(sql, reports, at);
  await moveItems(sql, itemIds, 'RETURNED', null);
  if (window.state === 'SETTLED') await moveFinalWindow(sql, window.windowId, 'SETTLING');
}

/** A partner does not pay: its collateral does, then the operator. The others' amounts stay what they are. */
export async function bookDefault(
  sql: TransactionSql,
  window: WindowRow,
  item: ItemRow,
  transactionId: string,
  collateralMinor: bigint,
  at: Date,
): Promise<Cover> {
  assert(item.amountMinor < 0n, 'only who owes defaults');
  const cover = coverOf(-item.amountMinor, collateralMinor - (await readCollateralCalled(sql, item.partnerId)));
  const memo = `default of ${item.partnerId}`;
  await appendEntries(sql, { ...window, transactionId }, [
    { type: 'SETTLEMENT', memo, legs: defaultLegs(item.partnerId, cover) },
  ]);
  await markDefaulted(sql, item.itemId, cover.collateralMinor, at);
  await settleWhenDone(sql, window, at);
  return cover;
}

/** Whether an item can be taken into the open window: a default that was not yet, or what failed or came back. */
export function reincludable({ state, reincludedBy }: ItemRow): boolean {
  return state === 'FAILED' || state === 'RETURNED' || (state === 'DEFAULTED' && reincludedBy === null);
}

/**
 * A default is due again, or what could not be paid is: in the open window, where it will be netted with everything else. What could not be
 * paid leaves its own window at the same time, in a transaction of that window: `leaving`.
 */
export async function bookReinclusion(
  sql: TransactionSql,
  window: WindowRow,
  open: WindowRow,
  item: ItemRow,
  transactionId: string,
  leaving: { readonly transactionId: string; readonly proposalId: string; readonly at: Date },
): Promise<void> {
  const { partnerId, amountMinor } = item;
  const { at } = leaving;
  const covered = item.state === 'DEFAULTED';
  const collateralMinor = item.collateralMinor ?? 0n;
  const legs = covered
    ? reinclusionLegs(partnerId, { collateralMinor, operatorMinor: -amountMinor - collateralMinor })
    : carryInLegs(partnerId, amountMinor);
  const memo = `${covered ? 'default' : 'unpaid net'} of ${item.windowId} due again`;
  await appendEntries(sql, { ...open, transactionId }, [{ type: 'ADJUSTMENT', memo, legs }]);
  await statementOf(addToWindowSlot({ windowId: open.windowId, lane: 0 }, [transactionId]), sql);
  await markReincluded(sql, item, transactionId, at);
  if (covered) return;
  const { programmeId, windowId } = window;
  const sentence = `What could not be paid is carried into window ${open.number}.`;
  await insertWindowCommand(sql, {
    ...{ transactionId: leaving.transactionId, programmeId, windowId, partnerId, originalId: null, at },
    ...{ kind: 'SETTLEMENT', status: 'OK', keySpace: 'settlement step', idempotencyKey: leaving.proposalId },
    ...{
      requestHash: requestHash('carried out', { proposalId: leaving.proposalId }),
      details: { explanation: { sentence, steps: [] } },
    },
  });
  await appendEntries(sql, { ...window, transactionId: leaving.transactionId }, [
    { type: 'SETTLEMENT', memo: `carried into ${open.windowId}`, legs: carryOutLegs(partnerId, amountMinor) },
  ]);
  await settleWhenDone(sql, window, at);
}

/** What a partner brings along is netted in the open window with whatever happens there. */
export async function bookOpening(
  sql: TransactionSql,
  open: WindowRow,
  partnerId: string,
  amountMinor: bigint,
  transactionId: string,
): Promise<void> {
  const legs = openingLegs(partnerId, amountMinor);
  await appendEntries(sql, { ...open, transactionId }, [{ type: 'OPENING_BALANCE', legs }]);
  await statementOf(addToWindowSlot({ windowId: open.windowId, lane: 0 }, [transactionId]), sql);
}

/** A window advances on the least of its items: when all are done it is settled. */
async function settleWhenDone(sql: TransactionSql, window: WindowRow, at: Date): Promise<void> {
  if (!allDone(await readItemsOf(sql, [window.windowId]))) return;
  await markSettled(sql, window.windowId, new Date(Math.max(at.getTime(), window.closedAt?.getTime() ?? 0)));
}
