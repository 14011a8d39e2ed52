import type { Debt } from '../../domain/book.ts';
import { integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** New debts, and what repayments have left of older ones; each stands once. */
export function upsertDebts(debts: readonly Debt[]): Part {
  return part`
    INSERT INTO ledger.debt (member_id, debt_id, lot_id, return_transaction_id, points, open)
    SELECT
      unnest(${plainArray(debts, (debt) => debt.memberId)}::uuid[]),
      unnest(${plainArray(debts, (debt) => debt.debtId)}::uuid[]),
      unnest(${plainArray(debts, (debt) => debt.lotId)}::uuid[]),
      unnest(${plainArray(debts, (debt) => debt.returnTransactionId)}::uuid[]),
      unnest(${integerArray(debts, (debt) => debt.points)}::bigint[]),
      unnest(${integerArray(debts, (debt) => debt.open)}::bigint[])
    ON CONFLICT (member_id, debt_id) DO UPDATE SET open = excluded.open`;
}
