// The fee of a membership, and its refund: money between whoever took it and those whose it is by contract.
//
// Order of refusals of a fee: date, partner, store, contract (of whoever sold it, then of those who share), currency, member, cap. Selling deepens the
// seller's position as issuing does, so a cap that stops issuing stops it. Of a refund: date, partner, store, currency, fee, amount; an inactive member or partner
// is no hindrance, as with everything that undoes something.
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { checkOccurredAt, type Found, findMember, findOriginal, findTill } from '../checks.ts';
import { checkCap } from '../exposure.ts';
import { type FeePart, postFee, refundFee } from '../posting-rules/membership-fee.ts';
import type { FeePartRecord, TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Actor, MembershipFee, MembershipRefund } from '../requests.ts';
import { OPERATOR } from '../terms.ts';

export function decideMembershipFee(batch: Batch, key: RecordKey, asked: MembershipFee): TransactionRecord | Refusal {
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: collectorId, refusal: noTill } = tillOf(batch, asked.storeId, occurredAt, 'issuing');
  if (noTill !== undefined) return noTill;
  const noContract = checkContracts(batch, collectorId, asked, occurredAt);
  if (noContract !== null) return noContract;
  const noCurrency = checkCurrency(batch, asked.currency);
  if (noCurrency !== null) return noCurrency;
  const { found: memberId, refusal: noMember } = findMember(batch, { memberId: asked.memberId });
  if (noMember !== undefined) return noMember;

  const { amountMinor, currency, shares } = asked;
  const posting = batch.open(occurredAt);
  const parts = postFee(posting, { collectorId, amountMinor, shares });
  const capped = checkCap(batch, posting, 'issue');
  if (capped !== null) return capped;
  return batch.post(key, posting, {
    kind: 'MEMBERSHIP_FEE',
    memberId,
    partnerId: collectorId === OPERATOR ? null : collectorId,
    storeId: asked.storeId,
    amountMinor,
    currency,
    originalId: null,
    contractVersionId: null,
    occurredAt,
    reference: asked.reference,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${formatAmount(amountMinor, currency)} ${currency} was paid for a membership.`,
        contractVersionId: null,
        steps: [],
      },
      feeParts: parts.map(asRecord),
    },
  });
}

export function decideMembershipRefund(
  batch: Batch,
  key: RecordKey,
  actor: Actor,
  asked: MembershipRefund,
): TransactionRecord | Refusal {
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: payerId, refusal: noTill } = tillOf(batch, asked.storeId, occurredAt, 'taking back');
  if (noTill !== undefined) return noTill;
  const noCurrency = checkCurrency(batch, asked.currency);
  if (noCurrency !== null) return noCurrency;
  const { found: fee, refusal } = findOriginal(batch, actor, asked.feeId, ['MEMBERSHIP_FEE'], 'transactionId');
  if (refusal !== undefined) return refusal;
  const left = leftOf(fee, batch.followers(fee.transactionId));
  const { amountMinor, currency } = asked;
  if (amountMinor > left.reduce((sum, part) => sum + part.amountMinor, 0n))
    return refuse('REFUND_EXCEEDS_REDEMPTION', 'That is more than was paid and not yet given back.', [
      'input',
      'amount',
    ]);

  const posting = batch.open(occurredAt);
  const parts = refundFee(posting, { payerId, amountMinor, left });
  return batch.post(key, posting, {
    kind: 'MEMBERSHIP_REFUND',
    memberId: fee.memberId,
    partnerId: payerId === OPERATOR ? null : payerId,
    storeId: asked.storeId,
    amountMinor,
    currency,
    originalId: fee.transactionId,
    contractVersionId: null,
    occurredAt,
    reference: null,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `${formatAmount(amountMinor, currency)} ${currency} of a membership fee was given back.`,
        contractVersionId: null,
        steps: [],
      },
      feeParts: parts.map(asRecord),
    },
  });
}

/** Who takes or hands out money: the partner of the store, or the operator where there is none. */
function tillOf(
  batch: Batch,
  storeId: string | null,
  occurredAt: Date,
  doing: 'issuing' | 'taking back',
): Found<string> {
  if (storeId === null) return { found: OPERATOR };
  const { found: till, refusal } = findTill(batch, { storeId }, occurredAt, doing);
  return refusal === undefined ? { found: till.partner.partnerId } : { refusal };
}

function checkCurrency(batch: Batch, given: string): Refusal | null {
  const { currency } = batch.facts.reference.programme;
  if (given === currency) return null;
  return refuse('CURRENCY_NOT_ACCEPTED', `The programme settles in ${currency}.`, ['input', 'amount', 'currency']);
}

/** Nobody takes or gets money whose contract does not say how it is settled. */
function checkContracts(batch: Batch, collectorId: string, asked: MembershipFee, at: Date): Refusal | null {
  const { reference } = batch.facts;
  for (const [index, { partyId }] of [{ partyId: collectorId }, ...asked.shares].entries()) {
    if (partyId === OPERATOR) continue;
    const field = index === 0 ? ['input', 'storeId'] : ['input', 'shares', String(index - 1), 'partnerId'];
    if (!reference.partners.has(partyId)) return refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', field);
    if (contractAt(reference, partyId, at) === null)
      return refuse('CONTRACT_MISSING', 'No contract of the partner is in force at the business time.', field);
  }
  return null;
}

/** What is left of each party's part of a fee. */
function leftOf(fee: TransactionRecord, followers: readonly TransactionRecord[]): FeePart[] {
  const returned = new Map<string, bigint>();
  for (const { kind, details } of followers) {
    if (kind !== 'MEMBERSHIP_REFUND') continue;
    for (const { partyId, amountMinor } of details.feeParts ?? [])
      returned.set(partyId, (returned.get(partyId) ?? 0n) + BigInt(amountMinor));
  }
  return (fee.details.feeParts ?? []).map(({ partyId, amountMinor }) => ({
    partyId,
    amountMinor: BigInt(amountMinor) - (returned.get(partyId) ?? 0n),
  }));
}

function asRecord({ partyId, amountMinor }: FeePart): FeePartRecord {
  return { partyId, amountMinor: amountMinor.toString() };
}
