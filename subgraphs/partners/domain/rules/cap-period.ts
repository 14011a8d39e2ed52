// Which stretch of time a cap counts in, as the name that its counter is kept under. Days are business dates of the programme.
import type { CapPeriod } from './rule-terms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Name of the period that `date` (YYYY-MM-DD) lies in; weeks begin on Monday and are named after it. */
export function capPeriodName(per: Exclude<CapPeriod, 'PURCHASE'>, date: string): string {
  switch (per) {
    case 'DAY':
      return date;
    case 'WEEK': {
      const day = new Date(`${date}T00:00:00Z`);
      const monday = new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS);
      return `W${monday.toISOString().slice(0, 10)}`;
    }
    case 'MONTH':
      return date.slice(0, 7);
    case 'YEAR':
      return date.slice(0, 4);
    case 'PERIOD':
      return 'ALL';
  }
}

/** A visit counts once a partner and business date. */
export function visitName(partnerId: string, date: string): string {
  return `V${date} ${partnerId}`;
}
