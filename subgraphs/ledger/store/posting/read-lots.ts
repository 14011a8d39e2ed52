import type { Lot } from '../../domain/book.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** A lot as the domain knows it. */
export const LOT_COLUMNS = `lot_id AS "lotId", member_id AS "memberId", earn_transaction_id AS "earnTransactionId", parent_lot_id AS "parentLotId",
  coalesce(issuer_id::text, '${OPERATOR}') AS "issuerId", coalesce(funder_id::text, '${OPERATOR}') AS "funderId", component,
  contract_version_id AS "contractVersionId", points, pending, available, held, redeemed, expired, reversed, transferred,
  asked_back AS "askedBack", funding_model AS "fundingModel", priced_points AS "pricedPoints",
  reserve_minor AS "reserveMinor", service_minor AS "serviceMinor",
  reserve_refundable_minor AS "reserveRefundableMinor", service_refundable_minor AS "serviceRefundableMinor",
  expires_on AS "expiresOn", pending_until AS "pendingUntil"`;

/** What a batch names beside its members, as array literals of ids. */
export interface Named {
  /** Members who give back or move points: all their open lots are needed. */
  readonly spenderIds: string;
  /** Members who only spend, with the points they spend in all: the first lots in spending order that have as many are needed. */
  readonly spends: readonly (readonly [string, bigint])[];
  readonly soonestExpiryFirst: boolean;
  /** Lots whose last day is this one or before do not count towards those points, though they are read. */
  readonly countedAfter: string;
  /** Members of returns without a receipt: every lot they ever had is needed. */
  readonly wholeIds: string;
  /** Earns, redemptions and other transactions that are acted on. */
  readonly transactionIds: string;
}

/**
 * The lots a batch may have to look at, the oldest first: the open ones of members who move points, owe points or have lots that slide;
 * of those who only spend, as many as that takes; the indebted ones; and those of transactions that are named, open or not. A purchase by anybody else reads none, however many lots the
 * member has. Points of a named earn may have moved to members who are not locked: their lots are answered, too, so that the batch can
 * be run again with them.
 */
export function readLots(
  sql: AnySql,
  memberIds: string,
  { spenderIds, spends, soonestExpiryFirst, countedAfter, wholeIds, transactionIds }: Named,
): Statement<Lot> {
  return sql<Lot[]>`
    SELECT ${sql.unsafe(LOT_COLUMNS)}
    FROM ledger.lot
    WHERE (member_id, lot_id) IN (
      SELECT member_id, lot_id FROM ledger.lot
      WHERE open AND member_id = ANY(ARRAY(
        SELECT member_id FROM ledger.wallet
        WHERE member_id = ANY(${memberIds}::uuid[]) AND (member_id = ANY(${spenderIds}::uuid[]) OR arrears > 0 OR sliding)))
      UNION
      SELECT member_id, lot_id FROM (
        SELECT member_id, lot_id, spend.points,
               sum(CASE WHEN expires_on IS NULL OR expires_on > ${countedAfter}::date THEN available ELSE 0 END) OVER (
                 PARTITION BY member_id
                 ORDER BY CASE WHEN ${soonestExpiryFirst}::boolean THEN expires_on END NULLS LAST, lot_id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM unnest(
          ${plainArray(spends, ([memberId]) => memberId)}::uuid[],
          ${integerArray(spends, ([, points]) => points)}::bigint[]
        ) AS spend (member_id, points)
        JOIN ledger.lot USING (member_id) WHERE open
      ) AS in_order WHERE coalesce(before, 0) < in_order.points
      UNION
      SELECT member_id, lot_id FROM ledger.debt WHERE member_id = ANY(${memberIds}::uuid[]) AND open > 0
      UNION
      SELECT member_id, lot_id FROM ledger.transfer WHERE transaction_id = ANY(${transactionIds}::uuid[])
      UNION
      SELECT member_id, lot_id FROM ledger.redemption_line WHERE redemption_id = ANY(${transactionIds}::uuid[])
      UNION
      SELECT member_id, lot_id FROM ledger.lot WHERE member_id = ANY(${wholeIds}::uuid[])
      UNION
      SELECT member_id, lot_id FROM ledger.lot
      WHERE parent_lot_id IS NOT NULL AND earn_transaction_id = ANY(${transactionIds}::uuid[]))
    ORDER BY lot_id`;
}
