import type { AdjustmentState } from '../../domain/batch.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { integerArray, plainArray, textArray } from './array-literals.ts';
import { type AnySql, type Part, part, type Statement } from './batch-sql.ts';

/** New proposals, and the approvals of older ones; each stands once. */
export function upsertAdjustments(programmeId: string, rows: readonly AdjustmentState[]): Part {
  return part`
    INSERT INTO ledger.adjustment (adjustment_id, programme_id, member_id, points, funder_id, reason, expires_on, state, proposed_by,
      approved_by, transaction_id, store_id, occurred_at, reference)
    SELECT
      unnest(${plainArray(rows, (row) => row.adjustmentId)}::uuid[]),
      ${programmeId}::uuid,
      unnest(${plainArray(rows, (row) => row.memberId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.points)}::bigint[]),
      unnest(${plainArray(rows, (row) => (row.funderId === OPERATOR ? null : row.funderId))}::uuid[]),
      unnest(${textArray(rows, (row) => row.reason)}::text[]),
      unnest(${plainArray(rows, (row) => row.expiresOn)}::date[]),
      unnest(${plainArray(rows, (row) => row.state)}::text[]),
      unnest(${textArray(rows, (row) => row.proposedBy)}::text[]),
      unnest(${textArray(rows, (row) => row.approvedBy)}::text[]),
      unnest(${plainArray(rows, (row) => row.transactionId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.storeId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.occurredAt?.toISOString() ?? null)}::timestamptz[]),
      unnest(${textArray(rows, (row) => row.reference)}::text[])
    ON CONFLICT (adjustment_id)
    DO UPDATE SET state = excluded.state, approved_by = excluded.approved_by, transaction_id = excluded.transaction_id`;
}

/** Adjustments by id, with what is known of them. Of this programme only. */
export function readAdjustments(sql: AnySql, programmeId: string, adjustmentIds: string): Statement<AdjustmentState> {
  return sql<AdjustmentState[]>`
    SELECT adjustment_id AS "adjustmentId", member_id AS "memberId", points, coalesce(funder_id::text, ${OPERATOR}) AS "funderId",
           reason, expires_on AS "expiresOn", state, proposed_by AS "proposedBy", approved_by AS "approvedBy",
           transaction_id AS "transactionId", store_id AS "storeId", occurred_at AS "occurredAt", reference
    FROM ledger.adjustment WHERE programme_id = ${programmeId}::uuid AND adjustment_id = ANY(${adjustmentIds}::uuid[])`;
}
