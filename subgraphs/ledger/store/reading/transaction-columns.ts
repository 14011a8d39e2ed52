import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

/** Columns of ledger.transaction under the names of `TransactionRecord`; `row` is what the statement calls it. */
export function transactionColumnsText(row: string): string {
  return `
    ${row}.transaction_id AS "transactionId", ${row}.programme_id AS "programmeId", ${row}.window_id AS "windowId", ${row}.kind,
    ${row}.status, ${row}.client_id AS "keySpace", ${row}.idempotency_key AS "key", ${row}.request_hash AS "hash",
    ${row}.member_id AS "memberId", ${row}.partner_id AS "partnerId", ${row}.store_id AS "storeId", ${row}.points,
    ${row}.amount_minor AS "amountMinor", ${row}.currency, ${row}.original_id AS "originalId",
    ${row}.contract_version_id AS "contractVersionId", ${row}.occurred_at AS "occurredAt", ${row}.recorded_at AS "recordedAt",
    ${row}.reference, ${row}.details`;
}

const POSTED = transactionColumnsText('posted');

/** The same in a statement that calls it `posted`. */
export function transactionColumns(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql.unsafe(POSTED);
}
