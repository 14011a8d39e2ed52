// A member pays for a period of its membership, and may be given some of it back.
//
//   fee      Dr whoever took the money    MEMBERSHIP_FEE      Cr each party its share    MEMBERSHIP_SHARE
//   refund   Cr whoever hands it out      MEMBERSHIP_FEE      Dr each party its part     MEMBERSHIP_SHARE
//
// Money that the operator takes or hands out is on OP:MEMBER_CASH, its own share on OP:REV_MEMBERSHIP. Both sides of a partner that sold the
// membership and has a share are written, gross: fee and share are supplies in opposite directions. No points move, and the funding model does not matter.
//
// A fee is split over the shares by largest remainder (settlement R3). A refund is split over what is left of the shares, with what is left as weights
// (R4's idea for several parties): no party gives back more than it has, and whatever the refunds, when all is given back nothing is left.
import { assert } from '../../../shared/assert.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { MoneyLeg } from '../book.ts';
import { addLeg, type Posting, writeEntry } from '../posting.ts';
import { OPERATOR } from '../terms.ts';

/** A party's part of a fee, in minor units. */
export interface FeePart {
  /** Partner, or OPERATOR. */
  readonly partyId: string;
  readonly amountMinor: bigint;
}

/** Books a fee that `collectorId` (partner or OPERATOR) took. Answers with each party's part; they sum to the fee. */
export function postFee(
  posting: Posting,
  facts: {
    collectorId: string;
    amountMinor: bigint;
    shares: readonly { partyId: string; basisPoints: bigint }[];
  },
): readonly FeePart[] {
  const { collectorId, amountMinor, shares } = facts;
  const split = allocateByLargestRemainder(
    amountMinor,
    shares.map(({ basisPoints }) => basisPoints),
  );
  const parts = shares.map(({ partyId }, at) => ({ partyId, amountMinor: split[at]! }));
  write(posting, 'MEMBERSHIP_FEE', collectorId, amountMinor, parts, 1n);
  return parts;
}

/** Books a refund that `payerId` (partner or OPERATOR) hands out; `left` is what is left of each party's part. Answers with what each gives back. */
export function refundFee(
  posting: Posting,
  facts: { payerId: string; amountMinor: bigint; left: readonly FeePart[] },
): readonly FeePart[] {
  const { payerId, amountMinor, left } = facts;
  const weights = left.map((part) => part.amountMinor);
  assert(amountMinor <= weights.reduce((sum, weight) => sum + weight, 0n), 'no more is given back than was paid');
  const split = allocateByLargestRemainder(amountMinor, weights);
  const parts = left.map(({ partyId }, at) => ({ partyId, amountMinor: split[at]! }));
  write(posting, 'MEMBERSHIP_REFUND', payerId, amountMinor, parts, -1n);
  return parts;
}

function write(
  posting: Posting,
  type: 'MEMBERSHIP_FEE' | 'MEMBERSHIP_REFUND',
  tillId: string,
  amountMinor: bigint,
  parts: readonly FeePart[],
  sign: 1n | -1n,
): void {
  const legs: MoneyLeg[] = [];
  const till = tillId === OPERATOR ? 'OP:MEMBER_CASH' : `PARTNER:${tillId}`;
  addLeg(legs, till, 'MEMBERSHIP_FEE', -sign * amountMinor);
  for (const { partyId, amountMinor: part } of parts) {
    const account = partyId === OPERATOR ? 'OP:REV_MEMBERSHIP' : `PARTNER:${partyId}`;
    addLeg(legs, account, 'MEMBERSHIP_SHARE', sign * part);
  }
  writeEntry(posting, type, legs);
}
