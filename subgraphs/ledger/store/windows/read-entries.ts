import type { AnySql } from '../../../../db/client.ts';

export interface EntryRow {
  readonly transactionId: string;
  readonly windowId: string;
  readonly entry: number;
  readonly type: string;
  readonly memo: string | null;
  readonly accounts: readonly string[];
  readonly components: readonly string[];
  readonly amounts: readonly bigint[];
}

const columns = (sql: AnySql) => sql`
  transaction_id AS "transactionId", window_id AS "windowId", entry, type, memo, accounts, components, amounts`;

/** Money entries of transactions, in order. */
export async function readEntries(sql: AnySql, transactionIds: readonly string[]): Promise<readonly EntryRow[]> {
  return sql<EntryRow[]>`
    SELECT ${columns(sql)} FROM ledger.journal
    WHERE transaction_id = ANY(${transactionIds as string[]}::uuid[])
    ORDER BY transaction_id, entry`;
}

/** What closing and settling wrote into windows: the levy, then the payments. */
export async function readClosingEntries(sql: AnySql, windowIds: readonly string[]): Promise<readonly EntryRow[]> {
  return sql<EntryRow[]>`
    SELECT ${columns(sql)} FROM ledger.journal
    WHERE window_id = ANY(${windowIds as string[]}::uuid[]) AND type IN ('LEVY', 'SETTLEMENT')
    ORDER BY window_id, type, transaction_id, entry`;
}
