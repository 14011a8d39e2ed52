// Points lapse unspent: the expiry run at the end of a day takes every lot whose last day was that one or earlier (settlement R14).
//
//   points                 debit member:<member>            credit breakage:<funder>
//   OPERATOR_POOL          Dr OP:RESERVE released (R5)      Cr PARTNER:f share (basis points of it, half up; operator: none), Cr OP:REV_BREAKAGE rest
//   PAYS_ON_REDEMPTION     nothing: the funder derecognises its own liability
//
// One entry per lot. Held points do not lapse before their hold ends (hold.ts); pending points are not the member's yet.
import { divideHalfUp } from '../../../shared/rounding.ts';
import type { Lot, MemberBook, MoneyLeg } from '../book.ts';
import { addLeg, funderAccount, lotOf, movePoints, type Posting, writeEntry } from '../posting.ts';
import { giveGrace } from './grace.ts';
import { contractOf, reserveLeft } from './lot-money.ts';
import { repayDebts } from './repay-debts.ts';

export interface LotExpired {
  readonly lotId: string;
  readonly funderId: string;
  readonly points: bigint;
  readonly reserveReleasedMinor: bigint;
  readonly returnedToFunderMinor: bigint;
  readonly breakageMinor: bigint;
}

/** Lapses what was last usable on `asOf` (YYYY-MM-DD) or before. A second run finds nothing. */
export function expirePoints(
  posting: Posting,
  book: MemberBook,
  facts: { asOf: string },
): { points: bigint; allocation: readonly LotExpired[] } {
  const allocation: LotExpired[] = [];
  let points = 0n;
  for (const lot of book.lots.values()) {
    if (lot.available === 0n || lot.expiresOn === null || lot.expiresOn > facts.asOf) continue;
    points += lot.available;
    allocation.push(expireLot(posting, lot, lot.available));
  }
  return { points, allocation };
}

/** Lapses a part of a lot. */
export function expireLot(posting: Posting, lot: Lot, points: bigint): LotExpired {
  const reserveBefore = reserveLeft(lot);
  movePoints(posting, lot, 'available', 'expired', points);
  const reserveReleasedMinor = reserveBefore - reserveLeft(lot);
  const share = contractOf(posting, lot)?.expiryShareBasisPoints ?? 0n;
  const returnedToFunderMinor = divideHalfUp(reserveReleasedMinor * share, 10_000n);
  const breakageMinor = reserveReleasedMinor - returnedToFunderMinor;
  const legs: MoneyLeg[] = [];
  addLeg(legs, 'OP:RESERVE', 'EXPIRY', -reserveReleasedMinor);
  addLeg(legs, funderAccount(lot.funderId), 'EXPIRY', returnedToFunderMinor);
  addLeg(legs, 'OP:REV_BREAKAGE', 'EXPIRY', breakageMinor);
  writeEntry(posting, 'EXPIRY', legs, `${points} points of ${lot.lotId} expire`);
  return {
    lotId: lot.lotId,
    funderId: lot.funderId,
    points,
    reserveReleasedMinor,
    returnedToFunderMinor,
    breakageMinor,
  };
}

/**
 * Undoes an expiry: the same lots get their points back, with the days of grace, and the money goes back as it came; what the reserve
 * needs beyond that comes from breakage. Then debts are repaid.
 */
export function restoreExpired(
  posting: Posting,
  book: MemberBook,
  facts: { allocation: readonly Pick<LotExpired, 'lotId' | 'points' | 'returnedToFunderMinor'>[] },
): { points: bigint; repaid: bigint } {
  let restored = 0n;
  for (const { lotId, points, returnedToFunderMinor } of facts.allocation) {
    const lot = lotOf(book, lotId);
    const reserveBefore = reserveLeft(lot);
    movePoints(posting, lot, 'expired', 'available', points);
    const refilledMinor = reserveLeft(lot) - reserveBefore;
    giveGrace(posting, lot);
    const legs: MoneyLeg[] = [];
    addLeg(legs, 'OP:RESERVE', 'EXPIRY', refilledMinor);
    addLeg(legs, funderAccount(lot.funderId), 'EXPIRY', -returnedToFunderMinor);
    addLeg(legs, 'OP:REV_BREAKAGE', 'EXPIRY', returnedToFunderMinor - refilledMinor);
    writeEntry(posting, 'EXPIRY', legs, `${points} expired points of ${lot.lotId} come back`);
    restored += points;
  }
  return { points: restored, repaid: repayDebts(posting, book) };
}
