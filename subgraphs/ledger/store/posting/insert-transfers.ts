import type { TransferRow } from '../../domain/batch.ts';
import { integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

export function insertTransfers(rows: readonly TransferRow[]): Part {
  return part`
    INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
    SELECT
      unnest(${plainArray(rows, (row) => row.transactionId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.leg)}::smallint[]),
      unnest(${plainArray(rows, (row) => row.transfer.memberId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.transfer.lotId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.transfer.debit)}::text[]),
      unnest(${plainArray(rows, (row) => row.transfer.credit)}::text[]),
      unnest(${integerArray(rows, (row) => row.transfer.points)}::bigint[])`;
}
