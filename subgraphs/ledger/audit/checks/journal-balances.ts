import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Nearly every entry has at most six legs: added up in place, for a tenth of what a call costs. */
export const journalBalances: Check = {
  name: 'journal-balances',
  claim: 'Every journal entry sums to zero and belongs to a transaction of the same programme and window.',
  find: (sql, programmeId) => sql<Finding[]>`
    SELECT format('journal entry %s of transaction %s (%s) %s', entry, transaction_id, type,
                  CASE WHEN amounts_sum IS DISTINCT FROM 0 THEN 'sums to ' || coalesce(amounts_sum::text, 'nothing')
                       ELSE 'has no transaction in its programme and window' END) AS finding
    FROM (
      SELECT entry, journal.transaction_id, type, journal.programme_id, CASE
               WHEN array_position(amounts, NULL) IS NOT NULL THEN NULL
               WHEN cardinality(amounts) > 6 THEN ledger.sum_of(amounts)
               ELSE coalesce(amounts[1], 0)::numeric + coalesce(amounts[2], 0) + coalesce(amounts[3], 0) + coalesce(amounts[4], 0)
                    + coalesce(amounts[5], 0) + coalesce(amounts[6], 0) END AS amounts_sum,
             posted.window_id = journal.window_id AND posted.programme_id = journal.programme_id AS is_there
      FROM ledger.journal LEFT JOIN ledger.transaction AS posted ON posted.transaction_id = journal.transaction_id
    ) AS entries
    WHERE ${isOf(sql, programmeId)} AND (is_there IS NOT TRUE OR amounts_sum IS DISTINCT FROM 0)
    ORDER BY transaction_id, entry LIMIT ${MAX_FINDINGS}`,
};
