// Pending points of a purchase: confirmed, they can be spent; cancelled, they are gone and no money ever moved for them.
import { counted } from '../../../shared/counted.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import type { MemberBook } from '../book.ts';
import { findOriginal } from '../checks.ts';
import { cancelPending } from '../posting-rules/cancel-pending.ts';
import { confirmPending } from '../posting-rules/confirm-pending.ts';
import type { TransactionRecord } from '../record.ts';
import type { Actor, Cancellation, Confirmation } from '../requests.ts';
import { booksOfEarn } from './return.ts';

export function decideConfirmation(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Confirmation,
): TransactionRecord | Refusal {
  const { found: purchase, refusal } = findOriginal(batch, actor, asked.purchaseId, ['PURCHASE'], 'purchaseId');
  if (refusal !== undefined) return refusal;
  const books = booksOfEarn(batch, purchase);
  if (!hasPending(books, purchase.transactionId)) return nothingPending();
  return confirm(batch, key, purchase, books, 'They were confirmed.');
}

/** Confirms the pending points of a purchase that are in these books; there are some. */
export function confirm(
  batch: Batch,
  key: RecordKey,
  purchase: Pick<TransactionRecord, 'transactionId' | 'partnerId' | 'storeId' | 'contractVersionId'> & {
    readonly memberId: string;
  },
  books: readonly MemberBook[],
  why: string,
): TransactionRecord {
  const posting = batch.open(batch.now);
  const { points, repaid } = confirmPending(posting, books, {
    earnTransactionId: purchase.transactionId,
  });
  return batch.post(key, posting, {
    kind: 'CONFIRMATION',
    memberId: purchase.memberId,
    partnerId: purchase.partnerId,
    storeId: purchase.storeId,
    amountMinor: null,
    currency: null,
    originalId: purchase.transactionId,
    contractVersionId: purchase.contractVersionId,
    occurredAt: batch.now,
    reference: null,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${counted(points, 'pending point')} can be spent now${repaid > 0n ? `; ${repaid} of them repaid what the member owed` : ''}.`,
        contractVersionId: purchase.contractVersionId,
        steps: [{ rule: 'confirmation', points: '0', reason: why }],
      },
      confirmed: points.toString(),
    },
  });
}

export function decideCancellation(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Cancellation,
): TransactionRecord | Refusal {
  const { found: purchase, refusal } = findOriginal(batch, actor, asked.purchaseId, ['PURCHASE'], 'purchaseId');
  if (refusal !== undefined) return refusal;
  const books = booksOfEarn(batch, purchase);
  if (!hasPending(books, purchase.transactionId)) return nothingPending();
  const posting = batch.open(batch.now);
  const { points } = cancelPending(posting, books, {
    earnTransactionId: purchase.transactionId,
  });
  return batch.post(key, posting, {
    kind: 'CANCELLATION',
    memberId: purchase.memberId,
    partnerId: purchase.partnerId,
    storeId: purchase.storeId,
    amountMinor: null,
    currency: null,
    originalId: purchase.transactionId,
    contractVersionId: purchase.contractVersionId,
    occurredAt: batch.now,
    reference: null,
    qualifying: -points,
    details: {
      explanation: {
        sentence: `${counted(points, 'pending point was', 'pending points were')} cancelled.`,
        contractVersionId: purchase.contractVersionId,
        steps: [{ rule: 'cancellation', points: (-points).toString(), reason: 'They had not been confirmed.' }],
      },
    },
  });
}

function hasPending(books: readonly MemberBook[], earnTransactionId: string): boolean {
  return books.some(({ lots }) =>
    [...lots.values()].some((lot) => lot.earnTransactionId === earnTransactionId && lot.pending > 0n),
  );
}

function nothingPending(): Refusal {
  return refuse('TRANSACTION_NOT_REVERSIBLE', 'The purchase has no pending points.', ['input', 'purchaseId']);
}
