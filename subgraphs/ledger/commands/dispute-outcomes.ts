/**
 * Gives back the points that a dispute was upheld for: a refund of the redemption, a return of the purchase or grant, in the open window (settlement
 * R15: "upheld for k points" is the release and R8 with k).
 *
 * The decision is written first, then the engine posts under a key made of the dispute, then the dispute says what was posted. A process that
 * ends in between loses nothing: the next one, or the scheduler, goes on where it stood, and the key makes it one posting. What the engine
 * refuses (the points were refunded meanwhile) stays on the dispute as the reason; somebody decides what to do about it.
 */

import type { Database } from '../../../db/client.ts';
import { requestHash } from '../../serving/idempotency.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Instruction } from '../domain/requests.ts';
import type { PostingEngine } from '../engine/posting-engine.ts';
import { type DisputeRow, markOutcome, readDisputesToPost } from '../store/disputes/disputes.ts';
import { readTransactions } from '../store/reading/read-transactions.ts';

export interface OutcomeServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly engine: PostingEngine;
}

/** Posts whatever decisions of a programme still have to be posted. */
export async function postDisputeOutcomes(services: OutcomeServices, programmeId: string): Promise<void> {
  const { database, engine } = services;
  for (const dispute of await readDisputesToPost(database.sql, programmeId)) {
    const { disputeId } = dispute;
    const instruction = await instructionOf(services, dispute);
    const reply = await engine.submit({
      programmeId,
      keySpace: 'dispute',
      key: disputeId,
      hash: requestHash('dispute outcome', { disputeId, upheldPoints: dispute.upheldPoints }),
      actor: { role: 'operator', partnerId: null, storeIds: [], memberId: null, subject: 'dispute' },
      instruction,
    });
    if (reply.ok) await markOutcome(database.sql, disputeId, { transactionId: reply.record.transactionId });
    // Too much in flight is no answer: next time.
    else if (reply.refusal.code !== 'TRY_AGAIN')
      await markOutcome(database.sql, disputeId, { refusal: `${reply.refusal.code}: ${reply.refusal.message}` });
  }
}

async function instructionOf({ database }: OutcomeServices, dispute: DisputeRow): Promise<Instruction> {
  const { programmeId, transactionId, upheldPoints } = dispute;
  const [disputed] = await readTransactions(database.sql, programmeId, [transactionId]);
  if (disputed === undefined || upheldPoints === null)
    throw new Error('Broken promise: what is upheld is points of a transaction');
  if (disputed.kind === 'REDEMPTION' || disputed.kind === 'CAPTURE')
    return { kind: 'REFUND', redemptionId: transactionId, points: upheldPoints, occurredAt: null };
  return {
    kind: 'RETURN',
    storeId: disputed.storeId,
    purchaseId: transactionId,
    ...{
      member: null,
      lines: [],
      amountMinor: null,
      currency: null,
      points: upheldPoints,
      occurredAt: null,
      reference: null,
    },
  };
}
