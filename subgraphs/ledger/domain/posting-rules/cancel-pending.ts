// Pending points of an earn are taken back before they became spendable. No money had moved, none moves now.
//
//   points    debit pending:<member>   credit issued:<funder>
import type { Lot, MemberBook } from '../book.ts';
import { movePoints, noteChange, type Posting } from '../posting.ts';
import { familiesOf } from './earn-families.ts';

/** Cancels all that is still pending of an earn, in whosever books it is. `points` is 0 when nothing was. */
export function cancelPending(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { earnTransactionId: string },
): { points: bigint } {
  let points = 0n;
  for (const { root, members } of familiesOf(books, (lot) => lot.earnTransactionId === facts.earnTransactionId)) {
    for (const { lot } of members) {
      const part = lot.pending;
      if (part === 0n) continue;
      points += part;
      root.askedBack += part;
      noteChange(posting, root);
      cancelPoints(posting, lot, part);
    }
  }
  return { points };
}

/** Cancels a part of a lot that is still pending. */
export function cancelPoints(posting: Posting, lot: Lot, points: bigint): void {
  movePoints(posting, lot, 'pending', 'reversed', points);
  if (lot.pending === 0n) lot.pendingUntil = null;
}
