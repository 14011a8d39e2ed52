import type { TransactionRecord } from '../../domain/record.ts';
import { bytesArray, instantArray, integerArray, joinedJson, plainArray, textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** All of a batch have one programme and one decision time. */
export function insertTransactions(sql: AnySql, rows: readonly TransactionRecord[]): Statement<object> {
  const { programmeId, recordedAt } = rows[0]!;
  return sql<object[]>`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      member_id, partner_id, store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at, recorded_at,
      reference, details)
    SELECT transaction_id, ${programmeId}::uuid, window_id, kind, status, client_id, idempotency_key, request_hash, member_id,
      partner_id, store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at,
      ${recordedAt.toISOString()}::timestamptz, reference, details::jsonb
    FROM unnest(
      ${plainArray(rows, (row) => row.transactionId)}::uuid[],
      ${plainArray(rows, (row) => row.windowId)}::uuid[],
      ${plainArray(rows, (row) => row.kind)}::text[],
      ${plainArray(rows, (row) => row.status)}::text[],
      ${textArray(rows, (row) => row.keySpace)}::text[],
      ${textArray(rows, (row) => row.key)}::text[],
      ${bytesArray(rows, (row) => row.hash)}::bytea[],
      ${plainArray(rows, (row) => row.memberId)}::uuid[],
      ${plainArray(rows, (row) => row.partnerId)}::uuid[],
      ${plainArray(rows, (row) => row.storeId)}::uuid[],
      ${integerArray(rows, (row) => row.points)}::bigint[],
      ${integerArray(rows, (row) => row.amountMinor)}::bigint[],
      ${plainArray(rows, (row) => row.currency)}::text[],
      ${plainArray(rows, (row) => row.originalId)}::uuid[],
      ${plainArray(rows, (row) => row.contractVersionId)}::uuid[],
      ${instantArray(rows, (row) => row.occurredAt)}::timestamptz[],
      ${textArray(rows, (row) => row.reference)}::text[],
      string_to_array(${joinedJson(rows, (row) => row.details)}, chr(1))
    ) AS row (transaction_id, window_id, kind, status, client_id, idempotency_key, request_hash, member_id, partner_id, store_id,
      points, amount_minor, currency, original_id, contract_version_id, occurred_at, reference, details)`;
}
