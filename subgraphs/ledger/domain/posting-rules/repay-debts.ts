// Points that returns asked back and could not take are repaid as soon as the member has usable points (settlement R11-R13).
//
// Debts in order of creation. A debt is on the lot O whose points the return asked back.
//
// 1. O itself has points again (a refund gave them back, a hold ended): they are taken back, as the return would have (R12).
//
//      points                 debit member:<member>     credit issued:<O's funder>
//      OPERATOR_POOL          Dr OP:RESERVE, Dr OP:REV_SERVICE   Cr PARTNER:f(O) R4(R) + R4(S); difference to the margin
//      PAYS_ON_REDEMPTION     Dr OP:REV_SERVICE                  Cr PARTNER:f(O) R4(S)
//
// 2. Another usable lot N, in spending order, takes over the oldest redemption lines of O, split by R4; they belong to N from then on.
//    The clearing fee stays where it was charged, and the acceptor keeps what it was paid.
//
//      points                 debit member:<member>, credit accepted:<acceptor> (N); debit accepted:<acceptor>, credit issued:<O's funder> (O)
//      OPERATOR_POOL          Dr OP:RESERVE (N), Dr OP:REV_SERVICE   Cr PARTNER:f(O) R4(R) + R4(S); difference to the margin
//      PAYS_ON_REDEMPTION     Dr PARTNER:f(N) line amount            Cr PARTNER:f(O) line amount; Dr OP:REV_SERVICE, Cr PARTNER:f(O) R4(S)
//      the two mixed          N pays as its model says, O's funder is credited as its model says, the margin takes the difference
//
// 3. Points of O that are held have no line yet: N takes O's place in the hold, the oldest first, and O's points are taken back as in 1.
//
// Each entry is a DEBT_RECOVERY of its own. Points that have lapsed repay nothing (R13), but for 1: the return had asked for them before.
import { assert } from '../../../shared/assert.ts';
import { fewer } from '../../../shared/points.ts';
import { takeProRata } from '../../../shared/rounding.ts';
import type { Debt, Lot, MemberBook, MoneyLeg, RedemptionLine } from '../book.ts';
import { addLeg, funderAccount, lotOf, movePoints, type Posting, walletChange, writeEntry } from '../posting.ts';
import { type LotCost, refundedService, reserveLeft, takeRefundable } from './lot-money.ts';
import { usableLots, usablePoints } from './spending-order.ts';
import { takeBack } from './take-back.ts';

/** Repays what can be repaid now; the points that went into it. Costs nothing where there is no open debt. */
export function repayDebts(posting: Posting, book: MemberBook): bigint {
  let repaid = cancelOwnDebts(posting, book);
  let payers: Lot[] | null = null;
  for (const debt of book.debts.values()) {
    if (debt.open === 0n) continue;
    payers ??= usableLots(book, posting.terms.programme.spendingOrder, posting.businessDate);
    const indebted = lotOf(book, debt.lotId);
    for (const payer of payers) {
      const points = fewer(payer.available, debt.open);
      if (points === 0n) continue;
      substitute(posting, book, debt, indebted, payer, points);
      repaid += points;
      if (debt.open === 0n) break;
    }
  }
  return repaid;
}

/**
 * Before points are spent: what is owed is repaid first. That both stand beside each other comes of a merge, which repays nothing. Refuses, with nothing
 * touched, when fewer points than are to be spent would be left.
 */
export function repayBeforeSpending(posting: Posting, book: MemberBook, points: bigint): 'INSUFFICIENT_POINTS' | null {
  let owed = 0n;
  for (const debt of book.debts.values()) owed += debt.open;
  if (owed === 0n) return null;
  if (usablePoints(book, posting.businessDate) < owed + points) return 'INSUFFICIENT_POINTS';
  repayDebts(posting, book);
  return null;
}

/** Lots that owe and have points again give these back first (R12). */
export function cancelOwnDebts(posting: Posting, book: MemberBook): bigint {
  let cancelled = 0n;
  for (const debt of book.debts.values()) {
    if (debt.open === 0n) continue;
    const lot = lotOf(book, debt.lotId);
    const points = fewer(lot.available, debt.open);
    if (points === 0n) continue;
    const legs: MoneyLeg[] = [];
    takeBack(posting, lot, points, legs, 'DEBT_RECOVERY');
    writeEntry(posting, 'DEBT_RECOVERY', legs, `${points} points of ${lot.lotId} pay its own debt`);
    settle(posting, debt, lot, points);
    cancelled += points;
  }
  return cancelled;
}

function substitute(posting: Posting, book: MemberBook, debt: Debt, indebted: Lot, payer: Lot, points: bigint): void {
  const onLines = takeOverLines(posting, book, indebted, payer, points);
  const onHolds = points - onLines;
  if (onHolds > 0n) takeOverHolds(posting, book, indebted, payer, onHolds);
  settle(posting, debt, payer, points);
}

