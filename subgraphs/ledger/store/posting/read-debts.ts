import type { Debt } from '../../domain/book.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** Open debts of the members of a batch, the oldest first. */
export function readDebts(sql: AnySql, memberIds: string): Statement<Debt> {
  return sql<Debt[]>`
    SELECT debt_id AS "debtId", member_id AS "memberId", lot_id AS "lotId", return_transaction_id AS "returnTransactionId", points, open
    FROM ledger.debt WHERE member_id = ANY(${memberIds}::uuid[]) AND open > 0
    ORDER BY debt_id`;
}
