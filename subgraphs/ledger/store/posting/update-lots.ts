import type { Lot } from '../../domain/book.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/**
 * The new state of lots that a batch changed; each stands once. `open`, the expiry and the pending date are in indexes: they are
 * written with the value they had in all but a few updates, and PostgreSQL then keeps the row in place (HOT).
 */
export function updateLots(sql: AnySql, lots: readonly Lot[]): Statement<object> {
  return sql<object[]>`
    UPDATE ledger.lot SET pending = row.pending, available = row.available, held = row.held, redeemed = row.redeemed,
      expired = row.expired, reversed = row.reversed, transferred = row.transferred, asked_back = row.asked_back,
      priced_points = row.priced_points, reserve_minor = row.reserve_minor, service_minor = row.service_minor,
      reserve_refundable_minor = row.reserve_refundable_minor, service_refundable_minor = row.service_refundable_minor,
      expires_on = row.expires_on, pending_until = row.pending_until, open = row.pending + row.available + row.held > 0
    FROM unnest(
      ${plainArray(lots, (lot) => lot.memberId)}::uuid[],
      ${plainArray(lots, (lot) => lot.lotId)}::uuid[],
      ${integerArray(lots, (lot) => lot.pending)}::bigint[],
      ${integerArray(lots, (lot) => lot.available)}::bigint[],
      ${integerArray(lots, (lot) => lot.held)}::bigint[],
      ${integerArray(lots, (lot) => lot.redeemed)}::bigint[],
      ${integerArray(lots, (lot) => lot.expired)}::bigint[],
      ${integerArray(lots, (lot) => lot.reversed)}::bigint[],
      ${integerArray(lots, (lot) => lot.transferred)}::bigint[],
      ${integerArray(lots, (lot) => lot.askedBack)}::bigint[],
      ${integerArray(lots, (lot) => lot.pricedPoints)}::bigint[],
      ${integerArray(lots, (lot) => lot.reserveMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.serviceMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.reserveRefundableMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.serviceRefundableMinor)}::bigint[],
      ${plainArray(lots, (lot) => lot.expiresOn)}::date[],
      ${instantArray(lots, (lot) => lot.pendingUntil)}::timestamptz[]
    ) AS row (member_id, lot_id, pending, available, held, redeemed, expired, reversed, transferred, asked_back, priced_points,
      reserve_minor, service_minor, reserve_refundable_minor, service_refundable_minor, expires_on, pending_until)
    WHERE lot.member_id = row.member_id AND lot.lot_id = row.lot_id
    RETURNING 1`;
}
