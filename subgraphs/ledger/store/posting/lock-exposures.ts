import type { AnySql, Statement } from './batch-sql.ts';

/**
 * Locks the exposure of partners whose contract blocks at its net debit cap, in the order of their keys, after the wallets: no two writers
 * decide on the same room. Partners without such a cap are never named here, and nothing of theirs is hot. The position is read in a
 * later statement.
 */
export function lockExposures(sql: AnySql, partnerIds: string): Statement<object> {
  return sql<object[]>`
    SELECT pg_advisory_xact_lock(key)
    FROM (
      SELECT DISTINCT hashtextextended('ledger.exposure:' || partner_id::text, 0) AS key
      FROM unnest(${partnerIds}::uuid[]) AS partner_id ORDER BY key
    ) AS keys`;
}
