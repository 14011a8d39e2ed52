// A reward that comes with a tier or a paid membership is handed out: its funders pay the partner that honours it.
//
// Order of refusals: date, partner, store, contract, funder, member, cap. Promising deepens a funder's position as issuing does, so a cap that stops
// issuing stops it.
import { formatAmount } from '../../../shared/money.ts';
import { type Refusal, refuse } from '../../../shared/refusal.ts';
import type { Batch, RecordKey } from '../batch.ts';
import { checkOccurredAt, findContract, findMember, findTill } from '../checks.ts';
import { checkCap } from '../exposure.ts';
import { postBenefit } from '../posting-rules/benefit.ts';
import type { TransactionRecord } from '../record.ts';
import { contractAt } from '../reference.ts';
import type { Benefit } from '../requests.ts';
import { OPERATOR } from '../terms.ts';

export function decideBenefit(batch: Batch, key: RecordKey, asked: Benefit): TransactionRecord | Refusal {
  const { found: occurredAt, refusal: inFuture } = checkOccurredAt(batch, asked.occurredAt);
  if (inFuture !== undefined) return inFuture;
  const { found: till, refusal: noTill } = findTill(batch, asked, occurredAt, 'accepting');
  if (noTill !== undefined) return noTill;
  const acceptorId = till.partner.partnerId;
  const { found: contract, refusal: noContract } = findContract(batch, acceptorId, occurredAt, 'acceptor');
  if (noContract !== undefined) return noContract;
  const noFunder = checkFunders(batch, asked, occurredAt);
  if (noFunder !== null) return noFunder;
  const { found: memberId, refusal: noMember } = findMember(batch, { memberId: asked.memberId });
  if (noMember !== undefined) return noMember;

  const { points, funding } = asked;
  const posting = batch.open(occurredAt);
  const parts = postBenefit(posting, { acceptorId, contract, points, funding });
  const capped = checkCap(batch, posting, 'issue');
  if (capped !== null) return capped;
  const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
  const { currency } = batch.facts.reference.programme;
  return batch.post(key, posting, {
    kind: 'BENEFIT',
    memberId,
    partnerId: acceptorId,
    storeId: asked.storeId,
    amountMinor,
    currency,
    originalId: null,
    contractVersionId: contract.contractVersionId,
    occurredAt,
    reference: asked.reference,
    qualifying: 0n,
    details: {
      explanation: {
        sentence: `A free reward worth ${formatAmount(amountMinor, currency)} ${currency} at ${till.partner.name} was handed out.`,
        contractVersionId: contract.contractVersionId,
        steps: [],
      },
      feeParts: parts.map((part) => ({ partyId: part.partyId, amountMinor: part.amountMinor.toString() })),
    },
  });
}

function checkFunders(batch: Batch, { funding }: Benefit, at: Date): Refusal | null {
  const { reference } = batch.facts;
  for (const [index, { funderId }] of funding.entries()) {
    if (funderId === OPERATOR) continue;
    const field = ['input', 'funding', String(index), 'funderId'];
    if (!reference.partners.has(funderId))
      return refuse('PARTNER_UNKNOWN', 'No such partner in this programme.', field);
    if (contractAt(reference, funderId, at) === null)
      return refuse(
        'CONTRACT_MISSING',
        'No contract of the partner that funds is in force at the business time.',
        field,
      );
  }
  return null;
}
