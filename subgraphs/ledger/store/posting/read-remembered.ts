import { textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import { type TransactionRow, transactionColumns } from './transaction-row.ts';

export interface RequestKey {
  readonly keySpace: string;
  readonly key: string;
}

/** What became of the keys of a batch that were used before. One index look-up per key. */
export function readRemembered(
  sql: AnySql,
  programmeId: string,
  keys: readonly RequestKey[],
): Statement<TransactionRow> {
  const spaces = textArray(keys, (key) => key.keySpace);
  const names = textArray(keys, (key) => key.key);
  return sql<TransactionRow[]>`
    SELECT remembered.*
    FROM unnest(${spaces}::text[], ${names}::text[]) AS asked (key_space, key)
    CROSS JOIN LATERAL (
      SELECT ${transactionColumns(sql)} FROM ledger.transaction
      WHERE ledger.key_of(programme_id, client_id, idempotency_key) = ledger.key_of(${programmeId}::uuid, asked.key_space, asked.key)
        AND programme_id = ${programmeId}::uuid AND client_id = asked.key_space AND idempotency_key = asked.key
      LIMIT 1
    ) AS remembered`;
}
