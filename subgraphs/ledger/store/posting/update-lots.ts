import type { Lot } from '../../domain/book.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

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
        unnest(${plainArray(lots, (lot) => lot.memberId)}::uuid[]) AS member_id,
        unnest(${plainArray(lots, (lot) => lot.lotId)}::uuid[]) AS lot_id,
        unnest(${integerArray(lots, (lot) => lot.pending)}::bigint[]) AS pending,
        unnest(${integerArray(lots, (lot) => lot.available)}::bigint[]) AS available,
        unnest(${integerArray(lots, (lot) => lot.held)}::bigint[]) AS held,
        unnest(${integerArray(lots, (lot) => lot.redeemed)}::bigint[]) AS redeemed,
        unnest(${integerArray(lots, (lot) => lot.expired)}::bigint[]) AS expired,
        unnest(${integerArray(lots, (lot) => lot.reversed)}::bigint[]) AS reversed,
        unnest(${integerArray(lots, (lot) => lot.transferred)}::bigint[]) AS transferred,
        unnest(${integerArray(lots, (lot) => lot.askedBack)}::bigint[]) AS asked_back,
        unnest(${integerArray(lots, (lot) => lot.pricedPoints)}::bigint[]) AS priced_points,
        unnest(${integerArray(lots, (lot) => lot.reserveMinor)}::bigint[]) AS reserve_minor,
        unnest(${integerArray(lots, (lot) => lot.serviceMinor)}::bigint[]) AS service_minor,
        unnest(${integerArray(lots, (lot) => lot.reserveRefundableMinor)}::bigint[]) AS reserve_refundable_minor,
        unnest(${integerArray(lots, (lot) => lot.serviceRefundableMinor)}::bigint[]) AS service_refundable_minor,
        unnest(${plainArray(lots, (lot) => lot.expiresOn)}::date[]) AS expires_on,
        unnest(${instantArray(lots, (lot) => lot.pendingUntil)}::timestamptz[]) AS pending_until
    ) AS row
    WHERE lot.member_id = row.member_id AND lot.lot_id = row.lot_id
    RETURNING 1`;
}
