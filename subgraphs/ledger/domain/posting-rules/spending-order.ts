// In which order a member's lots are spent: a policy of the programme (ledger.md; settlement R7).
//   SOONEST_EXPIRY  the lot that lapses first; those that never lapse last; the older first among equals
//   OLDEST_FIRST    the lot made first
// A lot is usable through its last day, until the expiry run takes it. The book is in the order of making. Cost: one pass over the book, no
// further than needed for OLDEST_FIRST; SOONEST_EXPIRY sorts the days on which lots lapse, not the lots.
import type { Lot, MemberBook } from '../book.ts';
import type { SpendingOrder } from '../terms.ts';

/** Part of a spend that one lot pays. */
export interface Allocation {
  readonly lot: Lot;
  readonly points: bigint;
}

/** Whether the lot's last day is before `businessDate`. */
export function hasLapsed(lot: Lot, businessDate: string): boolean {
  return lot.expiresOn !== null && lot.expiresOn < businessDate;
}

/**
 * Lots with points that can be spent on `businessDate`, in spending order. With `enough`, those after the ones that have so many points may be
 * left out.
 */
export function usableLots(book: MemberBook, order: SpendingOrder, businessDate: string, enough?: bigint): Lot[] {
  return order === 'OLDEST_FIRST' ? oldestFirst(book, businessDate, enough) : soonestExpiry(book, businessDate);
}

function oldestFirst(book: MemberBook, businessDate: string, enough: bigint | undefined): Lot[] {
  const lots: Lot[] = [];
  let points = 0n;
  for (const lot of book.lots.values()) {
    if (lot.available === 0n || hasLapsed(lot, businessDate)) continue;
    lots.push(lot);
    if (enough === undefined) continue;
    points += lot.available;
    if (points >= enough) break;
  }
  return lots;
}

function soonestExpiry(book: MemberBook, businessDate: string): Lot[] {
  const never: Lot[] = [];
  const byDay = new Map<string, Lot[]>();
  for (const lot of book.lots.values()) {
    const { available, expiresOn } = lot;
    if (available === 0n) continue;
    if (expiresOn === null) {
      never.push(lot);
    } else if (expiresOn >= businessDate) {
      const lots = byDay.get(expiresOn);
      if (lots === undefined) byDay.set(expiresOn, [lot]);
      else lots.push(lot);
    }
  }
  if (byDay.size === 0) return never;
  const days = [...byDay.keys()].sort();
  return [...days.flatMap((day) => byDay.get(day)!), ...never];
}

/** Points that can be spent on `businessDate`. */
export function usablePoints(book: MemberBook, businessDate: string): bigint {
  let points = 0n;
  for (const lot of book.lots.values()) if (!hasLapsed(lot, businessDate)) points += lot.available;
  return points;
}

/** Takes `points` from `lots` in their order; null when they have fewer. Nothing moves yet. */
export function allocate(lots: Iterable<Lot>, points: bigint): Allocation[] | null {
  const allocation: Allocation[] = [];
  let left = points;
  for (const lot of lots) {
    const part = lot.available < left ? lot.available : left;
    if (part > 0n) allocation.push({ lot, points: part });
    left -= part;
    if (left === 0n) return allocation;
  }
  return null;
}
