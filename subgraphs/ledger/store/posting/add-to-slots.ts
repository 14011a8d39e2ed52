// The accumulators: what a window's accounts, points and obligations add up to, one row per key and writer lane. Keys are given in
// order and each once: writers of one lane never wait in a circle, and no row is changed twice by one statement.
import type { MoneySlot, ObligationSlot, PointsSlot } from '../../domain/batch.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** Which row of each key this writer adds to. */
export interface SlotRow {
  readonly windowId: string;
  readonly lane: number;
}

export function addToMoneySlots(
  sql: AnySql,
  { windowId, lane }: SlotRow,
  slots: readonly MoneySlot[],
): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.money_slot AS slot (window_id, account, component, lane, debits, credits)
    SELECT ${windowId}::uuid, account, component, ${lane}::smallint, debits, credits
    FROM unnest(
      ${plainArray(slots, (slot) => slot.account)}::text[],
      ${plainArray(slots, (slot) => slot.component)}::text[],
      ${integerArray(slots, (slot) => slot.debits)}::bigint[],
      ${integerArray(slots, (slot) => slot.credits)}::bigint[]
    ) AS row (account, component, debits, credits)
    ON CONFLICT (window_id, account, component, lane)
    DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
}

export function addToPointsSlots(
  sql: AnySql,
  { windowId, lane }: SlotRow,
  slots: readonly PointsSlot[],
): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.points_slot AS slot (window_id, account, lane, debits, credits)
    SELECT ${windowId}::uuid, account, ${lane}::smallint, debits, credits
    FROM unnest(
      ${plainArray(slots, (slot) => slot.account)}::text[],
      ${integerArray(slots, (slot) => slot.debits)}::bigint[],
      ${integerArray(slots, (slot) => slot.credits)}::bigint[]
    ) AS row (account, debits, credits)
    ON CONFLICT (window_id, account, lane)
    DO UPDATE SET debits = slot.debits + excluded.debits, credits = slot.credits + excluded.credits`;
}

export function addToObligationSlots(
  sql: AnySql,
  { windowId, lane }: SlotRow,
  slots: readonly ObligationSlot[],
): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.obligation_slot AS slot (window_id, funder, acceptor, lane, points, amount_minor)
    SELECT ${windowId}::uuid, funder, acceptor, ${lane}::smallint, points, amount_minor
    FROM unnest(
      ${plainArray(slots, (slot) => slot.funderId)}::text[],
      ${plainArray(slots, (slot) => slot.acceptorId)}::text[],
      ${integerArray(slots, (slot) => slot.points)}::bigint[],
      ${integerArray(slots, (slot) => slot.amountMinor)}::bigint[]
    ) AS row (funder, acceptor, points, amount_minor)
    ON CONFLICT (window_id, funder, acceptor, lane)
    DO UPDATE SET points = slot.points + excluded.points, amount_minor = slot.amount_minor + excluded.amount_minor`;
}

export function addToWindowSlot(sql: AnySql, { windowId, lane }: SlotRow, transactions: number): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.window_slot AS slot (window_id, lane, transactions)
    VALUES (${windowId}::uuid, ${lane}::smallint, ${transactions}::bigint)
    ON CONFLICT (window_id, lane) DO UPDATE SET transactions = slot.transactions + excluded.transactions`;
}
