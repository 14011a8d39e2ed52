// From requests to what is written: lock and read are done, now each request is decided in arrival order, then only success is left.
//
// A request is answered in this order, the same for every kind:
//   1. its key was used before, by the same body: the same reply as then
//   2. the caller may not, or the input is malformed: that refusal. (Malformed input comes here as `Rejected`, so that it is remembered.)
//   3. its key was used before, by another body: IDEMPOTENCY_KEY_REUSED, and nothing is kept
//   4. the refusals of its kind, in the published order (schema/common.graphql), or its posting
// Every refusal is kept under its key but those of 3 (the key tells another story) and, before the ledger, TRY_AGAIN.
// Nothing here touches a database or a clock, so that a test can compare it with a simpler way of doing it.
import { unreachable } from '../../shared/assert.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { type Batch, keyName } from './batch.ts';
import { decideAdjustment, decideProposal } from './decisions/adjustment.ts';
import { decideBenefit } from './decisions/benefit.ts';
import { decideGrant } from './decisions/grant.ts';
import { decideAuthorisation, decideCapture, decideVoid } from './decisions/hold.ts';
import { decideLapse } from './decisions/lapse.ts';
import { decideMembershipFee, decideMembershipRefund } from './decisions/membership-fee.ts';
import { decideCancellation, decideConfirmation } from './decisions/pending.ts';
import { decidePurchase } from './decisions/purchase.ts';
import { decideRedemption } from './decisions/redemption.ts';
import { decideRefund } from './decisions/refund.ts';
import { decideReturn } from './decisions/return.ts';
import { decideReversal } from './decisions/reversal.ts';
import { decideTransfer } from './decisions/transfer.ts';
import { checkMayAsk } from './may-ask.ts';
import { type RecordKind, type Reply, replyOf, type TransactionRecord } from './record.ts';
import type { Instruction, LedgerRequest } from './requests.ts';

/** Decides all requests on the one state of the batch; replies stand in the order of the requests. */
export function decideBatch(batch: Batch, requests: readonly LedgerRequest[]): Reply[] {
  const usedInBatch = new Map<string, TransactionRecord>();
  return requests.map((request) => {
    const name = keyName(request.keySpace, request.key);
    const kept = batch.facts.remembered.get(name) ?? usedInBatch.get(name);
    if (kept !== undefined && sameBytes(kept.hash, request.hash)) return replyOf(kept);
    const notAllowed = checkMayAsk(batch, request.actor, request.instruction);
    if (kept !== undefined) return { ok: false, refusal: notAllowed ?? refusalOfUsedKey(request) };
    if (request.instruction.kind === 'LAPSE') return replyToLapse(batch, request);
    const before = batch.records.length;
    const decided = notAllowed ?? decideOne(batch, request);
    const record = 'code' in decided ? keepRefusal(batch, request, decided) : decided;
    if (batch.records.length === before) throw new Error('Broken promise: a decision left no record');
    usedInBatch.set(name, record);
    return replyOf(record);
  });
}

/** Of a key that was used before by another body: what is wrong with this body comes first. */
function refusalOfUsedKey({ instruction }: LedgerRequest): Refusal {
  if (instruction.kind === 'REJECTED') return instruction.refusal;
  return refuse('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used before with another body.', [
    'input',
    'idempotencyKey',
  ]);
}

