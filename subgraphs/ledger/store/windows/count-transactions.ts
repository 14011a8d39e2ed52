import type { AnySql } from '../../../../db/client.ts';

export interface WindowCount {
  readonly windowId: string;
  readonly transactions: bigint;
}

/** Transactions of windows, from the slots. A window without any is left out. */
export async function countTransactions(sql: AnySql, windowIds: readonly string[]): Promise<readonly WindowCount[]> {
  return sql<WindowCount[]>`
    SELECT window_id AS "windowId", sum(transactions)::bigint AS transactions
    FROM ledger.window_slot
    WHERE window_id = ANY(${windowIds as string[]}::uuid[])
    GROUP BY window_id`;
}
