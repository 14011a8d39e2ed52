/**
 * Paid memberships: which days a period covers, how one stands, and what is given back when it is cancelled.
 *
 * | status    | when                                                                              | benefits |
 * |-----------|-----------------------------------------------------------------------------------|----------|
 * | PENDING   | the first fee is on its way to the ledger                                         | no       |
 * | ACTIVE    | up to the last day that was paid for                                              | yes      |
 * | GRACE     | the plan's days after that: it can be renewed, without a gap                      | yes      |
 * | LAPSED    | after that: it ended on the day after the last one that was paid for              | no       |
 * | CANCELLED | from the day of the cancellation on                                               | no       |
 * | REFUSED   | the ledger did not take the first fee                                             | no       |
 *
 * The n-th period begins n - 1 periods after the first day, not after the period before: who joined on 31 January and pays by the month
 * pays on 28 February and on 31 March.
 */
import { takeProRata } from '../../shared/rounding.ts';
import { addDays, addMonths, daysFromTo } from './calendar.ts';

export type RefundRule = 'NONE' | 'PRO_RATA' | 'FULL_WITHIN_DAYS';

export interface PlanTerms {
  readonly periodMonths: number;
  readonly graceDays: number;
  readonly refundRule: RefundRule;
  /** For FULL_WITHIN_DAYS: the first day of the period is the first of them. */
  readonly refundDays: number | null;
}

export type MembershipState = 'OPEN' | 'CANCELLED' | 'LAPSED' | 'REFUSED';
export type MembershipStatus = 'PENDING' | 'ACTIVE' | 'GRACE' | 'LAPSED' | 'CANCELLED' | 'REFUSED';

export interface Covered {
  readonly state: MembershipState;
  /** Last day that was paid for; null before the first fee is in the ledger. */
  readonly coveredUntil: string | null;
}

export interface Days {
  readonly from: string;
  /** The last one. */
  readonly until: string;
}

/** The days of the n-th period, n from 1. */
export function periodDays(startedOn: string, periodMonths: number, number: number): Days {
  return {
    from: addMonths(startedOn, periodMonths * (number - 1)),
    until: addDays(addMonths(startedOn, periodMonths * number), -1),
  };
}

/**
 * The days of the period with which a membership goes on by itself on `day`: from its last paid day on, so that nothing is missing between, and as long as
 * the new period is not over itself. Null when it is too early, or too late.
 */
export function renewalOn(
  { startedOn, coveredUntil }: { readonly startedOn: string; readonly coveredUntil: string | null },
  periodMonths: number,
  number: number,
  day: string,
): Days | null {
  if (coveredUntil === null || day < coveredUntil) return null;
  const days = periodDays(startedOn, periodMonths, number);
  return days.until < day ? null : days;
}

/** How a membership stands on a day. */
export function statusOn({ state, coveredUntil }: Covered, graceDays: number, day: string): MembershipStatus {
  if (state !== 'OPEN') return state;
  if (coveredUntil === null) return 'PENDING';
  if (day <= coveredUntil) return 'ACTIVE';
  return day <= addDays(coveredUntil, graceDays) ? 'GRACE' : 'LAPSED';
}

/**
 * What is given back of a period that is cancelled on `day`, in minor units: by the plan's rule. PRO_RATA gives back the days after `day`, half up;
 * of a period that has not begun all of them.
 */
export function refundOf(terms: PlanTerms, feeMinor: bigint, period: Days, day: string): bigint {
  switch (terms.refundRule) {
    case 'NONE':
      return 0n;
    case 'FULL_WITHIN_DAYS':
      return daysFromTo(period.from, day) <= (terms.refundDays ?? 0) ? feeMinor : 0n;
    case 'PRO_RATA': {
      const days = daysFromTo(period.from, period.until);
      const used = Math.min(Math.max(daysFromTo(period.from, day), 0), days);
      return takeProRata(feeMinor, BigInt(days - used), BigInt(days));
    }
  }
}
