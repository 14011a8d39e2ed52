import type { AnySql, Reads } from '../../../../db/client.ts';
import { keptRead } from '../../../../db/gathered-reads.ts';
import type { TransactionRecord } from '../../domain/record.ts';
import type { SeenTransaction } from '../../reading/seen-transaction.ts';
import { seenColumns, seenColumnsText, transactionColumns } from './transaction-columns.ts';

const TRANSACTIONS_BY_ID = keptRead<[programmeId: string, transactionIds: readonly string[]], SeenTransaction>(
  'ledger.transactions_by_id',
  ['uuid', 'uuid[]'],
  seenColumnsText('found'),
);

const DETAILS_BY_ID = keptRead<[programmeId: string, transactionIds: readonly string[]], TransactionWithDetails>(
  'ledger.transactions_by_id',
  ['uuid', 'uuid[]'],
  'found.transaction_id AS "transactionId", found.details',
);

/** What a transaction says beyond its columns. */
export type TransactionWithDetails = Pick<TransactionRecord, 'transactionId' | 'details'>;

/** Accepted transactions of a programme by id that a caller may see. */
export function readSeenTransactions(
  reads: Reads,
  programmeId: string,
  transactionIds: readonly string[],
): Promise<readonly SeenTransaction[]> {
  return reads.ask(TRANSACTIONS_BY_ID, programmeId, transactionIds);
}

/** The details of accepted transactions of a programme by id that a caller may see. */
export function readSeenDetails(
  reads: Reads,
  programmeId: string,
  transactionIds: readonly string[],
): Promise<readonly TransactionWithDetails[]> {
  return reads.ask(DETAILS_BY_ID, programmeId, transactionIds);
}

/** Accepted transactions of a programme by id. */
export async function readTransactions(
  sql: AnySql,
  programmeId: string,
  transactionIds: readonly string[],
): Promise<readonly TransactionRecord[]> {
  return sql<TransactionRecord[]>`
    SELECT ${transactionColumns(sql)} FROM ledger.transaction AS posted
    WHERE transaction_id = ANY(${transactionIds as string[]}::uuid[]) AND programme_id = ${programmeId} AND status = 'OK'`;
}

/** The accepted transaction that was sent under a key; null when there is none. */
export async function readTransactionByKey(
  sql: AnySql,
  key: { readonly programmeId: string; readonly keySpace: string; readonly idempotencyKey: string },
): Promise<SeenTransaction | null> {
  const [record] = await sql<SeenTransaction[]>`
    SELECT ${seenColumns(sql)} FROM ledger.transaction AS posted
    WHERE transaction_id = ledger.transaction_of_key(${key.programmeId}, ${key.keySpace}, ${key.idempotencyKey}) AND status = 'OK'`;
  return record ?? null;
}
