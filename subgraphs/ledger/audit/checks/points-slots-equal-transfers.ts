import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Members’ accounts are accumulated under `member`, `held` and `pending`; partners’ under their own names. */
export const pointsSlotsEqualTransfers: Check = {
  name: 'points-slots-equal-transfers',
  claim: 'Per window and points account, the accumulated debits and credits are those of the transfers.',
  find: (sql, programmeId) => sql<Finding[]>`
    WITH slots AS (
      SELECT window_id, account, sum(debits) AS debits, sum(credits) AS credits FROM ledger.points_slot GROUP BY window_id, account
    ),
    by_account AS (
      SELECT window_id, side.account, sum(side.debits) AS debits, sum(side.credits) AS credits
      FROM ledger.transfer JOIN ledger.transaction USING (transaction_id),
           LATERAL (VALUES (debit, transfer.points, 0), (credit, 0, transfer.points)) AS side (account, debits, credits)
      GROUP BY window_id, side.account
    ),
    moved AS (
      SELECT window_id, regexp_replace(account, '^(member|held|pending):.*$', '\\1') AS account, sum(debits) AS debits, sum(credits) AS credits
      FROM by_account GROUP BY 1, 2
    )
    SELECT format('window %s, account %s: the slots say debits %s, credits %s; the transfers say debits %s, credits %s', window_id, account,
                  coalesce(slots.debits, 0), coalesce(slots.credits, 0), coalesce(moved.debits, 0), coalesce(moved.credits, 0)) AS finding
    FROM slots FULL JOIN moved USING (window_id, account) LEFT JOIN ledger.settlement_window USING (window_id)
    WHERE (coalesce(slots.debits, 0), coalesce(slots.credits, 0)) IS DISTINCT FROM (coalesce(moved.debits, 0), coalesce(moved.credits, 0))
      AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY window_id, account LIMIT ${MAX_FINDINGS}`,
};
