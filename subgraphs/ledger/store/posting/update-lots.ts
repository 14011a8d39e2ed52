import type { Lot } from '../../domain/book.ts';
import { type Part, part } from './batch-sql.ts';
import { instantColumn, integerColumn, plainColumn } from './columns.ts';

/**
 * The new state of lots that a batch changed; each stands once. `open`, the expiry and the pending date are in indexes: they are
 * written with the value they had in all but a few updates, and PostgreSQL then keeps the row in place (HOT).
 */
export function updateLots(lots: readonly Lot[]): Part {
  return part`
    UPDATE ledger.lot SET pending = row.pending, available = row.available, held = row.held, redeemed = row.redeemed,
      expired = row.expired, reversed = row.reversed, transferred = row.transferred, asked_back = row.asked_back,
      priced_points = row.priced_points, reserve_minor = row.reserve_minor, service_minor = row.service_minor,
      reserve_refundable_minor = row.reserve_refundable_minor, service_refundable_minor = row.service_refundable_minor,
      expires_on = row.expires_on, pending_until = row.pending_until, open = row.pending + row.available + row.held > 0
    FROM (
      SELECT
        ${plainColumn('uuid', lots, (lot) => lot.memberId)} AS member_id,
        ${plainColumn('uuid', lots, (lot) => lot.lotId)} AS lot_id,
        ${integerColumn('bigint', lots, (lot) => lot.pending)} AS pending,
        ${integerColumn('bigint', lots, (lot) => lot.available)} AS available,
        ${integerColumn('bigint', lots, (lot) => lot.held)} AS held,
        ${integerColumn('bigint', lots, (lot) => lot.redeemed)} AS redeemed,
        ${integerColumn('bigint', lots, (lot) => lot.expired)} AS expired,
        ${integerColumn('bigint', lots, (lot) => lot.reversed)} AS reversed,
        ${integerColumn('bigint', lots, (lot) => lot.transferred)} AS transferred,
        ${integerColumn('bigint', lots, (lot) => lot.askedBack)} AS asked_back,
        ${integerColumn('bigint', lots, (lot) => lot.pricedPoints)} AS priced_points,
        ${integerColumn('bigint', lots, (lot) => lot.reserveMinor)} AS reserve_minor,
        ${integerColumn('bigint', lots, (lot) => lot.serviceMinor)} AS service_minor,
        ${integerColumn('bigint', lots, (lot) => lot.reserveRefundableMinor)} AS reserve_refundable_minor,
        ${integerColumn('bigint', lots, (lot) => lot.serviceRefundableMinor)} AS service_refundable_minor,
        ${plainColumn('date', lots, (lot) => lot.expiresOn)} AS expires_on,
        ${instantColumn(lots, (lot) => lot.pendingUntil)} AS pending_until
    ) AS row
    WHERE lot.member_id = row.member_id AND lot.lot_id = row.lot_id
    RETURNING 1`;
}
