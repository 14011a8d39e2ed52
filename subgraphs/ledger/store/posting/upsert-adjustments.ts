import type { AdjustmentState } from '../../domain/batch.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { type AnySql, type Part, part, type Statement } from './batch-sql.ts';
import { instantColumn, integerColumn, plainColumn, textColumn } from './columns.ts';

/** New proposals, and the approvals of older ones; each stands once. */
export function upsertAdjustments(programmeId: string, rows: readonly AdjustmentState[]): Part {
  return part`
    INSERT INTO ledger.adjustment (adjustment_id, programme_id, member_id, points, funder_id, reason, expires_on, state, proposed_by,
      approved_by, transaction_id, store_id, occurred_at, reference)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.adjustmentId)},
      ${programmeId}::uuid,
      ${plainColumn('uuid', rows, (row) => row.memberId)},
      ${integerColumn('bigint', rows, (row) => row.points)},
      ${plainColumn('uuid', rows, (row) => (row.funderId === OPERATOR ? null : row.funderId))},
      ${textColumn(rows, (row) => row.reason)},
      ${plainColumn('date', rows, (row) => row.expiresOn)},
      ${plainColumn('text', rows, (row) => row.state)},
      ${textColumn(rows, (row) => row.proposedBy)},
      ${textColumn(rows, (row) => row.approvedBy)},
      ${plainColumn('uuid', rows, (row) => row.transactionId)},
      ${plainColumn('uuid', rows, (row) => row.storeId)},
      ${instantColumn(rows, (row) => row.occurredAt)},
      ${textColumn(rows, (row) => row.reference)}
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
