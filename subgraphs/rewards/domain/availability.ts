/**
 * When a reward can be had, by whom, and for how much.
 *
 * A tier's terms replace the reward's own where they say something: another price, other money beside it, an earlier start.
 * Days are the programme's: a blackout day begins and ends at its midnight.
 */
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

/** Whether a reward can be ordered at an instant that falls on `day`, by a member of `tier` (null: of none). */
export function isOffered(reward: Offered, at: Date, day: string, tier: string | null): boolean {
  const from = startFor(reward, tier);
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

/** From when a member of `tier` can order it; null is from ever. */
export function startFor(reward: Offered, tier: string | null): Date | null {
  const own = termsOf(reward.tierTerms, tier);
  return own?.availableFrom == null ? reward.availableFrom : new Date(own.availableFrom);
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