/** Redemption lines, the oldest first; the points that were on them. */
function takeOverLines(posting: Posting, book: MemberBook, indebted: Lot, payer: Lot, points: bigint): bigint {
  const onLines = fewer(points, indebted.redeemed);
  if (onLines === 0n) return 0n;
  const cost = takeRefundable(indebted, onLines);
  const reserveBefore = reserveLeft(payer);
  let left = onLines;
  let amountMinor = 0n;
  for (const line of openLinesOf(book, indebted)) {
    const part = fewer(left, line.points);
    const partMinor = takeProRata(line.amountMinor, part, line.points);
    line.points -= part;
    line.amountMinor -= partMinor;
    const taken: RedemptionLine = {
      lineId: posting.newId(),
      memberId: line.memberId,
      redemptionId: line.redemptionId,
      lotId: payer.lotId,
      funderId: payer.funderId,
      acceptorId: line.acceptorId,
      points: part,
      amountMinor: partMinor,
      feeMinor: 0n,
      feePoints: 0n,
    };
    book.lines.set(taken.lineId, taken);
    posting.lines.add(line).add(taken);
    movePoints(posting, payer, 'available', 'redeemed', part, line.acceptorId);
    movePoints(posting, indebted, 'redeemed', 'reversed', part, line.acceptorId);
    amountMinor += partMinor;
    left -= part;
    if (left === 0n) break;
  }
  assert(left === 0n, `the open lines of lot ${indebted.lotId} are not all in the book`);
  writeSubstitution(posting, indebted, payer, {
    points: onLines,
    amountMinor,
    releasedMinor: reserveBefore - reserveLeft(payer),
    cost,
  });
  return onLines;
}

function writeSubstitution(
  posting: Posting,
  indebted: Lot,
  payer: Lot,
  moved: {
    points: bigint;
    amountMinor: bigint;
    releasedMinor: bigint;
    /** What the indebted lot's points had cost. */
    cost: LotCost;
  },
): void {
  const { points, amountMinor, releasedMinor, cost } = moved;
  const serviceMinor = refundedService(posting, indebted, cost.serviceMinor);
  const indebtedAccount = funderAccount(indebted.funderId);
  const legs: MoneyLeg[] = [];
  let margin = 0n;
  if (payer.fundingModel === 'OPERATOR_POOL') {
    addLeg(legs, 'OP:RESERVE', 'DEBT_RECOVERY', -releasedMinor);
    margin += releasedMinor;
  } else {
    addLeg(legs, funderAccount(payer.funderId), 'DEBT_RECOVERY', -amountMinor);
    margin += amountMinor;
  }
  if (indebted.fundingModel === 'OPERATOR_POOL') {
    addLeg(legs, 'OP:REV_SERVICE', 'DEBT_RECOVERY', -serviceMinor);
    addLeg(legs, indebtedAccount, 'DEBT_RECOVERY', cost.reserveMinor + serviceMinor);
    margin -= cost.reserveMinor;
  } else {
    addLeg(legs, indebtedAccount, 'DEBT_RECOVERY', amountMinor);
    addLeg(legs, 'OP:REV_SERVICE', 'SERVICE_FEE', -serviceMinor);
    addLeg(legs, indebtedAccount, 'SERVICE_FEE', serviceMinor);
    margin -= amountMinor;
  }
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', 'DEBT_RECOVERY', margin);
  const memo = `${points} points of ${payer.lotId} take over redemption lines of ${indebted.lotId}`;
  writeEntry(posting, 'DEBT_RECOVERY', legs, memo);
  posting.obligations.push({ funderId: payer.funderId, acceptorId: indebted.funderId, points, amountMinor });
}

/** Held points, the oldest hold first: the payer stands in the hold, the indebted lot's points are taken back. */
function takeOverHolds(posting: Posting, book: MemberBook, indebted: Lot, payer: Lot, points: bigint): void {
  let left = points;
  for (const hold of book.holds.values()) {
    if (hold.state !== 'OPEN') continue;
    let standIn = 0n;
    for (const held of hold.lots) {
      if (held.lotId !== indebted.lotId) continue;
      const part = fewer(left, held.points);
      held.points -= part;
      standIn += part;
      left -= part;
    }
    if (standIn === 0n) continue;
    hold.lots.push({ lotId: payer.lotId, points: standIn });
    posting.holds.add(hold);
  }
  assert(left === 0n, `the holds on lot ${indebted.lotId} are not all in the book`);
  movePoints(posting, payer, 'available', 'held', points);
  const legs: MoneyLeg[] = [];
  takeBack(posting, indebted, points, legs, 'DEBT_RECOVERY', 'held');
  writeEntry(
    posting,
    'DEBT_RECOVERY',
    legs,
    `${points} points of ${payer.lotId} take the place of ${indebted.lotId} in holds`,
  );
}

function openLinesOf(book: MemberBook, lot: Lot): RedemptionLine[] {
  const lines: RedemptionLine[] = [];
  for (const line of book.lines.values()) if (line.lotId === lot.lotId && line.points > 0n) lines.push(line);
  return lines.sort((a, b) => compare(a.redemptionId, b.redemptionId) || compare(a.lineId, b.lineId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Open debt on a lot: what returns have asked back of its spent and held points already. */
export function openDebtOn(book: MemberBook, lotId: string): bigint {
  let open = 0n;
  for (const debt of book.debts.values()) if (debt.lotId === lotId) open += debt.open;
  return open;
}

/** Opens a debt on a lot (R10). */
export function openDebt(posting: Posting, book: MemberBook, lot: Lot, points: bigint): void {
  const debt: Debt = {
    debtId: posting.newId(),
    memberId: book.memberId,
    lotId: lot.lotId,
    returnTransactionId: posting.transactionId,
    points,
    open: points,
  };
  book.debts.set(debt.debtId, debt);
  posting.debts.add(debt);
  walletChange(posting, book.memberId).arrears += points;
}

function settle(posting: Posting, debt: Debt, payer: Lot, points: bigint): void {
  debt.open -= points;
  posting.repayments.push({ debtId: debt.debtId, lotId: payer.lotId, points });
  posting.debts.add(debt);
  walletChange(posting, debt.memberId).arrears -= points;
}
