import type { AnySql, Statement } from './batch-sql.ts';
import { type TransactionRow, transactionColumns } from './transaction-row.ts';

/** What was posted about transactions that are acted on: returns, captures, refunds, reversals, in posting order. Read under lock. */
export function readFollowers(sql: AnySql, originalIds: string): Statement<TransactionRow> {
  return sql<TransactionRow[]>`
    SELECT ${transactionColumns(sql)} FROM ledger.transaction
    WHERE original_id = ANY(${originalIds}::uuid[]) AND status = 'OK'
    ORDER BY transaction_id`;
}
