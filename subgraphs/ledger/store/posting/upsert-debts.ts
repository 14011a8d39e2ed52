import type { Debt } from '../../domain/book.ts';
import { type Part, part } from './batch-sql.ts';
import { integerColumn, plainColumn } from './columns.ts';

/** New debts, and what repayments have left of older ones; each stands once. */
export function upsertDebts(debts: readonly Debt[]): Part {
  return part`
    INSERT INTO ledger.debt (member_id, debt_id, lot_id, return_transaction_id, points, open)
    SELECT
      ${plainColumn('uuid', debts, (debt) => debt.memberId)},
      ${plainColumn('uuid', debts, (debt) => debt.debtId)},
      ${plainColumn('uuid', debts, (debt) => debt.lotId)},
      ${plainColumn('uuid', debts, (debt) => debt.returnTransactionId)},
      ${integerColumn('bigint', debts, (debt) => debt.points)},
      ${integerColumn('bigint', debts, (debt) => debt.open)}
    ON CONFLICT (member_id, debt_id) DO UPDATE SET open = excluded.open`;
}
