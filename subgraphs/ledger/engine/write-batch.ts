// The second trip: one statement a table, one row a key. Nothing is decided here.
import type { Batch } from '../domain/batch.ts';
import {
  addToMoneySlots,
  addToObligationSlots,
  addToPointsSlots,
  addToWindowSlot,
  type SlotRow,
} from '../store/posting/add-to-slots.ts';
import type { AnySql, Statement } from '../store/posting/batch-sql.ts';
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

/** The statements that write a decided batch; tables with nothing to write have none. */
export function writeBatch(sql: AnySql, batch: Batch, slot: SlotRow): Statement<object>[] {
  const { programmeId } = batch.facts;
  const statements: Statement<object>[] = [];
  const add = <Row>(rows: readonly Row[], statement: (rows: readonly Row[]) => Statement<object>): void => {
    if (rows.length > 0) statements.push(statement(rows));
  };
  add(batch.records, (rows) => insertTransactions(sql, rows));
  add(batch.transfers, (rows) => insertTransfers(sql, rows));
  add([...batch.openedLots], (lots) => insertLots(sql, programmeId, batch.now, lots));
  add([...batch.changedLots], (lots) => updateLots(sql, lots));
  add(batch.journal, (rows) => insertJournal(sql, programmeId, slot.windowId, rows));
  add([...batch.lines.values()], (rows) => upsertLines(sql, rows));
  add([...batch.debts], (debts) => upsertDebts(sql, debts));
  add([...batch.holds.values()], (rows) => upsertHolds(sql, programmeId, rows));
  add([...batch.holds.values()], (rows) => upsertHoldLots(sql, rows));
  add([...batch.adjustments.values()], (rows) => upsertAdjustments(sql, programmeId, rows));
  add([...batch.wallets.values()], (wallets) => updateWallets(sql, batch.now, wallets));
  add(inOrder(batch.moneySlots), (slots) => addToMoneySlots(sql, slot, slots));
  add(inOrder(batch.pointsSlots), (slots) => addToPointsSlots(sql, slot, slots));
  add(inOrder(batch.obligationSlots), (slots) => addToObligationSlots(sql, slot, slots));
  if (batch.posted > 0) statements.push(addToWindowSlot(sql, slot, batch.posted));
  if (batch.events.length > 0) statements.push(insertOutbox(sql, programmeId, batch.now, batch.events));
  return statements;
}

/** Writers that share slots take them in one order, so that none waits in a circle. */
function inOrder<Slot>(slots: ReadonlyMap<string, Slot>): Slot[] {
  return [...slots].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, slot]) => slot);
}
