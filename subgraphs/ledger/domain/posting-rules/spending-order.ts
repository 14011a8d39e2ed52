// In which order a member's lots are spent: a policy of the programme (ledger.md; settlement R7).
//   SOONEST_EXPIRY  the lot that lapses first; those that never lapse last; the older first among equals
//   OLDEST_FIRST    the lot made first
// A lot is usable through its last day, until the expiry run takes it. Cost: one pass over the book, and for SOONEST_EXPIRY a sort
// of what is usable, which is nearly in order already where one expiry policy made the lots.
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

/** Lots with points that can be spent on `businessDate`, in spending order. */
export function usableLots(book: MemberBook, order: SpendingOrder, businessDate: string): Lot[] {
  const lots: Lot[] = [];
  for (const lot of book.lots.values()) if (lot.available > 0n && !hasLapsed(lot, businessDate)) lots.push(lot);
  // The sort is stable, and the book is in the order of making.
  return order === 'SOONEST_EXPIRY' ? lots.sort(bySoonestExpiry) : lots;
}

function bySoonestExpiry(a: Lot, b: Lot): number {
  if (a.expiresOn === b.expiresOn) return 0;
  if (a.expiresOn === null) return 1;
  if (b.expiresOn === null) return -1;
  return a.expiresOn < b.expiresOn ? -1 : 1;
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
