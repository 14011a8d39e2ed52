/**
 * A transaction of somebody else that moved a member's points: a return of goods whose points had been given on. The member is
 * told what became of its own points, and nothing of whose goods they were, where and for how much. What happened to members that were merged into it is
 * its own; what moved between them changed nothing of what the person has.
 */

import type { LedgerLoaders } from '../loaders.ts';
import type { SeenTransaction, ShownTransaction } from './seen-transaction.ts';

/** The records as the member may see them: its own unchanged, those of others cut down to its part. */
export function asSeenByMember(
  records: readonly SeenTransaction[],
  memberId: string,
  loaders: Pick<LedgerLoaders, 'transfersOf' | 'persons'>,
): Promise<readonly ShownTransaction[]> {
  const isPlainlyOwn = (record: SeenTransaction): boolean =>
    record.memberId === memberId && record.counterpartyId === null;
  if (records.every(isPlainlyOwn)) return Promise.resolve(records);
  return Promise.all(
    records.map(async (record) => {
      if (isPlainlyOwn(record)) return record;
      const { counterpartyId } = record;
      const persons = await loaders.persons.load(memberId);
      const isOwn = (id: string | null): boolean => id !== null && persons.includes(id);
      if (isOwn(record.memberId)) return isOwn(counterpartyId) ? { ...record, points: 0n } : record;
      const own = new Set(persons.flatMap((id) => [`member:${id}`, `held:${id}`, `pending:${id}`]));
      let points = 0n;
      for (const { debit, credit, points: moved } of await loaders.transfersOf.load(record.transactionId)) {
        if (own.has(credit)) points += moved;
        if (own.has(debit)) points -= moved;
      }
      // The receiver of a transfer is part of it; only the change of points is the other way round.
      if (isOwn(counterpartyId)) return { ...record, points };
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
        keySpace: '',
        details: { explanation: { sentence, contractVersionId: null, steps: [] } },
      };
    }),
  );
}
