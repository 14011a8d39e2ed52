/**
 * Tiers: what a member has qualified for, when it is judged again, and what it would take.
 *
 * | what       | rule                                                                                                                     |
 * |------------|--------------------------------------------------------------------------------------------------------------------------|
 * | measure    | points earned, money spent, visits (a day at a partner is one), or different partners, over the calendar year or the last months |
 * | upgrade    | at once, to the highest tier whose threshold is reached; held until the end of the period after (next year's end; that many months) |
 * | period end | judged on the day after `until`: reached again, it is prolonged; if not, it is held for the days of grace and may still be reached      |
 * | downgrade  | after the grace: one tier down (soft landing), or to what is reached                                                          |
 * | invitation | given by the operator, until a day or for good; qualifying on one's own counts beside it                                      |
 * | lifetime   | points ever earned from which on a tier is never lost                                                                         |
 *
 * A day is decided from how things stood before it and from the sums of the days up to it. So the order of purchases within a day cannot
 * matter, a day may be decided as often as something of it becomes known, and an upgrade by a purchase that is returned the same day is taken back.
 */
import { addDays, addMonths } from './calendar.ts';

export type TierMeasure = 'POINTS' | 'SPEND' | 'VISITS' | 'PARTNERS';

export interface Tier {
  readonly code: string;
  readonly rank: number;
  readonly name: string;
  /** Null is by invitation only. */
  readonly threshold: bigint | null;
  readonly lifetimePoints: bigint | null;
}

export interface TierLadder {
  readonly measure: TierMeasure;
  /** Null is the calendar year. */
  readonly windowMonths: number | null;
  readonly graceDays: number;
  readonly landing: 'ONE_DOWN' | 'AS_QUALIFIED';
  /** By rank, from 0. */
  readonly tiers: readonly Tier[];
}

/** One day at one partner. */
export interface QualifyingDay {
  readonly day: string;
  readonly partnerId: string;
  readonly points: bigint;
  readonly spendMinor: bigint;
  readonly purchases: number;
}

export type TierSource = 'QUALIFIED' | 'INVITATION' | 'LIFETIME';

/** Which tier, and until when. */
export interface TierStanding {
  readonly tier: string;
  readonly since: string;
  readonly until: string | null;
  readonly source: TierSource;
}

export type TierEvent = 'UPGRADED' | 'DOWNGRADED' | 'PROLONGED';

/** Where everybody begins. */
export function firstStanding(ladder: TierLadder, day: string): TierStanding {
  return { tier: tierOfRank(ladder, 0).code, since: day, until: null, source: 'QUALIFIED' };
}

/** What counts on `day`: the window that ends with it. */
export function measured(ladder: TierLadder, days: readonly QualifyingDay[], day: string): bigint {
  const from = windowStart(ladder, day);
  return sumOf(
    ladder.measure,
    days.filter((one) => one.day >= from && one.day <= day),
  );
}

/**
 * How a member stands on `day`, from how it stood before that day. `lifetime` is points ever earned, that day's among them. A tier that the ladder no
 * longer knows counts as the first. `brought` are the standings of members that were merged into it: a better one that has not ended is the person's.
 */
export function decideTier(
  ladder: TierLadder,
  before: TierStanding,
  days: readonly QualifyingDay[],
  lifetime: bigint,
  day: string,
  brought: readonly TierStanding[] = [],
): TierStanding {
  const lasting = brought.filter(({ until }) => until === null || day <= until);
  return lasting.reduce(
    (best, standing) => (rankOf(ladder, standing.tier) > rankOf(ladder, best.tier) ? standing : best),
    decideOwn(ladder, before, days, lifetime, day),
  );
}

