// The second trip: one row a key, all tables at once. Nothing is decided here.
import type { WireStatement } from '../../../db/exchange.ts';
import type { Batch } from '../domain/batch.ts';
import {
  addToMoneySlots,
  addToObligationSlots,
  addToPointsSlots,
  addToWindowSlot,
  type SlotRow,
} from '../store/posting/add-to-slots.ts';
import { type Part, type Write, wireOfAll } from '../store/posting/batch-sql.ts';
import { insertJournal } from '../store/posting/insert-journal.ts';
import { insertLots } from '../store/posting/insert-lots.ts';
import { insertOutbox } from '../store/posting/insert-outbox.ts';
import { insertTransactions } from '../store/posting/insert-transactions.ts';
import { insertTransfers } from '../store/posting/insert-transfers.ts';
import { updateLots } from '../store/posting/update-lots.ts';
import { updateWallets } from '../store/posting/update-wallets.ts';
import { upsertAdjustments } from '../store/posting/upsert-adjustments.ts';
import { upsertDebts } from '../store/posting/upsert-debts.ts';
import { upsertHoldLots, upsertHolds } from '../store/posting/upsert-holds.ts';
import { upsertLines } from '../store/posting/upsert-lines.ts';
import { raiseBudgets } from '../store/rules/raise-budgets.ts';
import { raiseCounters } from '../store/rules/raise-counters.ts';

/**
 * Writes a decided batch: every table's write as one part of one statement, because a statement has a price of its own and a batch of one
 * pays it too. Tables with nothing to write have no part. The parts touch different tables, or (new lots and changed ones) different rows.
 * Null when there is nothing to write at all.
 */
export function writeBatch(batch: Batch, slot: SlotRow): WireStatement | null {
  const { programmeId } = batch.facts;
  const writes: Write[] = [];
  const add = <Row>(rows: readonly Row[], write: (rows: readonly Row[]) => Part, change = false): void => {
    if (rows.length > 0) writes.push({ part: write(rows), changes: change ? rows.length : null });
  };
  add(batch.records, insertTransactions);
  add(batch.transfers, insertTransfers);
  add([...batch.openedLots], (lots) => insertLots(programmeId, batch.now, lots));
  add([...batch.changedLots], updateLots, true);
  add(batch.journal, (rows) => insertJournal(programmeId, slot.windowId, rows));
  add([...batch.lines.values()], upsertLines);
  add([...batch.debts], upsertDebts);
  add([...batch.holds.values()], (rows) => upsertHolds(programmeId, rows));
  add([...batch.holds.values()], upsertHoldLots);
  add([...batch.adjustments.values()], (rows) => upsertAdjustments(programmeId, rows));
  add([...batch.wallets.values()], (wallets) => updateWallets(batch.now, wallets), true);
  add(inOrder(batch.moneySlots), (slots) => addToMoneySlots(slot, slots));
  add(inOrder(batch.pointsSlots), (slots) => addToPointsSlots(slot, slots));
  add(inOrder(batch.obligationSlots), (slots) => addToObligationSlots(slot, slots));
  add([...batch.usage.counterRises.values()], (rises) => raiseCounters(programmeId, rises));
  add([...batch.usage.budgetRises.values()], (rises) => raiseBudgets(programmeId, rises));
  const posted = batch.records.flatMap(({ windowId, transactionId }) => (windowId === null ? [] : [transactionId]));
  if (posted.length > 0) writes.push({ part: addToWindowSlot(slot, posted), changes: null });
  const moved = batch.positionsChanged();
  const events = moved === null ? batch.events : [...batch.events, moved];
  if (events.length > 0) writes.push({ part: insertOutbox(programmeId, batch.now, events), changes: null });
  return writes.length === 0 ? null : wireOfAll(writes);
}

/** Writers that share slots take them in one order, so that none waits in a circle. */
function inOrder<Slot>(slots: ReadonlyMap<string, Slot>): Slot[] {
  return [...slots].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, slot]) => slot);
}
