import type { AnySql, Statement } from '../posting/batch-sql.ts';

/**
 * Locks what households have been given, in the order of their keys, after the wallets and budgets: members of one household have wallets of their
 * own, and a cap that counts them together is decided by one writer at a time.
 */
export function lockHouseholds(sql: AnySql, householdIds: string): Statement<object> {
  return sql<object[]>`
    SELECT pg_advisory_xact_lock(key)
    FROM (
      SELECT DISTINCT hashtextextended('ledger.household:' || household_id::text, 0) AS key
      FROM unnest(${householdIds}::uuid[]) AS household_id ORDER BY key
    ) AS keys`;
}
