import { isInProgramme, isOperator } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { AdjustmentRecord, TransactionRecord } from '../domain/record.ts';
import type { AdjustmentResolvers } from '../generated.ts';
import { plainArray } from '../store/posting/array-literals.ts';
import { readAdjustments } from '../store/posting/upsert-adjustments.ts';

/** An adjustment with the transaction that posted it, once it is. */
export interface AdjustmentView extends AdjustmentRecord {
  readonly transactionId: string | null;
}

/** The adjustment as it was after the command that the record keeps. */
export function adjustmentOf(record: TransactionRecord): AdjustmentView | null {
  const { adjustment } = record.details;
  return adjustment === undefined
    ? null
    : { ...adjustment, transactionId: record.kind === 'ADJUSTMENT' ? record.transactionId : null };
}

export const Adjustment: AdjustmentResolvers = {
  /** For the operator; nobody else sees adjustments. */
  __resolveReference: async ({ id }, context) => {
    const caller = requireCaller(context);
    if (!isInProgramme(caller) || !isOperator(caller) || !isId(id)) return null;
    const [row] = await readAdjustments(
      context.reads.sql,
      caller.programmeId,
      plainArray([id], (one) => one),
    );
    return row === undefined ? null : { ...row, points: row.points.toString() };
  },
  id: ({ adjustmentId }) => adjustmentId,
  member: ({ memberId }) => ({ id: memberId }),
  points: ({ points }) => BigInt(points),
  transaction: ({ transactionId }, _, { loaders }) =>
    transactionId === null ? null : loaders.transactions.load(transactionId),
};
