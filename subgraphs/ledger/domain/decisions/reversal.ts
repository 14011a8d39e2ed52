// The operator undoes a transaction by a new one in the open window. What undid something itself cannot be undone, nor twice.
//
// | kind undone         | by                                                                          |
// | ------------------- | --------------------------------------------------------------------------- |
// | PURCHASE            | asking back all points not yet asked back, as a return of the whole         |
// | REDEMPTION, CAPTURE | giving back all points not yet refunded                                     |
// | AUTHORISATION       | releasing what is still held                                                |
// | TRANSFER            | moving the same points back, if the receiver still has them all; of a merge |
// |                     | all that came over, as it is now, if nothing of it was spent                |
// | ADJUSTMENT          | asking back what it gave; restoring what it took                            |
// | BENEFIT             | the same money the other way round                                          |
// | EXPIRY              | restoring what lapsed, with the programme's days of grace                   |
import { assert } from '../../../shared/assert.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { findOriginal, insufficient } from '../checks.ts';
import { type Posting, walletChange } from '../posting.ts';
import { restoreDebit } from '../posting-rules/adjust.ts';
import { reverseBenefit } from '../posting-rules/benefit.ts';
import { restoreExpired } from '../posting-rules/expire.ts';
import { releaseHold } from '../posting-rules/hold.ts';
import { unmergeBooks } from '../posting-rules/merge-members.ts';
import { refundablePoints, refundRedemption } from '../posting-rules/refund-redemption.ts';
import { reversiblePoints } from '../posting-rules/reverse-earn.ts';
import { reverseTransfer } from '../posting-rules/transfer-points.ts';
import type { MergedRecord, TransactionRecord } from '../record.ts';
import type { Actor, Reversal } from '../requests.ts';
import { booksOfRedemption } from './refund.ts';
import { askBack, booksOfEarn } from './return.ts';

type Original = TransactionRecord & { readonly memberId: string };

export function decideReversal(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Reversal,
): TransactionRecord | Refusal {
  const { found: original, refusal } = findOriginal(batch, actor, asked.transactionId, null, 'transactionId');
  if (refusal !== undefined) return refusal;
  const followers = batch.followers(original.transactionId);
  if (followers.some((follower) => follower.kind === 'REVERSAL')) return notReversible('It was reversed already.');

  const posting = batch.open(batch.now);
  const undone = undo(batch, posting, original);
  if ('code' in undone) return undone;
  const counterpartyId = original.kind === 'TRANSFER' ? original.details.counterpartyId : undefined;
  return batch.post(key, posting, {
    kind: 'REVERSAL',
    memberId: original.memberId,
    partnerId: original.partnerId,
    storeId: original.storeId,
    amountMinor: undone.amountMinor,
    currency: undone.amountMinor === null ? null : original.currency,
    originalId: original.transactionId,
    contractVersionId: original.contractVersionId,
    occurredAt: batch.now,
    reference: null,
    qualifying: undone.qualifying,
    ...(counterpartyId === undefined ? {} : { counterpartyId }),
    details: {
      explanation: {
        sentence: `${original.kind} ${original.transactionId} was undone: ${asked.reason}`,
        contractVersionId: original.contractVersionId,
        steps: [{ rule: 'reversal', points: undone.points.toString(), reason: asked.reason }],
      },
      reason: asked.reason,
      ...(original.details.merged === undefined ? {} : { unmerged: true }),
    },
  });
}

interface Undone {
  readonly points: bigint;
  readonly qualifying: bigint;
  readonly amountMinor: bigint | null;
}

