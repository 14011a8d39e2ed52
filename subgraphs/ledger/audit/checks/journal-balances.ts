import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const journalBalances: Check = {
  name: 'journal-balances',
  claim: 'Every journal entry sums to zero and belongs to a transaction of the same programme and window.',
  find: (sql, programmeId) => sql<Finding[]>`
    SELECT format('journal entry %s of transaction %s (%s) %s', entry, transaction_id, type,
                  CASE WHEN posted.transaction_id IS NULL THEN 'has no transaction in its programme and window'
                       ELSE 'sums to ' || (SELECT sum(amount) FROM unnest(amounts) AS amount)::text END) AS finding
    FROM ledger.journal LEFT JOIN ledger.transaction AS posted USING (transaction_id, programme_id, window_id)
    WHERE ${isOf(sql, programmeId)}
      AND (posted.transaction_id IS NULL OR (SELECT sum(amount) FROM unnest(amounts) AS amount) IS DISTINCT FROM 0)
    ORDER BY transaction_id, entry LIMIT ${MAX_FINDINGS}`,
};
