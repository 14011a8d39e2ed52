// Pending points of an earn become spendable: the return period is over, or the partner says so.
//
//   points                 debit pending:<member>   credit member:<member>
//   money, both models     as an earn of what is still pending, under the contract version pinned at the earn (earn.ts)
//
// The price is of the points that become real: what was cancelled before was never paid for. Then debts are repaid (R11).
import type { MemberBook, MoneyLeg } from '../book.ts';
import { movePoints, type Posting, writeEntry } from '../posting.ts';
import { addIssuanceLegs, priceLot } from './lot-money.ts';
import { repayDebts } from './repay-debts.ts';

/** Confirms what is still pending of an earn, in whosever books it is. `points` is 0 when nothing was. */
export function confirmPending(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { earnTransactionId: string },
): { points: bigint; repaid: bigint } {
  const legs: MoneyLeg[] = [];
  let points = 0n;
  for (const lot of books.flatMap(({ lots }) => [...lots.values()])) {
    if (lot.earnTransactionId !== facts.earnTransactionId || lot.pending === 0n) continue;
    const part = lot.pending;
    movePoints(posting, lot, 'pending', 'available', part);
    priceLot(posting, lot, part);
    lot.pendingUntil = null;
    addIssuanceLegs(legs, lot);
    points += part;
  }
  writeEntry(posting, 'EARN', legs);
  let repaid = 0n;
  if (points > 0n) for (const book of books) repaid += repayDebts(posting, book);
  return { points, repaid };
}