function decideOwn(
  ladder: TierLadder,
  before: TierStanding,
  days: readonly QualifyingDay[],
  lifetime: bigint,
  day: string,
): TierStanding {
  const current = ladder.tiers.find(({ code }) => code === before.tier) ?? tierOfRank(ladder, 0);
  const held = before.tier === current.code ? before : firstStanding(ladder, day);
  const reached = highest(ladder, (tier) => tier.threshold !== null && measured(ladder, days, day) >= tier.threshold);
  const kept = highest(ladder, (tier) => tier.lifetimePoints !== null && lifetime >= tier.lifetimePoints);
  if (kept.rank > 0 && kept.rank >= current.rank && kept.rank >= reached.rank) {
    const since = kept.code === held.tier ? held.since : day;
    return { tier: kept.code, since, until: null, source: 'LIFETIME' };
  }
  if (reached.rank > current.rank) return qualified(ladder, reached, day, day);
  const { until } = held;
  if (until === null || day <= until) return held;
  // The period that ended is what counts; within the grace what was done since may still do.
  const reachedThen = highest(
    ladder,
    (tier) => tier.threshold !== null && measured(ladder, days, until) >= tier.threshold,
  );
  if (reachedThen.rank >= current.rank) return qualified(ladder, current, held.since, until);
  if (reached.rank >= current.rank) return qualified(ladder, current, held.since, day);
  if (day <= addDays(until, ladder.graceDays)) return held;
  const landing = ladder.landing === 'ONE_DOWN' ? nextBelow(ladder, current.rank) : tierOfRank(ladder, 0);
  const lands = [landing, reached, reachedThen, kept].reduce((top, tier) => (tier.rank > top.rank ? tier : top));
  return lands.rank === 0 ? firstStanding(ladder, day) : qualified(ladder, lands, day, until);
}

/** What happened between two standings; null when nothing did. */
export function tierEventOf(ladder: TierLadder, before: TierStanding, after: TierStanding): TierEvent | null {
  const [from, to] = [rankOf(ladder, before.tier), rankOf(ladder, after.tier)];
  if (to !== from) return to > from ? 'UPGRADED' : 'DOWNGRADED';
  return after.until !== before.until && before.until !== null ? 'PROLONGED' : null;
}

export interface TierProgress {
  /** What counts today. */
  readonly measured: bigint;
  readonly next: { readonly tier: Tier; readonly missing: bigint } | null;
  /** What keeps the tier at the end of its period; null where it cannot be lost. */
  readonly keep: { readonly missing: bigint; readonly by: string } | null;
}

/** How far the next tier is, and what keeps the present one. */
export function tierProgress(
  ladder: TierLadder,
  standing: TierStanding,
  days: readonly QualifyingDay[],
  day: string,
): TierProgress {
  const now = measured(ladder, days, day);
  const current = ladder.tiers[rankIndex(ladder, standing.tier)] ?? tierOfRank(ladder, 0);
  const next = ladder.tiers.find((tier) => tier.rank > current.rank && tier.threshold !== null);
  const { until } = standing;
  return {
    measured: now,
    next: next === undefined ? null : { tier: next, missing: positive((next.threshold ?? 0n) - now) },
    keep: until === null || current.threshold === null || current.rank === 0 ? null : keepBy(until, current.threshold),
  };

  function keepBy(end: string, threshold: bigint): { missing: bigint; by: string } {
    const then = positive(threshold - measured(ladder, days, end));
    if (day <= end) return { missing: then, by: end };
    const today = positive(threshold - now);
    return { missing: today < then ? today : then, by: addDays(end, ladder.graceDays) };
  }
}

/** The progress in a sentence, such as "320 more by 2027-03-31 keeps Gold", or until when it lasts where nothing keeps it. `say` writes a quantity of the measure. */
export function progressSentence(
  ladder: TierLadder,
  standing: TierStanding,
  progress: TierProgress,
  say: (quantity: bigint) => string,
): string {
  const name = ladder.tiers.find(({ code }) => code === standing.tier)?.name ?? standing.tier;
  const parts: string[] = [];
  if (progress.keep !== null) {
    parts.push(
      progress.keep.missing === 0n
        ? `${name} is kept beyond ${progress.keep.by}`
        : `${say(progress.keep.missing)} more by ${progress.keep.by} keeps ${name}`,
    );
  }
  if (progress.keep === null && standing.until !== null) parts.push(`${name} lasts until ${standing.until}`);
  if (progress.next !== null) parts.push(`${say(progress.next.missing)} more reaches ${progress.next.tier.name}`);
  return parts.length === 0 ? `${name} is the highest tier` : parts.join('; ');
}

