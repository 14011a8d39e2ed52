import type postgres from 'postgres';
import type { RecordKind, TransactionDetails, TransactionRecord } from '../../domain/record.ts';
import type { AnySql } from './batch-sql.ts';

/** A row of ledger.transaction as it comes from the database. */
export interface TransactionRow extends Omit<TransactionRecord, 'kind' | 'details'> {
  readonly kind: string;
  readonly details: unknown;
}

/** The columns of ledger.transaction under the names of `TransactionRecord`. */
export function transactionColumns(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    transaction_id AS "transactionId", programme_id AS "programmeId", window_id AS "windowId", kind, status,
    client_id AS "keySpace", idempotency_key AS "key", request_hash AS "hash", member_id AS "memberId",
    partner_id AS "partnerId", store_id AS "storeId", points, amount_minor AS "amountMinor", currency,
    original_id AS "originalId", contract_version_id AS "contractVersionId", occurred_at AS "occurredAt",
    recorded_at AS "recordedAt", reference, details`;
}

/** The table holds what the engine wrote: kinds and details need no second check. */
export function toRecord(row: TransactionRow): TransactionRecord {
  return { ...row, kind: row.kind as RecordKind, details: row.details as TransactionDetails };
}
