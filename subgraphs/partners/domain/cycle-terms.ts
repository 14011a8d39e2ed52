// The cycle of a programme's windows: when they close, how long their review is, when money moves, on which days.
import { isCalendar, isCloseSchedule } from './calendar.ts';

export interface CycleTerms {
  readonly adviceBusinessDays: number;
  readonly disputeBusinessDays: number;
  readonly valueBusinessDays: number;
  readonly calendar: string;
  readonly closeSchedule: string;
  readonly disputeAnswerBusinessDays: number;
  readonly disputeDecisionBusinessDays: number;
}

const MAX_CYCLE_DAYS = 60;
const MAX_DECISION_DAYS = 250;

/** The cycle alone of whatever has one. */
export function cycleTermsOf(from: CycleTerms): CycleTerms {
  const { adviceBusinessDays, disputeBusinessDays, valueBusinessDays, calendar, closeSchedule } = from;
  const { disputeAnswerBusinessDays, disputeDecisionBusinessDays } = from;
  return {
    ...{ adviceBusinessDays, disputeBusinessDays, valueBusinessDays, calendar, closeSchedule },
    ...{ disputeAnswerBusinessDays, disputeDecisionBusinessDays },
  };
}

export interface CycleProblem {
  readonly field: keyof CycleTerms;
  readonly message: string;
}

/** What is wrong with a cycle. */
export function cycleProblems(cycle: CycleTerms): CycleProblem[] {
  const { calendar, closeSchedule, disputeAnswerBusinessDays, disputeDecisionBusinessDays } = cycle;
  const problems: CycleProblem[] = [];
  const require = (holds: boolean, field: keyof CycleTerms, message: string): void => {
    if (!holds) problems.push({ field, message: `\`${field}\` ${message}` });
  };
  for (const field of ['adviceBusinessDays', 'disputeBusinessDays', 'valueBusinessDays'] as const)
    require(cycle[field] >= 0 && cycle[field] <= MAX_CYCLE_DAYS, field, `must be from 0 to ${MAX_CYCLE_DAYS}.`);
  require(isCalendar(calendar), 'calendar', 'is no calendar such as `TARGET` or `WEEKLY:5`.');
  require(isCloseSchedule(
    closeSchedule,
  ), 'closeSchedule', 'is none of `MANUAL`, `DAILY`, `WEEKLY:7`, `MONTHLY` and `MONTHLY:15`.');
  require(disputeAnswerBusinessDays >= 0 &&
    disputeAnswerBusinessDays <= MAX_CYCLE_DAYS, 'disputeAnswerBusinessDays', `must be from 0 to ${MAX_CYCLE_DAYS}.`);
  require(disputeDecisionBusinessDays >= disputeAnswerBusinessDays &&
    disputeDecisionBusinessDays <=
      MAX_DECISION_DAYS, 'disputeDecisionBusinessDays', `must be from those of the first answer to ${MAX_DECISION_DAYS}.`);
  return problems;
}
