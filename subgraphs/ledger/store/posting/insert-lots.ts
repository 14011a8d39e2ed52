import type { Lot } from '../../domain/book.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

export function insertLots(programmeId: string, openedAt: Date, lots: readonly Lot[]): Part {
  return part`
    INSERT INTO ledger.lot (member_id, lot_id, programme_id, earn_transaction_id, parent_lot_id, issuer_id, funder_id, component,
      contract_version_id, points, pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor,
      service_minor, reserve_refundable_minor, service_refundable_minor, expires_on, pending_until, opened_at, open)
    SELECT
      unnest(${plainArray(lots, (lot) => lot.memberId)}::uuid[]),
      unnest(${plainArray(lots, (lot) => lot.lotId)}::uuid[]),
      ${programmeId}::uuid,
      unnest(${plainArray(lots, (lot) => lot.earnTransactionId)}::uuid[]),
      unnest(${plainArray(lots, (lot) => lot.parentLotId)}::uuid[]),
      unnest(${plainArray(lots, (lot) => partnerOf(lot.issuerId))}::uuid[]),
      unnest(${plainArray(lots, (lot) => partnerOf(lot.funderId))}::uuid[]),
      unnest(${plainArray(lots, (lot) => lot.component)}::text[]),
      unnest(${plainArray(lots, (lot) => lot.contractVersionId)}::uuid[]),
      unnest(${integerArray(lots, (lot) => lot.points)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.pending)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.available)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.held)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.redeemed)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.expired)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.reversed)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.transferred)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.askedBack)}::bigint[]),
      unnest(${plainArray(lots, (lot) => lot.fundingModel)}::text[]),
      unnest(${integerArray(lots, (lot) => lot.pricedPoints)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.reserveMinor)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.serviceMinor)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.reserveRefundableMinor)}::bigint[]),
      unnest(${integerArray(lots, (lot) => lot.serviceRefundableMinor)}::bigint[]),
      unnest(${plainArray(lots, (lot) => lot.expiresOn)}::date[]),
      unnest(${instantArray(lots, (lot) => lot.pendingUntil)}::timestamptz[]),
      ${openedAt.toISOString()}::timestamptz,
      unnest(${plainArray(lots, (lot) => (lot.pending + lot.available + lot.held > 0n ? 't' : 'f'))}::boolean[])`;
}

/** The operator is null in the table: it is no partner. */
function partnerOf(id: string): string | null {
  return id === OPERATOR ? null : id;
}
