// Points are reserved for a redemption: authorised, then captured (whole, in part, several times), voided, or expired.
//
//   take       debit member:<member>   credit held:<member>          lots are allocated now, in spending order: funder and price are fixed
//   capture    debit held:<member>     credit accepted:<acceptor>    a redemption of the allocated lots, in their order; money as redeem.ts
//   release    debit held:<member>     credit member:<member>        no money
//
// Held points still back their lot's reserve (R5) and do not lapse. When a hold ends after a lot of it lapsed, that part goes to breakage at
// once, in the same posting, with money as expire.ts. A return that asked for held points made a debt (reverse-earn.ts): released points
// pay their own lot's debt first, lapsed or not, for the return had asked before; then other debts.
import { assert } from '../../../shared/assert.ts';
import { fewer } from '../../../shared/points.ts';
import type { Hold, MemberBook } from '../book.ts';
import { lotOf, movePoints, type Posting } from '../posting.ts';
import type { ContractTerms } from '../terms.ts';
import { expireLot } from './expire.ts';
import { type Redeemed, spend } from './redeem.ts';
import { cancelOwnDebts, repayBeforeSpending, repayDebts } from './repay-debts.ts';
import { type Allocation, allocate, hasLapsed, usableLots } from './spending-order.ts';

export interface HoldFacts {
  /** The acceptor that asked. */
  readonly partnerId: string;
  /** Its contract version: pinned, so that a capture is paid as it was authorised. */
  readonly contractVersionId: string;
  readonly points: bigint;
  readonly expiresAt: Date;
}

/** Reserves points; the hold has the id of its authorising transaction. */
export function takeHold(posting: Posting, book: MemberBook, facts: HoldFacts): Hold | 'INSUFFICIENT_POINTS' {
  if (repayBeforeSpending(posting, book, facts.points) !== null) return 'INSUFFICIENT_POINTS';
  const lots = usableLots(book, posting.terms.programme.spendingOrder, posting.businessDate, facts.points);
  const allocation = allocate(lots, facts.points);
  if (allocation === null) return 'INSUFFICIENT_POINTS';
  for (const { lot, points } of allocation) movePoints(posting, lot, 'available', 'held', points);
  const hold: Hold = {
    holdId: posting.transactionId,
    memberId: book.memberId,
    partnerId: facts.partnerId,
    contractVersionId: facts.contractVersionId,
    expiresAt: facts.expiresAt,
    lots: allocation.map(({ lot, points }) => ({ lotId: lot.lotId, points })),
    state: 'OPEN',
  };
  book.holds.set(hold.holdId, hold);
  posting.holds.add(hold);
  return hold;
}

/** Points that are still held. */
export function heldPoints(hold: Hold): bigint {
  let points = 0n;
  for (const held of hold.lots) points += held.points;
  return points;
}

/** Redeems held points, no more than `heldPoints`. What is left stays held; when nothing is, the hold is CAPTURED. */
export function captureHold(posting: Posting, book: MemberBook, facts: { hold: Hold; points: bigint }): Redeemed {
  const { hold, points } = facts;
  assert(
    hold.state === 'OPEN' && points > 0n && points <= heldPoints(hold),
    `hold ${hold.holdId} has no ${points} points`,
  );
  const allocation: Allocation[] = [];
  let left = points;
  for (const held of hold.lots) {
    const part = fewer(left, held.points);
    if (part === 0n) continue;
    held.points -= part;
    left -= part;
    allocation.push({ lot: lotOf(book, held.lotId), points: part });
  }
  if (heldPoints(hold) === 0n) hold.state = 'CAPTURED';
  posting.holds.add(hold);
  const contract: ContractTerms = posting.terms.contractVersion(hold.contractVersionId);
  return spend(posting, book, { acceptorId: hold.partnerId, contract, points }, allocation, 'held');
}

export interface Released {
  readonly released: bigint;
  /** Part of `released` that went to breakage at once. */
  readonly lapsed: bigint;
  /** Part of `released`, or of what else could be used, that went into debts. */
  readonly repaid: bigint;
}

/** Gives back what is still held and ends the hold. */
export function releaseHold(
  posting: Posting,
  book: MemberBook,
  facts: { hold: Hold; outcome: 'VOIDED' | 'EXPIRED' },
): Released {
  const { hold, outcome } = facts;
  assert(hold.state === 'OPEN', `hold ${hold.holdId} has ended`);
  const freed: Allocation[] = [];
  let released = 0n;
  for (const held of hold.lots) {
    if (held.points === 0n) continue;
    const lot = lotOf(book, held.lotId);
    movePoints(posting, lot, 'held', 'available', held.points);
    freed.push({ lot, points: held.points });
    released += held.points;
    held.points = 0n;
  }
  hold.state = outcome;
  posting.holds.add(hold);
  let repaid = cancelOwnDebts(posting, book);
  let lapsed = 0n;
  for (const { lot, points } of freed) {
    const left = fewer(points, lot.available);
    if (left === 0n || !hasLapsed(lot, posting.businessDate)) continue;
    expireLot(posting, lot, left);
    lapsed += left;
  }
  repaid += repayDebts(posting, book);
  return { released, lapsed, repaid };
}
