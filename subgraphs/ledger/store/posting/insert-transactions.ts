import type { TransactionRecord } from '../../domain/record.ts';
import { bytesArray, instantArray, integerArray, joinedJson, plainArray, textArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** All of a batch have one programme and one decision time. */
export function insertTransactions(rows: readonly TransactionRecord[]): Part {
  const { programmeId, recordedAt } = rows[0]!;
  return part`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      member_id, partner_id, store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at, recorded_at,
      reference, details)
    SELECT
      unnest(${plainArray(rows, (row) => row.transactionId)}::uuid[]),
      ${programmeId}::uuid,
      unnest(${plainArray(rows, (row) => row.windowId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.kind)}::text[]),
      unnest(${plainArray(rows, (row) => row.status)}::text[]),
      unnest(${textArray(rows, (row) => row.keySpace)}::text[]),
      unnest(${textArray(rows, (row) => row.key)}::text[]),
      unnest(${bytesArray(rows, (row) => row.hash)}::bytea[]),
      unnest(${plainArray(rows, (row) => row.memberId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.partnerId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.storeId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.points)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.amountMinor)}::bigint[]),
      unnest(${plainArray(rows, (row) => row.currency)}::text[]),
      unnest(${plainArray(rows, (row) => row.originalId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.contractVersionId)}::uuid[]),
      unnest(${instantArray(rows, (row) => row.occurredAt)}::timestamptz[]),
      ${recordedAt.toISOString()}::timestamptz,
      unnest(${textArray(rows, (row) => row.reference)}::text[]),
      unnest(string_to_array(${joinedJson(rows, (row) => row.details)}, chr(1)))::jsonb`;
}
