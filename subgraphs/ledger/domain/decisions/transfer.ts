// Points move to another member. Lots keep issuer, cost and expiry; pooling of a household is this, too. All that a merged member has and owes moves as
// it stands, for the operator who merged it.
import { counted } from '../../../shared/counted.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { checkGain, checkRoom, findMember, insufficient } from '../checks.ts';
import { walletChange } from '../posting.ts';
import { mergeBooks } from '../posting-rules/merge-members.ts';
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
  const all = asked.points === null;
  const { found: fromMemberId, refusal: noGiver } = findMember(batch, { memberId: asked.fromMemberId }, !all);
  if (noGiver !== undefined) return { ...noGiver, field: ['input', 'fromMemberId'] };
  const { found: toMemberId, refusal: noReceiver } = findMember(batch, { memberId: asked.toMemberId }, !all);
  if (noReceiver !== undefined) return { ...noReceiver, field: ['input', 'toMemberId'] };
  if (asked.points === null) return takeOver(batch, key, actor, fromMemberId, toMemberId);
  const receiver = batch.wallet(toMemberId);
  const noRoom = checkGain(receiver, asked.points);
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

function takeOver(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  fromMemberId: string,
  toMemberId: string,
): TransactionRecord | Refusal {
  if (actor.role !== 'operator' || batch.facts.statuses.get(fromMemberId) !== 'MERGED')
    return refuse('MERGE_STATE', 'All that a member has moves only when it was merged, by the operator.', [
      'input',
      'fromMemberId',
    ]);
  const [giver, receiver] = [batch.wallet(fromMemberId), batch.wallet(toMemberId)];
  const noRoom = checkRoom(receiver, giver.available + giver.held + giver.pending);
  if (noRoom !== null) return noRoom;

  const posting = batch.open(batch.now);
  const { available, held, pending, arrears, qualifying } = giver;
  const moved = mergeBooks(posting, batch.book(fromMemberId), batch.book(toMemberId));
  receiver.qualifying += qualifying;
  walletChange(posting, toMemberId);
  if (giver.sliding) receiver.sliding = true;
  const parts = [
    [available, 'to spend'],
    [held, 'held'],
    [pending, 'pending'],
    [arrears, 'owed'],
  ] as const;
  const told = parts.flatMap(([points, what]) => (points === 0n ? [] : [`${points} ${what}`])).join(', ');
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
    qualifying: -qualifying,
    counterpartyId: toMemberId,
    details: {
      explanation: {
        sentence: `Two members were found to be one: all that the one had went over (${told === '' ? 'no points' : told}).`,
        contractVersionId: null,
        steps: [
          {
            rule: 'merge',
            points: '0',
            reason: `${counted(moved.lotIds.length, 'lot')} with issuer, cost and expiry.`,
          },
        ],
      },
      opened: moved.lotIds,
      merged: {
        lineIds: moved.lineIds,
        holdIds: moved.holdIds,
        owed: moved.owed.map(({ debtId, points }) => ({ debtId, points: points.toString() })),
        qualifying: qualifying.toString(),
      },
    },
  });
}
