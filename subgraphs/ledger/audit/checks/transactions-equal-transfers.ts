import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/**
 * A transaction's points are what it did to its member's wallet: gains less losses, less what became arrears. Arrears have no
 * transfers, so a transaction that made or repaid some is compared with what its record says of them.
 */
export const transactionsEqualTransfers: Check = {
  name: 'transactions-equal-transfers',
  claim: 'The points of a transaction that touched no arrears are what its transfers did to its member’s accounts.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH sides AS (
      SELECT transaction_id, split_part(credit, ':', 2) AS member, points FROM ledger.transfer
      WHERE credit LIKE ANY (ARRAY['member:%', 'held:%', 'pending:%'])
      UNION ALL
      SELECT transaction_id, split_part(debit, ':', 2), -points FROM ledger.transfer
      WHERE debit LIKE ANY (ARRAY['member:%', 'held:%', 'pending:%'])
    ),
    moved AS (SELECT transaction_id, member, sum(points) AS points FROM sides GROUP BY transaction_id, member),
    indebted AS (SELECT DISTINCT member_id FROM ledger.debt)
    SELECT format('transaction %s (%s) says %s points for member %s; its transfers say %s', transaction_id, kind, posted.points, member_id,
                  coalesce(moved.points, 0)) AS finding
    FROM ledger.transaction AS posted LEFT JOIN moved USING (transaction_id)
    WHERE status = 'OK' AND ${isOf(sql, programmeId)} AND (moved.member IS NULL OR moved.member = member_id::text)
      AND posted.points <> coalesce(moved.points, 0)
      AND NOT EXISTS (SELECT FROM indebted WHERE indebted.member_id = posted.member_id)
    ORDER BY transaction_id LIMIT ${MAX_FINDINGS}`,
};
