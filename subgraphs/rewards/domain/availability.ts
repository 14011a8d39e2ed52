/**
 * When a reward can be had, by whom, and for how much.
 *
 * A tier's terms replace the reward's own where they say something: another price, other money beside it, an earlier start. Beside that a tier or a paid
 * membership opens every reward some hours earlier; the two starts do not add up, the earlier one counts.
 * Days are the programme's: a blackout day begins and ends at its midnight.
 */
const HOUR_MILLIS = 3_600_000;

export interface TierTerms {
  readonly tier: string;
  readonly points: string | null;
  readonly moneyMinor: string | null;
  readonly availableFrom: string | null;
}

export interface Offered {
  /** How many are left; null is without limit. */
  readonly stock: bigint | null;
  readonly availableFrom: Date | null;
  /** Until when it can be ordered, exclusive; null is open-ended. */
  readonly availableUntil: Date | null;
  readonly withdrawnAt: Date | null;
  readonly blackoutDays: readonly string[];
  readonly tierTerms: readonly TierTerms[];
}

export interface Priced {
  readonly points: bigint;
  readonly moneyMinor: bigint | null;
  readonly tierTerms: readonly TierTerms[];
}

export interface Price {
  readonly points: bigint;
  /** What the member pays the partner beside the points, in minor units; null is nothing. */
  readonly moneyMinor: bigint | null;
}

/** What of a member the catalogue asks. */
export interface Standing {
  /** Null in a programme without tiers. */
  readonly tier: string | null;
  /** By how many hours everything opens earlier. */
  readonly earlyAccessHours: number;
}

export const NO_STANDING: Standing = { tier: null, earlyAccessHours: 0 };

/** Whether it depends on the member if and for how much a reward can be ordered: then its standing is needed. */
export function asksForStanding(reward: Offered, at: Date): boolean {
  return reward.tierTerms.length > 0 || (reward.availableFrom !== null && at < reward.availableFrom);
}

/** Whether a reward can be ordered at an instant that falls on `day`, by a member of that standing. */
export function isOffered(reward: Offered, at: Date, day: string, standing: Standing): boolean {
  const from = startFor(reward, standing);
  return (
    (reward.stock === null || reward.stock > 0n) &&
    reward.withdrawnAt === null &&
    (from === null || at >= from) &&
    (reward.availableUntil === null || at < reward.availableUntil) &&
    !reward.blackoutDays.includes(day)
  );
}

/** What one costs a member of `tier`. */
export function priceFor(reward: Priced, tier: string | null): Price {
  const own = termsOf(reward.tierTerms, tier);
  return {
    points: own?.points == null ? reward.points : BigInt(own.points),
    moneyMinor: own?.moneyMinor == null ? reward.moneyMinor : moneyOf(own.moneyMinor),
  };
}

/** From when a member can order it; null is from ever. */
export function startFor({ tierTerms, availableFrom }: Offered, { tier, earlyAccessHours }: Standing): Date | null {
  if (availableFrom === null) return null;
  const early = availableFrom.getTime() - earlyAccessHours * HOUR_MILLIS;
  const own = termsOf(tierTerms, tier)?.availableFrom;
  return new Date(own == null ? early : Math.min(early, Date.parse(own)));
}

export type LimitPeriod = 'EVER' | 'YEAR' | 'MONTH' | 'DAY';

/** The period in which an order on `day` counts towards a member's limit: empty for ever, else the day's beginning part. */
export function periodOf(period: LimitPeriod, day: string): string {
  return day.slice(0, { EVER: 0, YEAR: 4, MONTH: 7, DAY: 10 }[period]);
}

function termsOf(tierTerms: readonly TierTerms[], tier: string | null): TierTerms | undefined {
  return tier === null ? undefined : tierTerms.find((terms) => terms.tier === tier);
}

function moneyOf(minor: string): bigint | null {
  const money = BigInt(minor);
  return money === 0n ? null : money;
}
