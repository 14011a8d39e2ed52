import type { LineRow } from '../../domain/batch.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { type Part, part } from './batch-sql.ts';
import { booleanColumn, integerColumn, plainColumn } from './columns.ts';

/** New redemption lines, and what refunds and substitutions have left of older ones; each stands once. */
export function upsertLines(rows: readonly LineRow[]): Part {
  return part`
    INSERT INTO ledger.redemption_line AS line (member_id, line_id, redemption_id, lot_id, funder_id, acceptor_id, redeemed_points,
      redeemed_amount_minor, points, amount_minor, fee_minor, fee_points, fee_from_acceptor)
    SELECT
      ${plainColumn('uuid', rows, (row) => row.line.memberId)},
      ${plainColumn('uuid', rows, (row) => row.line.lineId)},
      ${plainColumn('uuid', rows, (row) => row.line.redemptionId)},
      ${plainColumn('uuid', rows, (row) => row.line.lotId)},
      ${plainColumn('uuid', rows, (row) => (row.line.funderId === OPERATOR ? null : row.line.funderId))},
      ${plainColumn('uuid', rows, (row) => row.line.acceptorId)},
      ${integerColumn('bigint', rows, (row) => row.redeemedPoints)},
      ${integerColumn('bigint', rows, (row) => row.redeemedAmountMinor)},
      ${integerColumn('bigint', rows, (row) => row.line.points)},
      ${integerColumn('bigint', rows, (row) => row.line.amountMinor)},
      ${integerColumn('bigint', rows, (row) => row.line.feeMinor)},
      ${integerColumn('bigint', rows, (row) => row.line.feePoints)},
      ${booleanColumn(rows, (row) => row.line.feeFromAcceptor === true)}
    ON CONFLICT (member_id, line_id)
    DO UPDATE SET points = excluded.points, amount_minor = excluded.amount_minor, fee_minor = excluded.fee_minor,
      fee_points = excluded.fee_points`;
}
