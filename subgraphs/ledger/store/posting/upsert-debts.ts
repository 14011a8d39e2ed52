import type { Debt } from '../../domain/book.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** New debts, and what repayments have left of older ones; each stands once. */
export function upsertDebts(sql: AnySql, debts: readonly Debt[]): Statement<object> {
  return sql<object[]>`
    INSERT INTO ledger.debt (member_id, debt_id, lot_id, return_transaction_id, points, open)
    SELECT * FROM unnest(
      ${plainArray(debts, (debt) => debt.memberId)}::uuid[],
      ${plainArray(debts, (debt) => debt.debtId)}::uuid[],
      ${plainArray(debts, (debt) => debt.lotId)}::uuid[],
      ${plainArray(debts, (debt) => debt.returnTransactionId)}::uuid[],
      ${integerArray(debts, (debt) => debt.points)}::bigint[],
      ${integerArray(debts, (debt) => debt.open)}::bigint[])
    ON CONFLICT (member_id, debt_id) DO UPDATE SET open = excluded.open`;
}
