// How old the open breaks of a reconciliation are, and what they are worth (settlement.md 7, ageing).
//
// Age is counted in business days, as the dispute deadline is: a break of Friday is one day old on Monday.

import { type BusinessCalendar, businessDaysBetween } from './business-days.ts';
import type { BreakValue, ReconciliationResult } from './reconciliation.ts';

export const AGE_BUCKETS = ['0-2', '3-5', '6-10', '11-20', '>20'] as const;
export type AgeBucket = (typeof AGE_BUCKETS)[number];

/** An open break. `since` is the business date, YYYY-MM-DD, that its age is counted from. */
export interface OpenBreak {
  readonly result: ReconciliationResult;
  readonly since: string;
  readonly value: BreakValue;
}

/** What stands in one bucket: how many breaks, and their value in points and minor units. */
export interface BreakTally {
  readonly count: number;
  readonly points: bigint;
  readonly minor: bigint;
}

export interface AgeingRow {
  readonly result: ReconciliationResult;
  /** Every bucket, the empty ones too. */
  readonly buckets: Readonly<Record<AgeBucket, BreakTally>>;
  /** Business date of the oldest, and its age in business days. */
  readonly oldest: string;
  readonly oldestAge: number;
}

/** The bucket of an age in business days; what is dated ahead counts as new. */
export function ageBucketOf(businessDays: number): AgeBucket {
  if (businessDays <= 2) return '0-2';
  if (businessDays <= 5) return '3-5';
  if (businessDays <= 10) return '6-10';
  if (businessDays <= 20) return '11-20';
  return '>20';
}

/** One row for each kind of break that there is, in the order in which the kinds first occur. */
export function ageingReport(breaks: Iterable<OpenBreak>, asOf: string, calendar: BusinessCalendar): AgeingRow[] {
  const ages = new Map<string, number>();
  const rows = new Map<ReconciliationResult, { buckets: Record<AgeBucket, BreakTally>; oldest: string }>();
  for (const { result, since, value } of breaks) {
    let age = ages.get(since);
    if (age === undefined) {
      age = businessDaysBetween(since, asOf, calendar);
      ages.set(since, age);
    }
    let row = rows.get(result);
    if (row === undefined) {
      row = { buckets: noBreaks(), oldest: since };
      rows.set(result, row);
    }
    const bucket = ageBucketOf(age);
    const { count, points, minor } = row.buckets[bucket];
    row.buckets[bucket] = { count: count + 1, points: points + value.points, minor: minor + value.minor };
    if (since < row.oldest) row.oldest = since;
  }
  return [...rows].map(([result, { buckets, oldest }]) => ({ result, buckets, oldest, oldestAge: ages.get(oldest)! }));
}

function noBreaks(): Record<AgeBucket, BreakTally> {
  const none: BreakTally = { count: 0, points: 0n, minor: 0n };
  return { '0-2': none, '3-5': none, '6-10': none, '11-20': none, '>20': none };
}
