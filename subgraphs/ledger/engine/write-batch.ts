// The second trip: one row a key, all tables at once. Nothing is decided here.
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

/** A write, and how many rows it must change when it changes rows that are there. */
interface Write {
  readonly statement: Statement<object>;
  readonly changes: number | null;
}

/**
 * Writes a decided batch: every table's write as one part of one statement, because a statement has a price of its own and a batch of one
 * pays it too. Tables with nothing to write have no part. The parts touch different tables, or (new lots and changed ones) different rows.
 * Null when there is nothing to write at all.
 */
export function writeBatch(sql: AnySql, batch: Batch, slot: SlotRow): Statement<object> | null {
  const { programmeId } = batch.facts;
  const writes: Write[] = [];
  const add = <Row>(
    rows: readonly Row[],
    statement: (rows: readonly Row[]) => Statement<object>,
    change = false,
  ): void => {
    if (rows.length > 0) writes.push({ statement: statement(rows), changes: change ? rows.length : null });
  };
  add(batch.records, (rows) => insertTransactions(sql, rows));
  add(batch.transfers, (rows) => insertTransfers(sql, rows));
  add([...batch.openedLots], (lots) => insertLots(sql, programmeId, batch.now, lots));
  add([...batch.changedLots], (lots) => updateLots(sql, lots), true);
  add(batch.journal, (rows) => insertJournal(sql, programmeId, slot.windowId, rows));
  add([...batch.lines.values()], (rows) => upsertLines(sql, rows));
  add([...batch.debts], (debts) => upsertDebts(sql, debts));
  add([...batch.holds.values()], (rows) => upsertHolds(sql, programmeId, rows));
  add([...batch.holds.values()], (rows) => upsertHoldLots(sql, rows));
  add([...batch.adjustments.values()], (rows) => upsertAdjustments(sql, programmeId, rows));
  add([...batch.wallets.values()], (wallets) => updateWallets(sql, batch.now, wallets), true);
  add(inOrder(batch.moneySlots), (slots) => addToMoneySlots(sql, slot, slots));
  add(inOrder(batch.pointsSlots), (slots) => addToPointsSlots(sql, slot, slots));
  add(inOrder(batch.obligationSlots), (slots) => addToObligationSlots(sql, slot, slots));
  if (batch.posted > 0) writes.push({ statement: addToWindowSlot(sql, slot, batch.posted), changes: null });
  if (batch.events.length > 0)
    writes.push({ statement: insertOutbox(sql, programmeId, batch.now, batch.events), changes: null });
  return inOneStatement(sql, writes);
}

/** `WITH w0 AS (...), w1 AS (...) SELECT`: parts that write always run, once and to their end; the last line checks the row counts. */
function inOneStatement(sql: AnySql, writes: readonly Write[]): Statement<object> | null {
  let parts: Statement<object> | null = null;
  let checks: Statement<object> | null = null;
  for (const [at, { statement, changes }] of writes.entries()) {
    const name = sql(`w${at}`);
    parts =
      parts === null ? sql<object[]>`${name} AS (${statement})` : sql<object[]>`${parts}, ${name} AS (${statement})`;
    if (changes === null) continue;
    const check = sql<object[]>`ledger.expect_rows((SELECT count(*) FROM ${name}), ${changes}::bigint)`;
    checks = checks === null ? check : sql<object[]>`${checks}, ${check}`;
  }
  return parts === null ? null : sql<object[]>`WITH ${parts} SELECT ${checks ?? sql`1`}`;
}

/** Writers that share slots take them in one order, so that none waits in a circle. */
function inOrder<Slot>(slots: ReadonlyMap<string, Slot>): Slot[] {
  return [...slots].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, slot]) => slot);
}
