/**
 * Whom an offer fits, why, and who is held back to compare with.
 *
 * A member is held back by the hash of offer and member: always the same, whoever asks when, and independent from one offer to the next.
 */
import { counted } from '../../shared/counted.ts';
import { divideHalfUp } from '../../shared/rounding.ts';

export interface Segment {
  /** These members and no others; empty is by what they did. */
  readonly memberIds: readonly string[];
  /** At least so many purchases at the partner. */
  readonly minPurchases: number | null;
  /** The last purchase at the partner lies at least so many days back. */
  readonly lapsedDays: number | null;
  /** Never bought at the partner. */
  readonly newHere: boolean;
  /** Of one of these tiers; empty, or left out in offers from before there were such, is of any. */
  readonly tiers?: readonly string[];
}

export interface AtPartner {
  readonly purchases: bigint;
  readonly lastAt: Date;
}

const DAY_MILLIS = 86_400_000;
const BUCKETS = 10_000;

/**
 * Why an offer fits a member, in a sentence for the member; null when it does not.
 * @param persons the member, and those that were merged into it
 * @param here null for who never bought at the partner
 * @param tier null in a programme without tiers
 */
export function reasonFor(
  segment: Segment,
  { persons, tier }: { readonly persons: readonly string[]; readonly tier: string | null },
  here: AtPartner | null,
  at: Date,
): string | null {
  const { tiers = [] } = segment;
  if (tiers.length > 0 && (tier === null || !tiers.includes(tier))) return null;
  if (segment.memberIds.length > 0)
    return segment.memberIds.some((named) => persons.includes(named))
      ? 'This offer was made for you by the partner.'
      : null;
  if (segment.newHere) return here === null ? 'You have not bought here yet: this is to get to know each other.' : null;
  const { minPurchases, lapsedDays } = segment;
  if (minPurchases !== null && (here === null || here.purchases < BigInt(minPurchases))) return null;
  const away = here === null ? null : Math.floor((at.getTime() - here.lastAt.getTime()) / DAY_MILLIS);
  if (lapsedDays !== null && (away === null || away < lapsedDays)) return null;
  if (lapsedDays !== null) return `You have not bought here for ${counted(away ?? 0, 'day')}.`;
  if (minPurchases !== null) return `You have bought here ${counted(here?.purchases ?? 0n, 'time')}.`;
  if (tiers.length > 0) return `This offer is for members of the tier ${tier}.`;
  return 'This offer is for everybody in the programme.';
}

/** How far a member is with an offer. */
export interface OfferStanding {
  readonly offer_id: string;
  readonly member_id: string;
  readonly activated_at: Date | null;
  /** The purchase that used the offer; null when none did. */
  readonly transaction_id: string | null;
}

/**
 * Where a person stands in each offer, of the standings of a member and of those that were merged into it: the one that is furthest, as an offer is for a person once;
 * of equal ones the member's own.
 */
export function standingsOfPerson<Standing extends OfferStanding>(
  standings: readonly Standing[],
  memberId: string,
): Standing[] {
  const furthest = new Map<string, Standing>();
  const far = ({ transaction_id, activated_at, member_id }: Standing): number =>
    (transaction_id === null ? 0 : 4) + (activated_at === null ? 0 : 2) + (member_id === memberId ? 1 : 0);
  for (const standing of standings) {
    const known = furthest.get(standing.offer_id);
    if (known === undefined || far(standing) > far(known)) furthest.set(standing.offer_id, standing);
  }
  return [...furthest.values()];
}

/** Whether a member is held back, by the first eight hex digits of the SHA-256 of `offer:member`. */
export function isHeldOut(
  offerId: string,
  memberId: string,
  basisPoints: number,
  sha256: (text: string) => string,
): boolean {
  return Number.parseInt(sha256(`${offerId}:${memberId}`).slice(0, 8), 16) % BUCKETS < basisPoints;
}

export interface Arm {
  readonly members: number;
  readonly buyers: number;
  readonly spendMinor: bigint;
}

/** Below so many members in either arm a report says nothing: a few people's spending would show through. */
export const LEAST_MEMBERS = 20;

export interface Uplift {
  /** Buyers of a hundred members more than without the offer, in hundredths of a percent. */
  readonly conversionBasisPoints: number;
  /** What a member spent more than without the offer, in minor units, half up. */
  readonly spendPerMemberMinor: bigint;
}

/** What an offer did beyond what would have happened anyway; null when there are too few to say. */
export function upliftOf(offered: Arm, heldOut: Arm): Uplift | null {
  if (offered.members < LEAST_MEMBERS || heldOut.members < LEAST_MEMBERS) return null;
  const rate = ({ buyers, members }: Arm): bigint => divideHalfUp(BigInt(buyers) * 10_000n, BigInt(members));
  const spend = ({ spendMinor, members }: Arm): bigint => divideHalfUp(spendMinor, BigInt(members));
  return {
    conversionBasisPoints: Number(rate(offered) - rate(heldOut)),
    spendPerMemberMinor: spend(offered) - spend(heldOut),
  };
}