function undo(batch: Batch, posting: Posting, original: Original): Undone | Refusal {
  const book = batch.book(original.memberId);
  switch (original.kind) {
    case 'PURCHASE': {
      const points = reversiblePoints(booksOfEarn(batch, original), original.transactionId);
      if (points === 0n && original.points > 0n) return notReversible('Everything came back already.');
      const { requested } = askBack(batch, posting, original, points);
      return { points: -requested, qualifying: -requested, amountMinor: null };
    }
    case 'REDEMPTION':
    case 'CAPTURE': {
      const books = booksOfRedemption(batch, original);
      const points = refundablePoints(books, original.transactionId);
      if (points === 0n) return notReversible('Everything was refunded already.');
      const { amountMinor } = refundRedemption(posting, books, { redemptionId: original.transactionId, points });
      return { points, qualifying: 0n, amountMinor };
    }
    case 'AUTHORISATION': {
      const state = batch.holds.get(original.transactionId) ?? batch.facts.holds.get(original.transactionId);
      assert(state !== undefined, 'an authorisation has a hold');
      if (state.hold.state !== 'OPEN') return notReversible('The hold has ended.');
      releaseHold(posting, batch.book(state.hold.memberId), { hold: state.hold, outcome: 'VOIDED' });
      return { points: 0n, qualifying: 0n, amountMinor: null };
    }
    case 'TRANSFER': {
      const receiverId = original.details.counterpartyId;
      assert(receiverId !== undefined, 'a transfer has a receiver');
      const { merged } = original.details;
      if (merged !== undefined) return undoMerge(batch, posting, original, receiverId, merged);
      const back = reverseTransfer(posting, batch.book(receiverId), book, { lotIds: original.details.opened ?? [] });
      return back === 'INSUFFICIENT_POINTS'
        ? insufficient()
        : { points: back.points, qualifying: 0n, amountMinor: null };
    }
    case 'ADJUSTMENT': {
      const { taken } = original.details;
      if (taken === undefined) {
        const points = reversiblePoints(booksOfEarn(batch, original), original.transactionId);
        const { requested } = askBack(batch, posting, original, points);
        return { points: -requested, qualifying: 0n, amountMinor: null };
      }
      const { points } = restoreDebit(posting, book, {
        taken: taken.map((part) => ({
          lotId: part.lotId,
          points: BigInt(part.points),
          reserveMinor: BigInt(part.reserveMinor),
          serviceMinor: BigInt(part.serviceMinor),
        })),
      });
      return { points, qualifying: 0n, amountMinor: null };
    }
    case 'EXPIRY': {
      const { points } = restoreExpired(posting, book, {
        allocation: (original.details.lapsed ?? []).map((part) => ({
          lotId: part.lotId,
          points: BigInt(part.points),
          returnedToFunderMinor: BigInt(part.returnedToFunderMinor),
        })),
      });
      return { points, qualifying: 0n, amountMinor: null };
    }
    case 'BENEFIT': {
      const parts = (original.details.feeParts ?? []).map(({ partyId, amountMinor }) => ({
        partyId,
        amountMinor: BigInt(amountMinor),
      }));
      assert(original.partnerId !== null, 'a benefit is honoured by a partner');
      reverseBenefit(posting, original.partnerId, parts);
      return { points: 0n, qualifying: 0n, amountMinor: original.amountMinor };
    }
    default:
      return notReversible(`A transaction of kind ${original.kind} cannot be reversed.`);
  }
}

function undoMerge(
  batch: Batch,
  posting: Posting,
  original: Original,
  receiverId: string,
  { lineIds, holdIds, owed, qualifying }: MergedRecord,
): Undone | Refusal {
  const back = unmergeBooks(posting, batch.book(receiverId), batch.book(original.memberId), {
    ...{ lineIds, holdIds },
    lotIds: original.details.opened ?? [],
    owed: owed.map(({ debtId, points }) => ({ debtId, points: BigInt(points) })),
  });
  if (back === 'INSUFFICIENT_POINTS') return insufficient();
  batch.wallet(receiverId).qualifying -= BigInt(qualifying);
  walletChange(posting, receiverId);
  return { points: back.points, qualifying: BigInt(qualifying), amountMinor: null };
}

function notReversible(why: string): Refusal {
  return refuse('TRANSACTION_NOT_REVERSIBLE', why, ['input', 'transactionId']);
}
