// An adjustment gives or takes points with a reason and two persons: one proposes, another approves, and only then it is posted.
import { counted } from '../../../shared/counted.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { AdjustmentState, Batch, RecordKey } from '../batch.ts';
import {
  checkEverUsable,
  checkGain,
  checkOccurredAt,
  type Found,
  findContract,
  findMember,
  findTill,
  insufficient,
  type Till,
} from '../checks.ts';
import type { AdjustmentRecord, TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Actor, Adjustment, Proposal } from '../requests.ts';
import { OPERATOR } from '../terms.ts';
import { adjust } from './post-adjustment.ts';

export function decideProposal(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Proposal,
): TransactionRecord | Refusal {
  const missed = asked.missed ?? null;
  const lapsed = checkEverUsable(batch, asked.expiresOn, missed?.occurredAt ?? batch.now, ['input', 'expiresOn']);
  if (lapsed !== null) return lapsed;
  const { found: till, refusal: noTill } = missed === null ? { found: null } : findMissed(batch, missed);
  if (noTill !== undefined) return noTill;
  const noFunder = asked.points > 0n && asked.funderId !== null ? checkFunder(batch, asked.funderId) : null;
  if (noFunder !== null) return noFunder;
  const { found: memberId, refusal } = findMember(batch, { memberId: asked.memberId });
  if (refusal !== undefined) return refusal;

  const proposal: AdjustmentState = {
    adjustmentId: batch.newId(),
    memberId,
    points: asked.points,
    funderId: till?.partner.partnerId ?? asked.funderId ?? OPERATOR,
    storeId: missed?.storeId ?? null,
    occurredAt: missed?.occurredAt ?? null,
    reference: missed?.reference ?? null,
    reason: asked.reason,
    expiresOn: asked.expiresOn,
    state: 'PROPOSED',
    proposedBy: actor.subject,
    approvedBy: null,
    transactionId: null,
  };
  batch.adjustments.set(proposal.adjustmentId, proposal);
  const record: TransactionRecord = {
    transactionId: batch.newId(),
    programmeId: batch.facts.programmeId,
    windowId: null,
    kind: 'PROPOSAL',
    status: 'NOTED',
    keySpace: key.keySpace,
    key: key.key,
    hash: key.hash,
    memberId: null,
    partnerId: null,
    storeId: null,
    points: 0n,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: null,
    occurredAt: batch.now,
    recordedAt: batch.now,
    reference: null,
    details: { adjustment: adjustmentRecord(proposal) },
  };
  batch.keep(record);
  return record;
}

export function decideAdjustment(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: Adjustment,
): TransactionRecord | Refusal {
  const proposal = batch.adjustment(asked.adjustmentId);
  const noFunder = proposal !== undefined && proposal.points > 0n ? checkFunder(batch, proposal.funderId) : null;
  if (noFunder !== null) return noFunder;
  if (proposal === undefined) return refuse('TRANSACTION_UNKNOWN', 'No such adjustment.', ['input', 'adjustmentId']);
  if (proposal.state !== 'PROPOSED')
    return refuse('TRANSACTION_NOT_REVERSIBLE', 'The adjustment was posted already.', ['input', 'adjustmentId']);
  const noRoom = proposal.points > 0n ? checkGain(batch.wallet(proposal.memberId), proposal.points) : null;
  if (noRoom !== null) return noRoom;
  if (proposal.proposedBy === actor.subject) return refuse('FOUR_EYES', 'The one who proposed cannot approve.');

  const occurredAt = proposal.occurredAt ?? batch.now;
  const posting = batch.open(occurredAt);
  const posted = adjust(batch, posting, proposal);
  if (posted === 'INSUFFICIENT_POINTS') return insufficient();
  const approved: AdjustmentState = {
    ...proposal,
    state: 'POSTED',
    approvedBy: actor.subject,
    transactionId: posting.transactionId,
  };
  batch.adjustments.set(approved.adjustmentId, approved);
  return batch.post(key, posting, {
    kind: 'ADJUSTMENT',
    memberId: proposal.memberId,
    partnerId: proposal.funderId === OPERATOR ? null : proposal.funderId,
    storeId: proposal.storeId,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: posted.contractVersionId,
    occurredAt,
    reference: proposal.reference,
    qualifying: proposal.storeId === null ? 0n : proposal.points,
    details: {
      explanation: {
        sentence: `${proposal.points > 0n ? counted(proposal.points, 'point was given', 'points were given') : counted(-proposal.points, 'point was taken', 'points were taken')} by an adjustment that two persons approved: ${proposal.reason}`,
        contractVersionId: posted.contractVersionId,
        steps: [{ rule: 'adjustment', points: proposal.points.toString(), reason: proposal.reason }],
      },
      reason: proposal.reason,
      adjustment: adjustmentRecord(approved),
      ...(posted.opened.length === 0 ? {} : { opened: posted.opened }),
      ...(posted.taken.length === 0 ? {} : { taken: posted.taken }),
    },
  });
}

/** A missed earn is one of the store's partner, under its contract at the business time; however late, for two persons stand for it. */
function findMissed(batch: Batch, { storeId, occurredAt }: NonNullable<Proposal['missed']>): Found<Till> {
  const { refusal: inFuture } = checkOccurredAt(batch, occurredAt);
  if (inFuture !== undefined) return { refusal: inFuture };
  const { found: till, refusal: noTill } = findTill(batch, { storeId }, occurredAt, 'issuing');
  if (noTill !== undefined) return { refusal: noTill };
  const { refusal } = findContract(batch, till.partner.partnerId, occurredAt, 'issuer');
  return refusal === undefined ? { found: till } : { refusal };
}

/** PARTNER_UNKNOWN or CONTRACT_MISSING for a partner that is to pay and cannot. */
function checkFunder(batch: Batch, funderId: string): Refusal | null {
  if (funderId === OPERATOR) return null;
  if (!batch.facts.reference.partners.has(funderId))
    return refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', ['input', 'funderId']);
  if (contractAt(batch.facts.reference, funderId, batch.now) === null)
    return refuse('CONTRACT_MISSING', 'No contract of the partner is in force.', ['input', 'funderId']);
  return null;
}

function adjustmentRecord(state: AdjustmentState): AdjustmentRecord {
  return {
    adjustmentId: state.adjustmentId,
    memberId: state.memberId,
    points: state.points.toString(),
    reason: state.reason,
    state: state.state,
    proposedBy: state.proposedBy,
    approvedBy: state.approvedBy,
  };
}
