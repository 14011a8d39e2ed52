// A reward that comes with a tier or a paid membership: those who promised it pay the partner that honours it.
//
//   benefit    Dr each funder its share    BENEFIT_FUNDING    Cr the partner that honours it    BENEFIT
//   reversal   the same the other way round
//
// The partner gets what its contract pays for as many points as the reward costs others (R7), split over the funders by largest remainder (R3). The
// operator's share is on OP:MARKETING. A partner that pays for what it honours itself has both sides, gross: they are supplies in opposite directions. No
// points move, so there is neither a clearing fee nor a reserve, and the funding model does not matter.
import { priceOfPoints } from '../../../shared/money.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { MoneyLeg } from '../book.ts';
import { addLeg, funderAccount, type Posting, writeEntry } from '../posting.ts';
import type { ContractTerms } from '../terms.ts';
import type { FeePart } from './membership-fee.ts';

/** Books a benefit; what each funder pays, which sums to what the acceptor gets. */
export function postBenefit(
  posting: Posting,
  facts: {
    acceptorId: string;
    /** The acceptor's, which accepts points. */
    contract: ContractTerms;
    points: bigint;
    funding: readonly { funderId: string; basisPoints: bigint }[];
  },
): readonly FeePart[] {
  const { acceptorId, contract, points, funding } = facts;
  const amountMinor = priceOfPoints(points, contract.reimbursementMicros!, posting.terms.programme.exponent);
  const split = allocateByLargestRemainder(
    amountMinor,
    funding.map(({ basisPoints }) => basisPoints),
  );
  const parts = funding.map(({ funderId }, at) => ({ partyId: funderId, amountMinor: split[at]! }));
  write(posting, acceptorId, parts, 1n);
  return parts;
}

/** Takes back what a benefit booked. */
export function reverseBenefit(posting: Posting, acceptorId: string, parts: readonly FeePart[]): void {
  write(posting, acceptorId, parts, -1n);
}

function write(posting: Posting, acceptorId: string, parts: readonly FeePart[], sign: 1n | -1n): void {
  const legs: MoneyLeg[] = [];
  for (const { partyId, amountMinor } of parts)
    addLeg(legs, funderAccount(partyId), 'BENEFIT_FUNDING', -sign * amountMinor);
  const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
  addLeg(legs, `PARTNER:${acceptorId}`, 'BENEFIT', sign * amountMinor);
  writeEntry(posting, 'BENEFIT', legs);
}
