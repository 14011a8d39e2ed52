import { type Check, type Finding, isOf, MAX_FINDINGS } from '../check.ts';

export const keysAreUsedOnce: Check = {
  name: 'keys-are-used-once',
  claim: 'An idempotency key of a client has one transaction.',
  find: (sql, programmeId) => sql<Finding[]>`
    SELECT format('key %s of %s has transactions %s', idempotency_key, client_id, array_agg(transaction_id ORDER BY transaction_id)) AS finding
    FROM ledger.transaction WHERE ${isOf(sql, programmeId)}
    GROUP BY programme_id, client_id, idempotency_key HAVING count(*) > 1
    ORDER BY 1 LIMIT ${MAX_FINDINGS}`,
};
