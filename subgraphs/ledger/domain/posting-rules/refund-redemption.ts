// Spent points are given back, whole or in part: a trip cancelled, a dispute upheld (settlement R8).
//
// Last in, first out over the redemption's open lines; a line that was taken over by substitution came last, and gives its points back to
// the lot that took it over. The money of each line is R4 of what is left of it, so that any sequence of refunds adds up to the whole.
// The acceptor repays the sum. The clearing fee goes back by R4 to whoever was charged, where the funder's contract says so.
//
//   points                 debit accepted:<acceptor>        credit member:<member>
//   OPERATOR_POOL          Dr PARTNER:a sum                 Cr OP:RESERVE (R5); difference to OP:REV_REDEMPTION_MARGIN
//   PAYS_ON_REDEMPTION     Dr PARTNER:a sum                 Cr PARTNER:f_i a_i      (operator: Cr OP:MARKETING)
//                          Dr OP:REV_CLEARING               Cr PARTNER:f_i fee_i    (or Cr PARTNER:a)
//
// A lot that has lapsed meanwhile lives again for the programme's days of grace. Then debts are repaid: each restored lot its own first,
// then others' (R12).
import { assert } from '../../../shared/assert.ts';
import { fewer } from '../../../shared/points.ts';
import { takeProRata } from '../../../shared/rounding.ts';
import type { MemberBook, MoneyLeg, RedemptionLine } from '../book.ts';
import { addLeg, funderAccount, lotOf, movePoints, type Posting, writeEntry } from '../posting.ts';
import { giveGrace } from './grace.ts';
import { reserveLeft } from './lot-money.ts';
import type { LinePart } from './redeem.ts';
import { repayDebts } from './repay-debts.ts';

export interface Refunded {
  /** What the acceptor repays. */
  readonly amountMinor: bigint;
  readonly allocation: readonly LinePart[];
  /** Restored points that went into debts at once. */
  readonly repaid: bigint;
}

/** Points of a redemption that have not been refunded yet. */
export function refundablePoints(books: readonly MemberBook[], redemptionId: string): bigint {
  return linesOf(books, redemptionId).reduce((points, line) => points + line.points, 0n);
}

function linesOf(books: readonly MemberBook[], redemptionId: string): RedemptionLine[] {
  return books.flatMap(({ lines }) => [...lines.values()].filter((line) => line.redemptionId === redemptionId));
}

/**
 * Refunds `points` of a redemption; no more than `refundablePoints`. `books` are those that have its lines, with their lots: the member's, and that of one
 * it was merged into while it owed what it had spent.
 */
export function refundRedemption(
  posting: Posting,
  books: readonly MemberBook[],
  facts: { redemptionId: string; points: bigint },
): Refunded {
  const lines = linesOf(books, facts.redemptionId);
  lines.sort((a, b) => (a.lineId < b.lineId ? 1 : -1));

  const allocation: LinePart[] = [];
  const lineLegs: MoneyLeg[] = [];
  let left = facts.points;
  let amountMinor = 0n;
  let pooled = 0n;
  let refilled = 0n;
  for (const line of lines) {
    const points = fewer(left, line.points);
    if (points === 0n) continue;
    left -= points;
    const partMinor = takeProRata(line.amountMinor, points, line.points);
    line.points -= points;
    line.amountMinor -= partMinor;
    posting.lines.add(line);
    amountMinor += partMinor;

    const lot = lotOf(bookOf(books, line), line.lotId);
    const reserveBefore = reserveLeft(lot);
    movePoints(posting, lot, 'redeemed', 'available', points, line.acceptorId);
    refilled += reserveLeft(lot) - reserveBefore;
    giveGrace(posting, lot);
    if (lot.fundingModel === 'OPERATOR_POOL') {
      pooled += partMinor;
    } else {
      const feeMinor = takeFee(posting, lines, line, points);
      addLeg(lineLegs, funderAccount(line.funderId), 'REDEMPTION_FUNDING', partMinor);
      addLeg(lineLegs, 'OP:REV_CLEARING', 'CLEARING_FEE', -feeMinor);
      const charged = line.feeFromAcceptor === true ? line.acceptorId : line.funderId;
      addLeg(lineLegs, funderAccount(charged), 'CLEARING_FEE', feeMinor);
    }
    allocation.push({ lotId: lot.lotId, funderId: lot.funderId, points, amountMinor: partMinor });
    const { funderId, acceptorId } = line;
    posting.obligations.push({ funderId, acceptorId, points: -points, amountMinor: -partMinor });
  }
  assert(left === 0n, `redemption ${facts.redemptionId} has ${left} points fewer than are to be refunded`);

  const legs: MoneyLeg[] = [];
  addLeg(legs, `PARTNER:${lines[0]!.acceptorId}`, 'REDEMPTION_REVERSAL', -amountMinor);
  addLeg(legs, 'OP:RESERVE', 'REDEMPTION_REVERSAL', refilled);
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', 'REDEMPTION_REVERSAL', pooled - refilled);
  writeEntry(posting, 'REDEEM_REVERSAL', [...legs, ...lineLegs]);
  let repaid = 0n;
  for (const book of books) repaid += repayDebts(posting, book);
  return { amountMinor, allocation, repaid };
}

function bookOf(books: readonly MemberBook[], { memberId }: RedemptionLine): MemberBook {
  const book = books.find((one) => one.memberId === memberId);
  assert(book !== undefined, `the book of ${memberId}, who has a line of the redemption, was read`);
  return book;
}

/** The clearing fee that goes back with `points` of a line: R4 over what its funder was charged in this redemption. */
function takeFee(posting: Posting, lines: readonly RedemptionLine[], line: RedemptionLine, points: bigint): bigint {
  if (line.feePoints === 0n) return 0n;
  let bearer = line;
  let units = 0n;
  for (const other of lines) {
    if (other.funderId !== line.funderId) continue;
    units += other.feePoints;
    if (other.feeMinor > 0n) bearer = other;
  }
  const feeMinor = takeProRata(bearer.feeMinor, points, units);
  bearer.feeMinor -= feeMinor;
  line.feePoints -= points;
  posting.lines.add(bearer);
  return feeMinor;
}
