import { type HoldState, heldOf } from '../../domain/batch.ts';
import { type Part, part } from './batch-sql.ts';
import { instantColumn, integerColumn, plainColumn } from './columns.ts';

/** New holds, and what captures and voids have left of older ones, or whose they are after a merge; each stands once. */
export function upsertHolds(programmeId: string, rows: readonly HoldState[]): Part {
  return part`
    INSERT INTO ledger.hold (member_id, hold_id, programme_id, partner_id, store_id, contract_version_id, points, held, state, expires_at)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.hold.memberId)},
      ${plainColumn('uuid', rows, (row) => row.hold.holdId)},
      ${programmeId}::uuid,
      ${plainColumn('uuid', rows, (row) => row.hold.partnerId)},
      ${plainColumn('uuid', rows, (row) => row.storeId)},
      ${plainColumn('uuid', rows, (row) => row.hold.contractVersionId)},
      ${integerColumn('bigint', rows, (row) => row.points)},
      ${integerColumn('bigint', rows, (row) => heldOf(row.hold))},
      ${plainColumn('text', rows, (row) => row.hold.state)},
      ${instantColumn(rows, (row) => row.hold.expiresAt)}
    ON CONFLICT (hold_id) DO UPDATE SET member_id = excluded.member_id, held = excluded.held, state = excluded.state`;
}

/** What the holds still reserve of each lot; the order is that of the allocation. */
export function upsertHoldLots(rows: readonly HoldState[]): Part {
  const lots = rows.flatMap(({ hold }) =>
    hold.lots.map((lot, at) => ({ holdId: hold.holdId, ordinal: at + 1, ...lot })),
  );
  return part`
    INSERT INTO ledger.hold_lot (hold_id, ordinal, lot_id, allocated, held)
    SELECT
      ${plainColumn('uuid', lots, (lot) => lot.holdId)},
      ${integerColumn('smallint', lots, (lot) => lot.ordinal)},
      ${plainColumn('uuid', lots, (lot) => lot.lotId)},
      ${integerColumn('bigint', lots, (lot) => lot.points)},
      ${integerColumn('bigint', lots, (lot) => lot.points)}
    ON CONFLICT (hold_id, ordinal) DO UPDATE SET held = excluded.held`;
}
