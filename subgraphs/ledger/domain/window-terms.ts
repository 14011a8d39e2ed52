// What a programme's terms say about its windows: the levy, what is too small to pay, whether there is a review before money moves.
import { type BusinessCalendar, businessCalendar, type CycleDates, closeDateOf, cycleDates } from './business-days.ts';
import { contractAt, type Reference } from './reference.ts';

export interface WindowTerms {
  /** Of the nets: the programme's. */
  readonly currency: string;
  /** R19; minor units. */
  readonly levyMinor: bigint;
  /** Partners in the order in which they joined: ties of the levy go to the earlier. */
  readonly partnerIds: readonly string[];
  /** R20, by the contract in force at the close. */
  readonly carryForwardBelowMinor: (partnerId: string, at: Date) => bigint;
  /** Whether disputes may be appended after the close, until somebody says that the review is over. */
  readonly hasReview: boolean;
}

export function windowTermsOf(reference: Reference): WindowTerms {
  const { programme } = reference;
  return {
    currency: programme.currency,
    levyMinor: programme.levyPerWindowMinor ?? 0n,
    partnerIds: [...reference.partners.keys()].sort(),
    carryForwardBelowMinor: (partnerId, at) => contractAt(reference, partnerId, at)?.carryForwardBelowMinor ?? 0n,
    hasReview: (programme.disputeBusinessDays ?? 0) > 0,
  };
}

/** The dates of a closed window's cycle. */
export function cycleOf({ programme }: Reference, closedAt: Date): CycleDates {
  const {
    timeZone,
    adviceBusinessDays = 0,
    disputeBusinessDays = 0,
    valueBusinessDays = 0,
    calendar = 'TARGET',
  } = programme;
  const days: BusinessCalendar | null = businessCalendar(calendar);
  if (days === null) throw new Error(`Broken promise: ${calendar} is a calendar`);
  return cycleDates(
    closeDateOf(closedAt, timeZone),
    { adviceBusinessDays, disputeBusinessDays, valueBusinessDays },
    days,
  );
}
