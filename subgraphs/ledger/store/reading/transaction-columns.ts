import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

/** Columns of ledger.transaction that are shown and kept under the same names; `row` is what the statement calls it. */
function commonColumns(row: string): string {
  return `
    ${row}.transaction_id AS "transactionId", ${row}.window_id AS "windowId", ${row}.kind,
    ${row}.client_id AS "keySpace", ${row}.idempotency_key AS "key",
    ${row}.member_id AS "memberId", ${row}.partner_id AS "partnerId", ${row}.store_id AS "storeId", ${row}.points,
    ${row}.amount_minor AS "amountMinor", ${row}.currency, ${row}.original_id AS "originalId",
    ${row}.contract_version_id AS "contractVersionId", ${row}.occurred_at AS "occurredAt", ${row}.recorded_at AS "recordedAt"`;
}

/** Those of `SeenTransaction`; `row` is what the statement calls it. */
export function seenColumnsText(row: string): string {
  return `${commonColumns(row)}, ${row}.details ->> 'counterpartyId' AS "counterpartyId"`;
}

const SEEN = seenColumnsText('posted');
const POSTED = `
  ${commonColumns('posted')}, posted.reference, posted.details, programme_id AS "programmeId", status, request_hash AS "hash"`;

/** Those of `SeenTransaction`, in a statement that calls it `posted`. */
export function seenColumns(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql.unsafe(SEEN);
}

/** Those of `TransactionRecord`, in a statement that calls it `posted`. */
export function transactionColumns(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql.unsafe(POSTED);
}
