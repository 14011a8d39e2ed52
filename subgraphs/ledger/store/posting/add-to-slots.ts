// The accumulators: what a window's accounts, points and obligations add up to, one row per key and writer lane. Keys are given in
// order and each once: writers of one lane never wait in a circle, and no row is changed twice by one statement.
import type { MoneySlot, ObligationSlot, PointsSlot } from '../../domain/batch.ts';
import { type Part, part } from './batch-sql.ts';
import { integerColumn, plainColumn } from './columns.ts';

/** Which row of each key this writer adds to. */
export interface SlotRow {
  readonly windowId: string;
  readonly lane: number;
}

export function addToMoneySlots({ windowId, lane }: SlotRow, slots: readonly MoneySlot[]): Part {
  return part`
    INSERT INTO ledger.money_slot AS slot (window_id, account, component, lane, debits, credits)
    SELECT
      ${windowId}::uuid,
      ${plainColumn('text', slots, (slot) => slot.account)},
      ${plainColumn('text', slots, (slot) => slot.component)},
      ${lane}::smallint,
      ${integerColumn('bigint', slots, (slot) => slot.debits)},
      ${integerColumn('bigint', slots, (slot) => slot.credits)}
    ON CONFLICT (window_id, account, component, lane)
    DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
}

export function addToPointsSlots({ windowId, lane }: SlotRow, slots: readonly PointsSlot[]): Part {
  return part`
    INSERT INTO ledger.points_slot AS slot (window_id, account, lane, debits, credits)
    SELECT
      ${windowId}::uuid,
      ${plainColumn('text', slots, (slot) => slot.account)},
      ${lane}::smallint,
      ${integerColumn('bigint', slots, (slot) => slot.debits)},
      ${integerColumn('bigint', slots, (slot) => slot.credits)}
    ON CONFLICT (window_id, account, lane)
    DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
}

export function addToObligationSlots({ windowId, lane }: SlotRow, slots: readonly ObligationSlot[]): Part {
  return part`
    INSERT INTO ledger.obligation_slot AS slot (window_id, funder, acceptor, lane, points, amount_minor)
    SELECT
      ${windowId}::uuid,
      ${plainColumn('text', slots, (slot) => slot.funderId)},
      ${plainColumn('text', slots, (slot) => slot.acceptorId)},
      ${lane}::smallint,
      ${integerColumn('bigint', slots, (slot) => slot.points)},
      ${integerColumn('bigint', slots, (slot) => slot.amountMinor)}
    ON CONFLICT (window_id, funder, acceptor, lane)
    DO UPDATE SET points = slot.points + excluded.points, amount_minor = slot.amount_minor + excluded.amount_minor`;
}

/** `transactionIds` are those that were posted: one at least, in any order. */
export function addToWindowSlot({ windowId, lane }: SlotRow, transactionIds: readonly string[]): Part {
  let [first, last] = [transactionIds[0]!, transactionIds[0]!];
  for (const transactionId of transactionIds) {
    if (transactionId < first) first = transactionId;
    if (transactionId > last) last = transactionId;
  }
  return part`
    INSERT INTO ledger.window_slot AS slot (window_id, lane, transactions, first_id, last_id)
    VALUES (${windowId}::uuid, ${lane}::smallint, ${transactionIds.length}::bigint, ${first}::uuid, ${last}::uuid)
    ON CONFLICT (window_id, lane) DO UPDATE SET transactions = slot.transactions + excluded.transactions,
      first_id = least(slot.first_id, excluded.first_id), last_id = greatest(slot.last_id, excluded.last_id)`;
}
