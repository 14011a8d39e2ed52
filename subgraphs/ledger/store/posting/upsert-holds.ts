import { type HoldState, heldOf } from '../../domain/batch.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** New holds, and what captures and voids have left of older ones; each stands once. */
export function upsertHolds(sql: AnySql, programmeId: string, rows: readonly HoldState[]): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.hold (member_id, hold_id, programme_id, partner_id, store_id, contract_version_id, points, held, state, expires_at)
    SELECT member_id, hold_id, ${programmeId}::uuid, partner_id, store_id, contract_version_id, points, held, state, expires_at
    FROM unnest(
      ${plainArray(rows, (row) => row.hold.memberId)}::uuid[],
      ${plainArray(rows, (row) => row.hold.holdId)}::uuid[],
      ${plainArray(rows, (row) => row.hold.partnerId)}::uuid[],
      ${plainArray(rows, (row) => row.storeId)}::uuid[],
      ${plainArray(rows, (row) => row.hold.contractVersionId)}::uuid[],
      ${integerArray(rows, (row) => row.points)}::bigint[],
      ${integerArray(rows, (row) => heldOf(row.hold))}::bigint[],
      ${plainArray(rows, (row) => row.hold.state)}::text[],
      ${instantArray(rows, (row) => row.hold.expiresAt)}::timestamptz[]
    ) AS row (member_id, hold_id, partner_id, store_id, contract_version_id, points, held, state, expires_at)
    ON CONFLICT (member_id, hold_id) DO UPDATE SET held = excluded.held, state = excluded.state`;
}

/** What the holds still reserve of each lot; the order is that of the allocation. */
export function upsertHoldLots(sql: AnySql, rows: readonly HoldState[]): Statement<object> {
  const lots = rows.flatMap(({ hold }) =>
    hold.lots.map((lot, at) => ({ holdId: hold.holdId, ordinal: at + 1, ...lot })),
  );
  return sql<object[]>`
    INSERT INTO ledger.hold_lot (hold_id, ordinal, lot_id, allocated, held)
    SELECT hold_id, ordinal, lot_id, held, held
    FROM unnest(
      ${plainArray(lots, (lot) => lot.holdId)}::uuid[],
      ${integerArray(lots, (lot) => lot.ordinal)}::smallint[],
      ${plainArray(lots, (lot) => lot.lotId)}::uuid[],
      ${integerArray(lots, (lot) => lot.points)}::bigint[]
    ) AS row (hold_id, ordinal, lot_id, held)
    ON CONFLICT (hold_id, ordinal) DO UPDATE SET held = excluded.held`;
}
