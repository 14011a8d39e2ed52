import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

/** Invariant 5. A transaction has one window column, so it cannot be in two; it must be in one that exists and is its programme's. */
export const transactionsAreInOneWindow: Check = {
  name: 'transactions-are-in-one-window',
  claim:
    'Every transaction is in exactly one window of its programme, and each window counts the transactions it has, and bounds them.',
  find: (sql, programmeId) => sql<Finding[]>`
    (SELECT format('transaction %s (%s) is in window %s, which its programme does not have', transaction_id, kind,
                   coalesce(window_id::text, 'none')) AS finding
     FROM ledger.transaction AS posted
     WHERE status = 'OK' AND ${isOf(sql, programmeId)}
       AND NOT EXISTS (SELECT FROM ledger.settlement_window AS settled
                       WHERE settled.window_id = posted.window_id AND settled.programme_id = posted.programme_id)
     ORDER BY transaction_id LIMIT ${MAX_FINDINGS})
    UNION ALL
    (WITH there AS (
       SELECT window_id, count(*) AS transactions, min(transaction_id::text) AS first_id, max(transaction_id::text) AS last_id
       FROM ledger.transaction
       WHERE status = 'OK' AND kind <> 'SETTLEMENT' GROUP BY window_id
     ),
     counted AS (
       SELECT window_id, sum(transactions) AS transactions, min(first_id::text) AS first_id, max(last_id::text) AS last_id
       FROM ledger.window_slot GROUP BY window_id
     )
     SELECT format('window %s (number %s) counts %s transactions, %s to %s; %s are in it, %s to %s', settled.window_id, number,
                   coalesce(counted.transactions, 0), counted.first_id, counted.last_id,
                   coalesce(there.transactions, 0), there.first_id, there.last_id)
     FROM ledger.settlement_window AS settled LEFT JOIN counted USING (window_id) LEFT JOIN there USING (window_id)
     WHERE ${isOf(sql, programmeId)}
       AND (coalesce(counted.transactions, 0), counted.first_id, counted.last_id)
         IS DISTINCT FROM (coalesce(there.transactions, 0), there.first_id, there.last_id)
     ORDER BY number LIMIT ${MAX_FINDINGS})
    LIMIT ${MAX_FINDINGS}`,
};
