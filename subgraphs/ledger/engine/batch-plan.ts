// What a batch will touch, known from its requests before anything is read: whom to lock, what to read with it.
import { identityName } from '../domain/batch.ts';
import { type Deepening, partnersThatMayBlock } from '../domain/exposure.ts';
import type { TransactionRecord } from '../domain/record.ts';
import type { Reference } from '../domain/reference.ts';
import type { LedgerRequest, MemberRef } from '../domain/requests.ts';
import type { IdentityKey } from '../store/posting/find-named.ts';

export interface BatchPlan {
  readonly memberIds: Set<string>;
  /** Members all of whose open lots are needed: all but those who only buy, or only spend now. */
  readonly spenderIds: Set<string>;
  /** Points that members spend now in all, by member: of their lots, as many as those points take are needed. */
  readonly spends: Map<string, bigint>;
  /** The same by identityName, until it is known whose it is. */
  readonly identitySpends: Map<string, bigint>;
  /** Members all of whose lots are needed. */
  readonly wholeIds: Set<string>;
  readonly identities: Map<string, IdentityKey>;
  readonly transactionIds: Set<string>;
  readonly holdIds: Set<string>;
  readonly adjustmentIds: Set<string>;
  readonly deepening: Set<Deepening>;
  /** By identityName: whether the member spends, or is needed whole. */
  readonly spendingIdentities: Set<string>;
  readonly wholeIdentities: Set<string>;
}

/** `happensNow` says of a business time whether it is on the present business date. */
export function planBatch(
  requests: readonly Pick<LedgerRequest, 'instruction'>[],
  happensNow: (occurredAt: Date | null) => boolean,
): BatchPlan {
  const plan: BatchPlan = {
    memberIds: new Set(),
    spenderIds: new Set(),
    spends: new Map(),
    identitySpends: new Map(),
    wholeIds: new Set(),
    identities: new Map(),
    transactionIds: new Set(),
    holdIds: new Set(),
    adjustmentIds: new Set(),
    deepening: new Set(),
    spendingIdentities: new Set(),
    wholeIdentities: new Set(),
  };
  for (const { instruction } of requests) {
    switch (instruction.kind) {
      case 'PURCHASE':
        addMember(plan, instruction.member, 'buys');
        plan.deepening.add('issue');
        break;
      case 'GRANT':
        addMember(plan, instruction.member, 'buys');
        plan.deepening.add('issue');
        break;
      case 'REDEMPTION':
        if (happensNow(instruction.occurredAt)) addSpend(plan, instruction.member, instruction.points);
        else addMember(plan, instruction.member, 'spends');
        plan.deepening.add('redeem');
        break;
      case 'AUTHORISATION':
        addSpend(plan, instruction.member, instruction.points);
        plan.deepening.add('redeem');
        break;
      case 'RETURN':
        if (instruction.purchaseId !== null) plan.transactionIds.add(instruction.purchaseId);
        else if (instruction.member !== null) addMember(plan, instruction.member, 'whole');
        break;
      case 'CAPTURE':
      case 'VOID':
        plan.holdIds.add(instruction.holdId);
        break;
      case 'REFUND':
        plan.transactionIds.add(instruction.redemptionId);
        break;
      case 'CONFIRMATION':
      case 'CANCELLATION':
        plan.transactionIds.add(instruction.purchaseId);
        break;
      case 'TRANSFER':
        addMember(plan, { memberId: instruction.fromMemberId }, 'spends');
        addMember(plan, { memberId: instruction.toMemberId }, 'spends');
        break;
      case 'PROPOSAL':
        addMember(plan, { memberId: instruction.memberId }, 'buys');
        break;
      case 'ADJUSTMENT':
        plan.adjustmentIds.add(instruction.adjustmentId);
        break;
      case 'MEMBERSHIP_FEE':
      case 'BENEFIT':
        addMember(plan, { memberId: instruction.memberId }, 'buys');
        plan.deepening.add('issue');
        break;
      case 'MEMBERSHIP_REFUND':
        plan.transactionIds.add(instruction.feeId);
        break;
      case 'REVERSAL':
        plan.transactionIds.add(instruction.transactionId);
        break;
      case 'LAPSE':
        addMember(plan, { memberId: instruction.memberId }, 'spends');
        break;
      case 'SWEEP':
      case 'REJECTED':
        break;
    }
  }
  return plan;
}

