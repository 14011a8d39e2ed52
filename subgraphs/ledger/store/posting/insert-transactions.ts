import type { TransactionRecord } from '../../domain/record.ts';
import { type Part, part } from './batch-sql.ts';
import { bytesColumn, instantColumn, integerColumn, jsonColumn, plainColumn, textColumn } from './columns.ts';

/** All of a batch have one programme and one decision time. */
export function insertTransactions(rows: readonly TransactionRecord[]): Part {
  const { programmeId, recordedAt } = rows[0]!;
  return part`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash,
      member_id, partner_id, store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at, recorded_at,
      reference, details)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.transactionId)},
      ${programmeId}::uuid,
      ${plainColumn('uuid', rows, (row) => row.windowId)},
      ${plainColumn('text', rows, (row) => row.kind)},
      ${plainColumn('text', rows, (row) => row.status)},
      ${textColumn(rows, (row) => row.keySpace)},
      ${textColumn(rows, (row) => row.key)},
      ${bytesColumn(rows, (row) => row.hash)},
      ${plainColumn('uuid', rows, (row) => row.memberId)},
      ${plainColumn('uuid', rows, (row) => row.partnerId)},
      ${plainColumn('uuid', rows, (row) => row.storeId)},
      ${integerColumn('bigint', rows, (row) => row.points)},
      ${integerColumn('bigint', rows, (row) => row.amountMinor)},
      ${plainColumn('text', rows, (row) => row.currency)},
      ${plainColumn('uuid', rows, (row) => row.originalId)},
      ${plainColumn('uuid', rows, (row) => row.contractVersionId)},
      ${instantColumn(rows, (row) => row.occurredAt)},
      ${recordedAt.toISOString()}::timestamptz,
      ${textColumn(rows, (row) => row.reference)},
      ${jsonColumn(rows, (row) => row.details)}`;
}
