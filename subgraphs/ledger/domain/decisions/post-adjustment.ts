// The points side of an approved adjustment: a lot that the funder pays for, or points taken from the member's lots.
import { assert } from '../../../shared/assert.ts';
import type { AdjustmentState, Batch } from '../batch.ts';
import type { Posting } from '../posting.ts';
import { creditAdjustment, debitAdjustment } from '../posting-rules/adjust.ts';
import { earn } from '../posting-rules/earn.ts';
import type { TransactionDetails } from '../record.ts';
import { contractAt } from '../reference.ts';
import { OPERATOR } from '../terms.ts';

export interface Adjusted {
  readonly contractVersionId: string | null;
  readonly opened: readonly string[];
  readonly taken: NonNullable<TransactionDetails['taken']>;
}

export function adjust(
  batch: Batch,
  posting: Posting,
  { memberId, points, funderId, expiresOn, storeId, occurredAt }: AdjustmentState,
): Adjusted | 'INSUFFICIENT_POINTS' {
  const book = batch.book(memberId);
  if (points > 0n) {
    const contract =
      funderId === OPERATOR ? null : contractAt(batch.facts.reference, funderId, occurredAt ?? batch.now);
    assert(funderId === OPERATOR || contract !== null, 'the funder has a contract in force');
    const { lots } =
      storeId === null
        ? creditAdjustment(posting, book, { funderId, contract, points, expiresOn })
        : earn(posting, book, {
            issuerId: funderId,
            components: [{ component: 'BASE', funderId, contract, points, expiresOn }],
            pending: null,
          });
    return { contractVersionId: contract?.contractVersionId ?? null, opened: lots.map((lot) => lot.lotId), taken: [] };
  }
  const debited = debitAdjustment(posting, book, { points: -points });
  if (debited === 'INSUFFICIENT_POINTS') return debited;
  return {
    contractVersionId: null,
    opened: [],
    taken: debited.taken.map((part) => ({
      lotId: part.lotId,
      points: part.points.toString(),
      reserveMinor: part.reserveMinor.toString(),
      serviceMinor: part.serviceMinor.toString(),
    })),
  };
}
