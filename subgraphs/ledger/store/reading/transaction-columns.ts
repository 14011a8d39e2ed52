import type postgres from 'postgres';
import type { AnySql } from '../../../../db/client.ts';

/** Columns of ledger.transaction under the names of `TransactionRecord`. */
export function transactionColumns(sql: AnySql): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    posted.transaction_id AS "transactionId", posted.programme_id AS "programmeId", posted.window_id AS "windowId", posted.kind,
    posted.status, posted.client_id AS "keySpace", posted.idempotency_key AS "key", posted.request_hash AS "hash",
    posted.member_id AS "memberId", posted.partner_id AS "partnerId", posted.store_id AS "storeId", posted.points,
    posted.amount_minor AS "amountMinor", posted.currency, posted.original_id AS "originalId",
    posted.contract_version_id AS "contractVersionId", posted.occurred_at AS "occurredAt", posted.recorded_at AS "recordedAt",
    posted.reference, posted.details`;
}
