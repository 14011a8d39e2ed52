import type { Lot } from '../book.ts';
import { addDays } from '../business-calendar.ts';
import type { Posting } from '../posting.ts';
import { hasLapsed } from './spending-order.ts';

/** A lapsed lot that gets points back lives for the programme's days of grace, counted from the event's day (settlement R8). */
export function giveGrace(posting: Posting, lot: Lot): void {
  if (!hasLapsed(lot, posting.businessDate)) return;
  lot.expiresOn = addDays(posting.businessDate, posting.terms.programme.restoreGraceDays);
}
