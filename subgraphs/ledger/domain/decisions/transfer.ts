// Points move to another member. Lots keep issuer, cost and expiry; pooling of a household is this, too.
import { counted } from '../../../shared/counted.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { checkRoom, findMember, insufficient } from '../checks.ts';
import { transferPoints } from '../posting-rules/transfer-points.ts';
import type { TransactionRecord } from '../record.ts';
import type { Actor, MemberTransfer } from '../requests.ts';
import { slideExpiries } from '../sliding-expiry.ts';

export function decideTransfer(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: MemberTransfer,
): TransactionRecord | Refusal {
  if (asked.fromMemberId === asked.toMemberId)
    return refuse('INVALID_INPUT', 'The points are with this member already.', ['input', 'toMemberId']);
  // What comes into the wallet of a member that was merged into another goes on to that one.
  const merged = actor.role === 'operator' && batch.facts.statuses.get(asked.fromMemberId) === 'MERGED';
  const { found: fromMemberId, refusal: noGiver } = findMember(batch, { memberId: asked.fromMemberId }, !merged);
  if (noGiver !== undefined) return { ...noGiver, field: ['input', 'fromMemberId'] };
  const { found: toMemberId, refusal: noReceiver } = findMember(batch, { memberId: asked.toMemberId });
  if (noReceiver !== undefined) return { ...noReceiver, field: ['input', 'toMemberId'] };
  const receiver = batch.wallet(toMemberId);
  const noRoom = checkRoom(receiver, asked.points);
  if (noRoom !== null) return noRoom;

  const posting = batch.open(batch.now);
  const moved = transferPoints(posting, batch.book(fromMemberId), batch.book(toMemberId), { points: asked.points });
  if (moved === 'INSUFFICIENT_POINTS') return insufficient();
  if (batch.wallet(fromMemberId).sliding) receiver.sliding = true;
  slideExpiries(batch, posting, fromMemberId);
  slideExpiries(batch, posting, toMemberId);
  return batch.post(key, posting, {
    kind: 'TRANSFER',
    memberId: fromMemberId,
    partnerId: null,
    storeId: null,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: null,
    occurredAt: batch.now,
    reference: null,
    qualifying: 0n,
    counterpartyId: toMemberId,
    details: {
      explanation: {
        sentence: `${counted(asked.points, 'point')} moved to another member with their issuer, cost and expiry.`,
        contractVersionId: null,
        steps: [
          {
            rule: 'transfer',
            points: (-asked.points).toString(),
            reason: `From ${counted(moved.lots.length, 'lot')} in spending order.`,
          },
        ],
      },
      opened: moved.lots.map((lot) => lot.lotId),
    },
  });
}
