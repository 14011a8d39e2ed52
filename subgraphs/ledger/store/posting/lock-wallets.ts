import type { AnySql, Statement } from './batch-sql.ts';

/**
 * Locks the wallets of all members of a batch, in the order of their ids so that batches never wait for each other in a circle.
 * The lock of a wallet stands for everything of its member: lots, lines, debts, holds. What is read here may be from before the
 * wait, so nothing but the ids is; `FOR NO KEY UPDATE` leaves foreign-key checks alone. Answers the wallets that exist.
 */
export function lockWallets(sql: AnySql, memberIds: string): Statement<{ memberId: string }> {
  return sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM ledger.wallet
    WHERE member_id = ANY(${memberIds}::uuid[])
    ORDER BY member_id
    FOR NO KEY UPDATE`;
}
