// What a programme's terms say about its windows: the levy, what is too small to pay, whether there is a review before money moves.
import { type BusinessCalendar, businessCalendar, type CycleDates, closeDateOf, cycleDates } from './business-days.ts';
import { contractAt, type Reference } from './reference.ts';
import type { CycleTerms } from './terms.ts';

/** Of a window that opened at an instant. */
export interface OpenedWindow {
  readonly openedAt: Date;
}

export interface WindowTerms {
  /** Of the nets: the programme's. */
  readonly currency: string;
  /** In which its days are counted. */
  readonly timeZone: string;
  /** R19; minor units. */
  readonly levyMinor: bigint;
  /** Partners in the order in which they joined: ties of the levy go to the earlier. */
  readonly partnerIds: readonly string[];
  /** R20, by the contract in force at the close. */
  readonly carryForwardBelowMinor: (partnerId: string, at: Date) => bigint;
  /** Whether disputes may be appended after a window's close, until somebody says that the review is over. */
  readonly hasReview: (window: OpenedWindow) => boolean;
}

/** The cycle of windows that opened at an instant: one that was replaced later, or the programme's. */
export function cycleTermsAt({ programme }: Reference, openedAt: Date): CycleTerms {
  return programme.replacedCycles?.find(({ until }) => openedAt < until) ?? programme;
}

/** On which days money moves by the cycle of an instant. */
export function calendarAt(reference: Reference, at: Date): BusinessCalendar {
  const { calendar = 'TARGET' } = cycleTermsAt(reference, at);
  const days = businessCalendar(calendar);
  if (days === null) throw new Error(`Broken promise: ${calendar} is a calendar`);
  return days;
}

export function windowTermsOf(reference: Reference): WindowTerms {
  const { programme } = reference;
  return {
    currency: programme.currency,
    timeZone: programme.timeZone,
    levyMinor: programme.levyPerWindowMinor ?? 0n,
    partnerIds: [...reference.partners.keys()].sort(),
    carryForwardBelowMinor: (partnerId, at) => contractAt(reference, partnerId, at)?.carryForwardBelowMinor ?? 0n,
    hasReview: ({ openedAt }) => (cycleTermsAt(reference, openedAt).disputeBusinessDays ?? 0) > 0,
  };
}

/** The dates of the cycle of a window that was closed at an instant. */
export function cycleOf(reference: Reference, { openedAt }: OpenedWindow, closedAt: Date): CycleDates {
  const terms = cycleTermsAt(reference, openedAt);
  const { adviceBusinessDays = 0, disputeBusinessDays = 0, valueBusinessDays = 0 } = terms;
  return cycleDates(
    closeDateOf(closedAt, reference.programme.timeZone),
    { adviceBusinessDays, disputeBusinessDays, valueBusinessDays },
    calendarAt(reference, openedAt),
  );
}
