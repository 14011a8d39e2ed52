import type { RedemptionLine } from '../../domain/book.ts';
import { OPERATOR } from '../../domain/terms.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import type { Named } from './read-lots.ts';

/**
 * Redemption lines a batch may have to look at, in their order: all of redemptions that are named, with those that refunds have emptied
 * (R4 of the clearing fee stands on the first); and what is left of those that indebted lots paid (a debt is repaid by taking them
 * over), or lots of earns that are named (a return of spent points becomes a debt on them). Of returns without a receipt, all of the member's.
 */
export function readLines(
  sql: AnySql,
  memberIds: string,
  { wholeIds, transactionIds }: Named,
): Statement<RedemptionLine> {
  return sql<RedemptionLine[]>`
    SELECT line_id AS "lineId", member_id AS "memberId", redemption_id AS "redemptionId", lot_id AS "lotId",
           coalesce(funder_id::text, ${OPERATOR}) AS "funderId", acceptor_id AS "acceptorId", points,
           amount_minor AS "amountMinor", fee_minor AS "feeMinor", fee_points AS "feePoints",
           fee_from_acceptor AS "feeFromAcceptor"
    FROM ledger.redemption_line
    WHERE (member_id, line_id) IN (
      SELECT member_id, line_id FROM ledger.redemption_line WHERE redemption_id = ANY(${transactionIds}::uuid[])
      UNION
      SELECT member_id, line_id FROM ledger.redemption_line WHERE points > 0 AND member_id = ANY(${wholeIds}::uuid[])
      UNION
      SELECT member_id, line_id FROM ledger.redemption_line WHERE points > 0 AND lot_id = ANY(ARRAY(
        SELECT lot_id FROM ledger.debt WHERE member_id = ANY(${memberIds}::uuid[]) AND open > 0
        UNION
        SELECT lot_id FROM ledger.transfer WHERE transaction_id = ANY(${transactionIds}::uuid[])
        UNION
        SELECT lot_id FROM ledger.lot
        WHERE parent_lot_id IS NOT NULL AND earn_transaction_id = ANY(${transactionIds}::uuid[]))))
    ORDER BY redemption_id, line_id`;
}
