import type { Lot } from '../../domain/book.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { instantArray, integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

export function insertLots(sql: AnySql, programmeId: string, openedAt: Date, lots: readonly Lot[]): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.lot (member_id, lot_id, programme_id, earn_transaction_id, parent_lot_id, issuer_id, funder_id, component,
      contract_version_id, points, pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor,
      service_minor, reserve_refundable_minor, service_refundable_minor, expires_on, pending_until, opened_at, open)
    SELECT member_id, lot_id, ${programmeId}::uuid, earn_transaction_id, parent_lot_id, issuer_id, funder_id, component,
      contract_version_id, points, pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor,
      service_minor, reserve_refundable_minor, service_refundable_minor, expires_on, pending_until,
      ${openedAt.toISOString()}::timestamptz, pending + available + held > 0
    FROM unnest(
      ${plainArray(lots, (lot) => lot.memberId)}::uuid[],
      ${plainArray(lots, (lot) => lot.lotId)}::uuid[],
      ${plainArray(lots, (lot) => lot.earnTransactionId)}::uuid[],
      ${plainArray(lots, (lot) => lot.parentLotId)}::uuid[],
      ${plainArray(lots, (lot) => partnerOf(lot.issuerId))}::uuid[],
      ${plainArray(lots, (lot) => partnerOf(lot.funderId))}::uuid[],
      ${plainArray(lots, (lot) => lot.component)}::text[],
      ${plainArray(lots, (lot) => lot.contractVersionId)}::uuid[],
      ${integerArray(lots, (lot) => lot.points)}::bigint[],
      ${integerArray(lots, (lot) => lot.pending)}::bigint[],
      ${integerArray(lots, (lot) => lot.available)}::bigint[],
      ${integerArray(lots, (lot) => lot.held)}::bigint[],
      ${integerArray(lots, (lot) => lot.redeemed)}::bigint[],
      ${integerArray(lots, (lot) => lot.expired)}::bigint[],
      ${integerArray(lots, (lot) => lot.reversed)}::bigint[],
      ${integerArray(lots, (lot) => lot.transferred)}::bigint[],
      ${integerArray(lots, (lot) => lot.askedBack)}::bigint[],
      ${plainArray(lots, (lot) => lot.fundingModel)}::text[],
      ${integerArray(lots, (lot) => lot.pricedPoints)}::bigint[],
      ${integerArray(lots, (lot) => lot.reserveMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.serviceMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.reserveRefundableMinor)}::bigint[],
      ${integerArray(lots, (lot) => lot.serviceRefundableMinor)}::bigint[],
      ${plainArray(lots, (lot) => lot.expiresOn)}::date[],
      ${instantArray(lots, (lot) => lot.pendingUntil)}::timestamptz[]
    ) AS row (member_id, lot_id, earn_transaction_id, parent_lot_id, issuer_id, funder_id, component, contract_version_id, points,
      pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor, service_minor,
      reserve_refundable_minor, service_refundable_minor, expires_on, pending_until)`;
}

/** The operator is null in the table: it is no partner. */
function partnerOf(id: string): string | null {
  return id === OPERATOR ? null : id;
}