function decideOne(batch: Batch, request: LedgerRequest): TransactionRecord | Refusal {
  const { actor, instruction } = request;
  switch (instruction.kind) {
    case 'PURCHASE':
      return decidePurchase(batch, request, actor, instruction);
    case 'GRANT':
      return decideGrant(batch, request, instruction);
    case 'RETURN':
      return decideReturn(batch, request, actor, instruction);
    case 'REDEMPTION':
      return decideRedemption(batch, request, actor, instruction);
    case 'AUTHORISATION':
      return decideAuthorisation(batch, request, actor, instruction);
    case 'CAPTURE':
      return decideCapture(batch, request, actor, instruction);
    case 'VOID':
      return decideVoid(batch, request, actor, instruction);
    case 'REFUND':
      return decideRefund(batch, request, actor, instruction);
    case 'CONFIRMATION':
      return decideConfirmation(batch, request, actor, instruction);
    case 'CANCELLATION':
      return decideCancellation(batch, request, actor, instruction);
    case 'TRANSFER':
      return decideTransfer(batch, request, actor, instruction);
    case 'PROPOSAL':
      return decideProposal(batch, request, actor, instruction);
    case 'ADJUSTMENT':
      return decideAdjustment(batch, request, actor, instruction);
    case 'MEMBERSHIP_FEE':
      return decideMembershipFee(batch, request, instruction);
    case 'BENEFIT':
      return decideBenefit(batch, request, instruction);
    case 'MEMBERSHIP_REFUND':
      return decideMembershipRefund(batch, request, actor, instruction);
    case 'REVERSAL':
      return decideReversal(batch, request, actor, instruction);
    case 'SWEEP':
      return keepNote(batch, request, instruction);
    case 'REJECTED':
      return instruction.refusal;
    case 'LAPSE':
      throw new Error('Broken promise: a sweep is answered by itself');
    default:
      return unreachable(instruction);
  }
}

/** A sweep's part has no key of its own to remember: it writes what is due, and the second time nothing is. */
function replyToLapse(batch: Batch, request: LedgerRequest): Reply {
  const { instruction } = request;
  if (instruction.kind !== 'LAPSE') throw new Error('Broken promise: only a sweep is answered here');
  const done = decideLapse(batch, request, instruction);
  const sum = (kind: string): bigint =>
    done.filter((record) => record.kind === kind).reduce((total, record) => total + pointsMoved(record), 0n);
  const note = unkept(batch, request, 'SWEEP', 'NOTED', {
    sweep: {
      members: done.length === 0 ? '0' : '1',
      expired: sum('EXPIRY').toString(),
      confirmed: sum('CONFIRMATION').toString(),
      holds: done.filter((record) => record.kind === 'VOID').length.toString(),
    },
  });
  return replyOf(note);
}

/** Points that lapsed, or that were confirmed: a confirmation changes no total, so its sentence's figure is in the transfers. */
function pointsMoved(record: TransactionRecord): bigint {
  if (record.kind !== 'CONFIRMATION') return -record.points;
  return BigInt(record.details.confirmed ?? '0');
}

function keepNote(
  batch: Batch,
  request: LedgerRequest,
  note: Extract<Instruction, { kind: 'SWEEP' }>,
): TransactionRecord {
  const record = unkept(batch, request, 'SWEEP', 'NOTED', {
    sweep: {
      members: note.members.toString(),
      expired: note.expired.toString(),
      confirmed: note.confirmed.toString(),
      holds: note.holds.toString(),
    },
  });
  batch.keep(record);
  return record;
}

function keepRefusal(batch: Batch, request: LedgerRequest, refusal: Refusal): TransactionRecord {
  const { instruction } = request;
  const kind = instruction.kind === 'REJECTED' ? instruction.of : instruction.kind;
  const record = unkept(batch, request, kind as RecordKind, 'REFUSED', { refusal });
  batch.keep(record);
  return record;
}

function unkept(
  batch: Batch,
  request: LedgerRequest,
  kind: RecordKind,
  status: 'REFUSED' | 'NOTED',
  details: TransactionRecord['details'],
): TransactionRecord {
  return {
    transactionId: batch.newId(),
    programmeId: batch.facts.programmeId,
    windowId: null,
    kind,
    status,
    keySpace: request.keySpace,
    key: request.key,
    hash: request.hash,
    memberId: null,
    partnerId: request.actor.partnerId,
    storeId: null,
    points: 0n,
    amountMinor: null,
    currency: null,
    originalId: null,
    contractVersionId: null,
    occurredAt: batch.now,
    recordedAt: batch.now,
    reference: null,
    details,
  };
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
