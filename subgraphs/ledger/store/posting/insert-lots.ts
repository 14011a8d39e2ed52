import type { Lot } from '../../domain/book.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { type Part, part } from './batch-sql.ts';
import { booleanColumn, instantColumn, integerColumn, plainColumn } from './columns.ts';

export function insertLots(programmeId: string, openedAt: Date, lots: readonly Lot[]): Part {
  return part`
    INSERT INTO ledger.lot (member_id, lot_id, programme_id, earn_transaction_id, parent_lot_id, issuer_id, funder_id, component,
      contract_version_id, points, pending, available, held, redeemed, expired, reversed, transferred, asked_back, funding_model, priced_points, reserve_minor,
      service_minor, reserve_refundable_minor, service_refundable_minor, expires_on, pending_until, opened_at, open)
    SELECT
      ${plainColumn('uuid', lots, (lot) => lot.memberId)},
      ${plainColumn('uuid', lots, (lot) => lot.lotId)},
      ${programmeId}::uuid,
      ${plainColumn('uuid', lots, (lot) => lot.earnTransactionId)},
      ${plainColumn('uuid', lots, (lot) => lot.parentLotId)},
      ${plainColumn('uuid', lots, (lot) => partnerOf(lot.issuerId))},
      ${plainColumn('uuid', lots, (lot) => partnerOf(lot.funderId))},
      ${plainColumn('text', lots, (lot) => lot.component)},
      ${plainColumn('uuid', lots, (lot) => lot.contractVersionId)},
      ${integerColumn('bigint', lots, (lot) => lot.points)},
      ${integerColumn('bigint', lots, (lot) => lot.pending)},
      ${integerColumn('bigint', lots, (lot) => lot.available)},
      ${integerColumn('bigint', lots, (lot) => lot.held)},
      ${integerColumn('bigint', lots, (lot) => lot.redeemed)},
      ${integerColumn('bigint', lots, (lot) => lot.expired)},
      ${integerColumn('bigint', lots, (lot) => lot.reversed)},
      ${integerColumn('bigint', lots, (lot) => lot.transferred)},
      ${integerColumn('bigint', lots, (lot) => lot.askedBack)},
      ${plainColumn('text', lots, (lot) => lot.fundingModel)},
      ${integerColumn('bigint', lots, (lot) => lot.pricedPoints)},
      ${integerColumn('bigint', lots, (lot) => lot.reserveMinor)},
      ${integerColumn('bigint', lots, (lot) => lot.serviceMinor)},
      ${integerColumn('bigint', lots, (lot) => lot.reserveRefundableMinor)},
      ${integerColumn('bigint', lots, (lot) => lot.serviceRefundableMinor)},
      ${plainColumn('date', lots, (lot) => lot.expiresOn)},
      ${instantColumn(lots, (lot) => lot.pendingUntil)},
      ${openedAt.toISOString()}::timestamptz,
      ${booleanColumn(lots, (lot) => lot.pending + lot.available + lot.held > 0n)}`;
}

/** The operator is null in the table: it is no partner. */
function partnerOf(id: string): string | null {
  return id === OPERATOR ? null : id;
}
