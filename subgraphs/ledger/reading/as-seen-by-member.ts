/**
 * A transaction of somebody else that moved a member's points: a return of goods whose points had been given on. The member is
 * told what became of its own points, and nothing of whose goods they were, where and for how much.
 */

import type { TransactionRecord } from '../domain/record.ts';
import type { LedgerLoaders } from '../loaders.ts';

/** The records as the member may see them: its own unchanged, those of others cut down to its part. */
export function asSeenByMember(
  records: readonly TransactionRecord[],
  memberId: string,
  loaders: Pick<LedgerLoaders, 'transfersOf'>,
): Promise<TransactionRecord[]> {
  return Promise.all(
    records.map(async (record) => {
      if (record.memberId === memberId) return record;
      const own = new Set([`member:${memberId}`, `held:${memberId}`, `pending:${memberId}`]);
      let points = 0n;
      for (const { debit, credit, points: moved } of await loaders.transfersOf.load(record.transactionId)) {
        if (own.has(credit)) points += moved;
        if (own.has(debit)) points -= moved;
      }
      // The receiver of a transfer is part of it; only the change of points is the other way round.
      if (record.details.counterpartyId === memberId) return { ...record, points };
      const sentence = 'Points that had come to you from another member were taken back when the goods were returned.';
      return {
        ...record,
        memberId,
        points,
        partnerId: null,
        storeId: null,
        amountMinor: null,
        currency: null,
        originalId: null,
        contractVersionId: null,
        reference: null,
        keySpace: '',
        details: { explanation: { sentence, contractVersionId: null, steps: [] } },
      };
    }),
  );
}
