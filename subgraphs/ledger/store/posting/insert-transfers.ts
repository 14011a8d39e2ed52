import type { TransferRow } from '../../domain/batch.ts';
import { type Part, part } from './batch-sql.ts';
import { integerColumn, plainColumn } from './columns.ts';

export function insertTransfers(rows: readonly TransferRow[]): Part {
  return part`
    INSERT INTO ledger.transfer (transaction_id, leg, member_id, lot_id, debit, credit, points)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.transactionId)},
      ${integerColumn('smallint', rows, (row) => row.leg)},
      ${plainColumn('uuid', rows, (row) => row.transfer.memberId)},
      ${plainColumn('uuid', rows, (row) => row.transfer.lotId)},
      ${plainColumn('text', rows, (row) => row.transfer.debit)},
      ${plainColumn('text', rows, (row) => row.transfer.credit)},
      ${integerColumn('bigint', rows, (row) => row.transfer.points)}`;
}
