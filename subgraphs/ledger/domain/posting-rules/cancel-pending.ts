// Pending points of an earn are taken back before they became spendable. No money had moved, none moves now.
//
//   points    debit pending:<member>   credit issued:<funder>
import type { Lot, MemberBook } from '../book.ts';
import { movePoints, type Posting } from '../posting.ts';

/** Cancels all that is still pending of an earn. `points` is 0 when nothing was. */
export function cancelPending(
  posting: Posting,
  book: MemberBook,
  facts: { earnTransactionId: string },
): { points: bigint } {
  let points = 0n;
  for (const lot of book.lots.values()) {
    if (lot.earnTransactionId !== facts.earnTransactionId || lot.pending === 0n) continue;
    points += lot.pending;
    lot.askedBack += lot.pending;
    cancelPoints(posting, lot, lot.pending);
  }
  return { points };
}

/** Cancels a part of a lot that is still pending. */
export function cancelPoints(posting: Posting, lot: Lot, points: bigint): void {
  movePoints(posting, lot, 'pending', 'reversed', points);
  if (lot.pending === 0n) lot.pendingUntil = null;
}
