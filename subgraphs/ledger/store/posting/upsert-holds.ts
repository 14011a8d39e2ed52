import { type HoldState, heldOf } from '../../domain/batch.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** New holds, and what captures and voids have left of older ones; each stands once. */
export function upsertHolds(programmeId: string, rows: readonly HoldState[]): Part {
  return part`
    INSERT INTO ledger.hold (member_id, hold_id, programme_id, partner_id, store_id, contract_version_id, points, held, state, expires_at)
    SELECT
      unnest(${plainArray(rows, (row) => row.hold.memberId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.hold.holdId)}::uuid[]),
      ${programmeId}::uuid,
      unnest(${plainArray(rows, (row) => row.hold.partnerId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.storeId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.hold.contractVersionId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.points)}::bigint[]),
      unnest(${integerArray(rows, (row) => heldOf(row.hold))}::bigint[]),
      unnest(${plainArray(rows, (row) => row.hold.state)}::text[]),
      unnest(${instantArray(rows, (row) => row.hold.expiresAt)}::timestamptz[])
    ON CONFLICT (member_id, hold_id) DO UPDATE SET held = excluded.held, state = excluded.state`;
}

/** What the holds still reserve of each lot; the order is that of the allocation. */
export function upsertHoldLots(rows: readonly HoldState[]): Part {
  const lots = rows.flatMap(({ hold }) =>
    hold.lots.map((lot, at) => ({ holdId: hold.holdId, ordinal: at + 1, ...lot })),
  );
  return part`
    INSERT INTO ledger.hold_lot (hold_id, ordinal, lot_id, allocated, held)
    SELECT
      unnest(${plainArray(lots, (lot) => lot.holdId)}::uuid[]),
      unnest(${integerArray(lots, (lot) => lot.ordinal)}::smallint[]),
      unnest(${plainArray(lots, (lot) => lot.lotId)}::uuid[]),
      unnest(${integerArray(lots, (lot) => lot.points)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.points)}::bigint[])
    ON CONFLICT (hold_id, ordinal) DO UPDATE SET held = excluded.held`;
}