/** What is wrong with a ladder: tiers that overlap, a gap at its foot, thresholds that fall. Null when nothing is. */
export function refuseLadder(tiers: readonly Tier[]): string | null {
  const sorted = [...tiers].sort((left, right) => left.rank - right.rank);
  if (sorted[0]?.rank !== 0 || sorted[0].threshold !== 0n) return 'The first tier has rank 0 and threshold 0.';
  for (const [index, tier] of sorted.entries()) {
    if (sorted.some((other, at) => at !== index && (other.rank === tier.rank || other.code === tier.code))) {
      return `Two tiers have the rank or code of ${tier.code}.`;
    }
    const below = sorted.slice(0, index).flatMap(({ threshold }) => (threshold === null ? [] : [threshold]));
    if (tier.threshold !== null && below.some((threshold) => threshold >= tier.threshold!)) {
      return `The threshold of ${tier.code} is not above that of every tier below it.`;
    }
    const lifetimesBelow = sorted.slice(0, index).flatMap((one) => one.lifetimePoints ?? []);
    if (tier.lifetimePoints !== null && lifetimesBelow.some((points) => points >= tier.lifetimePoints!)) {
      return `The points ever earned for ${tier.code} are not above those of every tier below it.`;
    }
  }
  return null;
}

/** First day of the window that ends with `day`. */
export function windowStart({ windowMonths }: TierLadder, day: string): string {
  return windowMonths === null ? `${day.slice(0, 4)}-01-01` : addDays(addMonths(day, -windowMonths), 1);
}

/** Last day on which a tier that was reached on `day`, or kept at the end of the period that ended with it, is held: the end of next year, or that many months on. */
function periodEnd({ windowMonths }: TierLadder, day: string): string {
  return windowMonths === null ? `${Number(day.slice(0, 4)) + 1}-12-31` : addMonths(day, windowMonths);
}

function qualified(ladder: TierLadder, tier: Tier, since: string, day: string): TierStanding {
  return { tier: tier.code, since, until: periodEnd(ladder, day), source: 'QUALIFIED' };
}

function sumOf(measure: TierMeasure, days: readonly QualifyingDay[]): bigint {
  const visited = days.filter(({ purchases }) => purchases > 0);
  switch (measure) {
    case 'POINTS':
      return days.reduce((sum, { points }) => sum + points, 0n);
    case 'SPEND':
      return days.reduce((sum, { spendMinor }) => sum + spendMinor, 0n);
    case 'VISITS':
      return BigInt(visited.length);
    case 'PARTNERS':
      return BigInt(new Set(visited.map(({ partnerId }) => partnerId)).size);
  }
}

function highest(ladder: TierLadder, holds: (tier: Tier) => boolean): Tier {
  return ladder.tiers.reduce((top, tier) => (tier.rank > top.rank && holds(tier) ? tier : top), tierOfRank(ladder, 0));
}

function tierOfRank(ladder: TierLadder, rank: number): Tier {
  const tier = ladder.tiers.find((one) => one.rank === rank);
  if (tier === undefined) throw new Error(`Broken promise: a ladder has a tier of rank ${rank}`);
  return tier;
}

/** Invitations aside: who loses a tier lands on one that can be reached. */
function nextBelow(ladder: TierLadder, rank: number): Tier {
  return ladder.tiers.reduce(
    (top, tier) => (tier.rank < rank && tier.rank > top.rank && tier.threshold !== null ? tier : top),
    tierOfRank(ladder, 0),
  );
}

function rankIndex(ladder: TierLadder, code: string): number {
  return ladder.tiers.findIndex((tier) => tier.code === code);
}

function rankOf(ladder: TierLadder, code: string): number {
  return ladder.tiers.find((tier) => tier.code === code)?.rank ?? 0;
}

function positive(quantity: bigint): bigint {
  return quantity > 0n ? quantity : 0n;
}
