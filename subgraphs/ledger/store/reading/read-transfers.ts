import type { AnySql } from '../../../../db/client.ts';

export interface TransferRow {
  readonly transactionId: string;
  readonly leg: number;
  readonly memberId: string;
  readonly lotId: string;
  readonly debit: string;
  readonly credit: string;
  readonly points: bigint;
}

/** Movements of transactions, in the order in which they were made. */
export async function readTransfers(sql: AnySql, transactionIds: readonly string[]): Promise<readonly TransferRow[]> {
  return sql<TransferRow[]>`
    SELECT transaction_id AS "transactionId", leg, member_id AS "memberId", lot_id AS "lotId", debit, credit, points
    FROM ledger.transfer WHERE transaction_id = ANY(${transactionIds as string[]}::uuid[])
    ORDER BY transaction_id, leg`;
}
