// A redemption is given back, whole or in part: points to the lots they came from, the acceptor repays its part (settlement R8).
import { counted } from '../../../shared/counted.ts';
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import type { MemberBook } from '../book.ts';
import { checkLate, checkOccurredAt, checkReversalDays, findOriginal } from '../checks.ts';
import { refundablePoints, refundRedemption } from '../posting-rules/refund-redemption.ts';
import type { TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Actor, Refund } from '../requests.ts';

/** The books that have lines of a redemption: the member's, and that of one whom lines moved to in a merge. */
export function booksOfRedemption(
  batch: Batch,
  redemption: { readonly transactionId: string; readonly memberId: string },
): MemberBook[] {
  const own = batch.book(redemption.memberId);
  const others = [...batch.facts.books.values()].filter(
    (book) => book !== own && [...book.lines.values()].some((line) => line.redemptionId === redemption.transactionId),
  );
  return [own, ...others.sort((a, b) => (a.memberId < b.memberId ? -1 : 1))];
}

export function decideRefund(batch: Batch, key: RecordKey, actor: Actor, asked: Refund): TransactionRecord | Refusal {
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: original, refusal } = findOriginal(
    batch,
    actor,
    asked.redemptionId,
    ['REDEMPTION', 'CAPTURE'],
    'redemptionId',
  );
  if (refusal !== undefined) return refusal;
  const books = booksOfRedemption(batch, original);
  const left = refundablePoints(books, asked.redemptionId);
  const points = asked.points ?? left;
  if (points > left || left === 0n)
    return refuse('REFUND_EXCEEDS_REDEMPTION', 'The refund is larger than what was redeemed and not yet refunded.', [
      'input',
      'points',
    ]);
  const contract =
    original.partnerId === null ? null : contractAt(batch.facts.reference, original.partnerId, occurredAt);
  const late = contract === null ? null : checkLate(batch, contract, occurredAt);
  if (late !== null) return late;
  const own = batch.facts.reference.contracts.get(original.contractVersionId ?? '');
  const over = checkReversalDays(own?.redemptionReversalDays, original.occurredAt, occurredAt);
  if (over !== null) return over;

  const posting = batch.open(occurredAt);
  const refunded = refundRedemption(posting, books, { redemptionId: asked.redemptionId, points });
  const { currency } = batch.facts.reference.programme;
  return batch.post(key, posting, {
    kind: 'REFUND',
    memberId: original.memberId,
    partnerId: original.partnerId,
    storeId: original.storeId,
    amountMinor: refunded.amountMinor,
    currency,
    originalId: original.transactionId,
    contractVersionId: original.contractVersionId,
    occurredAt,
    reference: null,
    qualifying: 0n,
    details: {
      allocation: refunded.allocation.map((part) => ({
        lotId: part.lotId,
        funderId: part.funderId,
        points: part.points.toString(),
        amountMinor: part.amountMinor.toString(),
      })),
      explanation: {
        sentence: `${counted(points, 'point')} went back to the lots they came from; the acceptor gives back ${formatAmount(refunded.amountMinor, currency)} ${currency}.`,
        contractVersionId: original.contractVersionId,
        steps: [
          {
            rule: 'refund',
            points: points.toString(),
            reason: 'The last lots that paid get theirs back first.',
          },
        ],
      },
    },
  });
}
