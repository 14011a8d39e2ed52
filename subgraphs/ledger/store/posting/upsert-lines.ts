import type { LineRow } from '../../domain/batch.ts';
import { OPERATOR } from '../../domain/terms.ts';
import { integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** New redemption lines, and what refunds and substitutions have left of older ones; each stands once. */
export function upsertLines(rows: readonly LineRow[]): Part {
  return part`
    INSERT INTO ledger.redemption_line AS line (member_id, line_id, redemption_id, lot_id, funder_id, acceptor_id, redeemed_points,
      redeemed_amount_minor, points, amount_minor, fee_minor, fee_points, fee_from_acceptor)
    SELECT
      unnest(${plainArray(rows, (row) => row.line.memberId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.line.lineId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.line.redemptionId)}::uuid[]),
      unnest(${plainArray(rows, (row) => row.line.lotId)}::uuid[]),
      unnest(${plainArray(rows, (row) => (row.line.funderId === OPERATOR ? null : row.line.funderId))}::uuid[]),
      unnest(${plainArray(rows, (row) => row.line.acceptorId)}::uuid[]),
      unnest(${integerArray(rows, (row) => row.redeemedPoints)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.redeemedAmountMinor)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.line.points)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.line.amountMinor)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.line.feeMinor)}::bigint[]),
      unnest(${integerArray(rows, (row) => row.line.feePoints)}::bigint[]),
      unnest(${plainArray(rows, (row) => String(row.line.feeFromAcceptor === true))}::boolean[])
    ON CONFLICT (member_id, line_id)
    DO UPDATE SET points = excluded.points, amount_minor = excluded.amount_minor, fee_minor = excluded.fee_minor,
      fee_points = excluded.fee_points`;
}
