import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const refusalsMovedNothing: Check = {
  name: 'refusals-moved-nothing',
  claim: 'Only transactions that were accepted moved points or money, and closes of windows nothing but the levy.',
  find: (sql, programmeId) => sql<Finding[]>`
    SELECT format('%s of transaction %s, which %s', what, moved.transaction_id,
                  coalesce('is ' || status || ' (' || kind || ')', 'does not exist')) AS finding
    FROM (
      SELECT transaction_id, format('transfer %s (%s points, %s to %s)', leg, points, debit, credit) AS what, false AS is_levy FROM ledger.transfer
      UNION ALL
      SELECT transaction_id, format('journal entry %s (%s)', entry, type), type = 'LEVY' FROM ledger.journal
    ) AS moved LEFT JOIN ledger.transaction USING (transaction_id)
    WHERE status IS DISTINCT FROM 'OK' AND NOT (is_levy AND status IS NOT DISTINCT FROM 'NOTED' AND kind = 'WINDOW_CLOSE') AND (programme_id IS NULL OR ${isOf(sql, programmeId)})
    ORDER BY moved.transaction_id, what LIMIT ${MAX_FINDINGS}`,
};
