// Goods come back: what they earned is taken back (settlement R9, R10, then R11).
//
// The points asked back are split over the earn's lots by largest remainder, weights = points not yet asked back. From each lot, and from
// the lots that transfers between members split off it, in this order:
//   1. what is pending is cancelled: it was never paid for (cancel-pending.ts)
//   2. what is available is taken back, and its funder credited (take-back.ts has the debits and credits)
//   3. what was spent, or is held, less what earlier returns asked of it already, becomes a debt of whoever has that lot, or the issuer's
//      cost where the contract says ISSUER_ABSORBS. The acceptor keeps what it was paid (invariant 8).
//   4. what had expired gives no credit and no debt
//
// One entry, EARN_REVERSAL, with the legs of every lot. Debts are repaid at once from whatever else the member can use (repay-debts.ts).
import { assert } from '../../../shared/assert.ts';
import { fewer } from '../../../shared/points.ts';
import { allocateByLargestRemainder } from '../../../shared/rounding.ts';
import type { MemberBook, MoneyLeg } from '../book.ts';
import { noteChange, type Posting, writeEntry } from '../posting.ts';
import { cancelPoints } from './cancel-pending.ts';
import { type Family, familiesOf } from './earn-families.ts';
import { contractOf } from './lot-money.ts';
import { openDebt, openDebtOn, repayDebts } from './repay-debts.ts';
import { takeBack } from './take-back.ts';

/** What became of the points asked back from one lot of the earn and the lots split off it. */
export interface LotReversed {
  readonly lotId: string;
  readonly funderId: string;
  readonly component: string;
  readonly requested: bigint;
  readonly reversed: bigint;
  readonly memberDebt: bigint;
  readonly absorbed: bigint;
  readonly expiredNotReversible: bigint;
}

export interface EarnReversed {
  /** requested = reversed + debt + absorbed + expired. */
  readonly requested: bigint;
  readonly reversed: bigint;
  readonly debt: bigint;
  readonly absorbed: bigint;
  readonly expired: bigint;
  readonly allocation: readonly LotReversed[];
  /** Points of debts that were repaid at once, older debts included. */
  readonly repaid: bigint;
}

/** Points of an earn that no return has asked back yet. */
export function reversiblePoints(books: readonly MemberBook[], earnTransactionId: string): bigint {
  return notAskedBack(familiesOf(books, (lot) => lot.earnTransactionId === earnTransactionId));
}

/**
 * Asks back `points` of an earn; no more than `reversiblePoints`. `books` are the member's and those of members who got points of that
 * earn by transfer.
 */
export function reverseEarn(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { earnTransactionId: string; points: bigint },
): EarnReversed {
  const families = familiesOf(books, (lot) => lot.earnTransactionId === facts.earnTransactionId);
  const allocation = reverseFamilies(posting, families, facts.points);
  return total(allocation, repayAll(posting, books));
}

/** As `reverseEarn`, where it is known which component's points the goods had earned: each component's lots give back their own. */
export function reverseComponents(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { earnTransactionId: string; components: readonly { readonly component: string; readonly points: bigint }[] },
): EarnReversed {
  const allocation: LotReversed[] = [];
  for (const { component, points } of facts.components) {
    const families = familiesOf(
      books,
      (lot) => lot.earnTransactionId === facts.earnTransactionId && lot.component === component,
    );
    const askable = fewer(points, notAskedBack(families));
    if (askable > 0n) allocation.push(...reverseFamilies(posting, families, askable));
  }
  return total(allocation, repayAll(posting, books));
}

/**
 * A return without a receipt: `points` of what the member earned at that partner, the latest earn first, each as `reverseEarn`. What the
 * member never earned there is `unearned`.
 */
export function returnWithoutReceipt(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { memberId: string; issuerId: string; points: bigint },
): EarnReversed & { readonly unearned: bigint } {
  const earns = new Map<string, Family[]>();
  for (const family of familiesOf(books, (lot) => lot.issuerId === facts.issuerId && lot.component !== 'ADJUSTMENT')) {
    const { memberId, earnTransactionId } = family.root;
    if (memberId !== facts.memberId) continue;
    const earn = earns.get(earnTransactionId);
    if (earn === undefined) earns.set(earnTransactionId, [family]);
    else earn.push(family);
  }
  const allocation: LotReversed[] = [];
  let left = facts.points;
  for (const families of [...earns.values()].reverse()) {
    const points = fewer(left, notAskedBack(families));
    if (points === 0n) continue;
    left -= points;
    allocation.push(...reverseFamilies(posting, families, points));
    if (left === 0n) break;
  }
  return { ...total(allocation, repayAll(posting, books)), unearned: left };
}

function notAskedBack(families: readonly Family[]): bigint {
  let points = 0n;
  for (const { root } of families) points += root.points - root.askedBack;
  return points;
}

function reverseFamilies(posting: Posting, families: readonly Family[], points: bigint): LotReversed[] {
  const weights = families.map(({ root }) => root.points - root.askedBack);
  assert(points > 0n && points <= notAskedBack(families), 'no more can be asked back than was earned');
  const requests = allocateByLargestRemainder(points, weights);
  const legs: MoneyLeg[] = [];
  const allocation = families.map((family, index) => reverseFamily(posting, family, requests[index]!, legs));
  writeEntry(posting, 'EARN_REVERSAL', legs);
  return allocation;
}

function reverseFamily(posting: Posting, family: Family, requested: bigint, legs: MoneyLeg[]): LotReversed {
  const { root, members } = family;
  let left = requested;
  for (const { lot } of members) {
    const points = fewer(left, lot.pending);
    if (points === 0n) continue;
    cancelPoints(posting, lot, points);
    left -= points;
  }
  for (const { lot } of members) {
    const points = fewer(left, lot.available);
    if (points === 0n) continue;
    takeBack(posting, lot, points, legs, 'ISSUANCE_REVERSAL');
    left -= points;
  }
  const reversed = requested - left;
  let memberDebt = 0n;
  let absorbed = 0n;
  for (const { lot, book } of members) {
    if (left === 0n) break;
    const points = fewer(left, lot.redeemed + lot.held - openDebtOn(book, lot.lotId));
    if (points === 0n) continue;
    left -= points;
    if (contractOf(posting, lot)?.refundShortfall === 'ISSUER_ABSORBS') {
      absorbed += points;
    } else {
      openDebt(posting, book, lot, points);
      memberDebt += points;
    }
  }
  root.askedBack += requested;
  if (requested > 0n) noteChange(posting, root);
  const { lotId, funderId, component } = root;
  return { lotId, funderId, component, requested, reversed, memberDebt, absorbed, expiredNotReversible: left };
}

function repayAll(posting: Posting, books: readonly MemberBook[]): bigint {
  let repaid = 0n;
  for (const book of books) repaid += repayDebts(posting, book);
  return repaid;
}

function total(allocation: readonly LotReversed[], repaid: bigint): EarnReversed {
  let requested = 0n;
  let reversed = 0n;
  let debt = 0n;
  let absorbed = 0n;
  let expired = 0n;
  for (const part of allocation) {
    requested += part.requested;
    reversed += part.reversed;
    debt += part.memberDebt;
    absorbed += part.absorbed;
    expired += part.expiredNotReversible;
  }
  return { requested, reversed, debt, absorbed, expired, allocation, repaid };
}
