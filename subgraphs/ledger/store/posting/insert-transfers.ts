import type { TransferRow } from '../../domain/batch.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

export function insertTransfers(sql: AnySql, rows: readonly TransferRow[]): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
    SELECT * FROM unnest(
      ${plainArray(rows, (row) => row.transactionId)}::uuid[],
      ${integerArray(rows, (row) => row.leg)}::smallint[],
      ${plainArray(rows, (row) => row.transfer.memberId)}::uuid[],
      ${plainArray(rows, (row) => row.transfer.lotId)}::uuid[],
      ${plainArray(rows, (row) => row.transfer.debit)}::text[],
      ${plainArray(rows, (row) => row.transfer.credit)}::text[],
      ${integerArray(rows, (row) => row.transfer.points)}::bigint[])`;
}
