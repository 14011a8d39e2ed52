import type { AnySql, Statement } from './batch-sql.ts';

/**
 * Takes all locks of a batch, in order (db/migrations/ledger/010): the programme's window and member statuses, shared; the wallets of its
 * members; the exposures of partners that it may bring nearer to a blocking cap. Answers the wallets that exist. What the locks guard is
 * read in a later statement: this one would see the state from before its own wait.
 */
export function lockBatch(
  sql: AnySql,
  programmeId: string,
  memberIds: string,
  exposedIds: string,
): Statement<{ memberId: string }> {
  return sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId"
    FROM ledger.lock_batch(${programmeId}::uuid, ${memberIds}::uuid[], ${exposedIds}::uuid[]) AS locked (member_id)`;
}