function addMember(plan: BatchPlan, ref: MemberRef, does: 'buys' | 'spends' | 'whole'): void {
  if ('memberId' in ref) {
    plan.memberIds.add(ref.memberId);
    if (does !== 'buys') plan.spenderIds.add(ref.memberId);
    if (does === 'whole') plan.wholeIds.add(ref.memberId);
    return;
  }
  const name = identityName(ref.kind, ref.value);
  plan.identities.set(name, ref);
  if (does !== 'buys') plan.spendingIdentities.add(name);
  if (does === 'whole') plan.wholeIdentities.add(name);
}

function addSpend(plan: BatchPlan, ref: MemberRef, points: bigint): void {
  addMember(plan, ref, 'buys');
  const [spends, name] =
    'memberId' in ref ? [plan.spends, ref.memberId] : [plan.identitySpends, identityName(ref.kind, ref.value)];
  spends.set(name, (spends.get(name) ?? 0n) + points);
}

/** Whether anything must be looked up before the members to lock are known. */
export function needsFinding(plan: BatchPlan): boolean {
  return (
    plan.identities.size > 0 || plan.transactionIds.size > 0 || plan.holdIds.size > 0 || plan.adjustmentIds.size > 0
  );
}

/** Adds the members that were found. */
export function addFound(
  plan: BatchPlan,
  identities: ReadonlyMap<string, string>,
  originals: readonly TransactionRecord[],
  otherIds: Iterable<string>,
): void {
  for (const [name, memberId] of identities) {
    plan.memberIds.add(memberId);
    const points = plan.identitySpends.get(name);
    if (points !== undefined) plan.spends.set(memberId, (plan.spends.get(memberId) ?? 0n) + points);
    if (plan.spendingIdentities.has(name)) plan.spenderIds.add(memberId);
    if (plan.wholeIdentities.has(name)) plan.wholeIds.add(memberId);
  }
  const involved = new Set(otherIds);
  for (const original of originals) {
    if (original.memberId === null) continue;
    involved.add(original.memberId);
    if (original.kind === 'AUTHORISATION') plan.holdIds.add(original.transactionId);
    if (original.kind === 'TRANSFER') {
      plan.wholeIds.add(original.memberId);
      if (original.details.counterpartyId !== undefined) involved.add(original.details.counterpartyId);
    }
  }
  for (const memberId of involved) {
    plan.memberIds.add(memberId);
    plan.spenderIds.add(memberId);
  }
}

/** Partners whose exposure a batch must lock: those with blocking caps that it may deepen. Issuing concerns the tills it names only. */
export function exposedPartners(
  plan: BatchPlan,
  requests: readonly Pick<LedgerRequest, 'instruction'>[],
  reference: Reference,
): string[] {
  const exposed = new Set<string>();
  if (plan.deepening.has('redeem'))
    for (const partnerId of partnersThatMayBlock(reference, 'redeem')) exposed.add(partnerId);
  if (plan.deepening.has('issue')) {
    const issuers = new Set(partnersThatMayBlock(reference, 'issue'));
    if (issuers.size > 0) {
      for (const { instruction } of requests) {
        if (instruction.kind === 'MEMBERSHIP_FEE' && instruction.storeId !== null) {
          const collectorId = reference.stores.get(instruction.storeId)?.partnerId;
          if (collectorId !== undefined && issuers.has(collectorId)) exposed.add(collectorId);
        }
        if (instruction.kind === 'BENEFIT')
          for (const { funderId } of instruction.funding) if (issuers.has(funderId)) exposed.add(funderId);
        if (instruction.kind !== 'PURCHASE' && instruction.kind !== 'GRANT') continue;
        for (const { funding } of instruction.awards ?? [])
          for (const { funderId } of funding) if (issuers.has(funderId)) exposed.add(funderId);
        if (instruction.kind !== 'PURCHASE') continue;
        const partnerId = reference.stores.get(instruction.storeId)?.partnerId;
        if (partnerId === undefined) continue;
        if (issuers.has(partnerId)) exposed.add(partnerId);
        const { promotions } = reference.rules.byPartner.get(partnerId) ?? reference.rules.everywhere;
        for (const { terms } of promotions)
          for (const { funderId } of terms.funding) if (issuers.has(funderId)) exposed.add(funderId);
      }
    }
  }
  return [...exposed].sort();
}
