// When points lapse: the last business date on which they can be spent, from the expiry policy of the contract they were earned
// under (domain.md, "expiry"). Computed once, at the earn, and kept on the lot: a new policy never re-dates old lots. Only
// INACTIVITY slides: every activity of the member moves its lots on, by the policy of the contract version they carry.
import { unreachable } from '../../shared/assert.ts';
import { addMonths, dateOf } from './business-calendar.ts';
import type { ExpiryPolicy } from './terms.ts';

type Rounding = 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';

/**
 * Last day on which points earned (INACTIVITY: last moved) on `date` can be spent; null when they never lapse.
 * FIXED is the next occurrence of its month and day, the same day included; 29 February falls on the 28th in other years.
 */
export function lastUsableDate(policy: ExpiryPolicy, date: string): string | null {
  switch (policy.model) {
    case 'NONE':
      return null;
    case 'ROLLING':
    case 'INACTIVITY':
      return endOfUnit(addMonths(date, policy.months), policy.roundTo);
    case 'FIXED': {
      const year = Number(date.slice(0, 4));
      const month = Number(policy.monthDay.slice(0, 2));
      const day = Number(policy.monthDay.slice(3, 5));
      const thisYear = dateOf(year, month, day);
      return thisYear >= date ? thisYear : dateOf(year + 1, month, day);
    }
    default:
      return unreachable(policy);
  }
}

function endOfUnit(date: string, unit: Rounding): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  switch (unit) {
    case 'DAY':
      return date;
    case 'MONTH':
      return dateOf(year, month, 31);
    case 'QUARTER':
      return dateOf(year, Math.ceil(month / 3) * 3, 31);
    case 'YEAR':
      return dateOf(year, 12, 31);
    default:
      return unreachable(unit);
  }
}
