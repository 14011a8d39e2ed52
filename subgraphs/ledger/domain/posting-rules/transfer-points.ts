// Points move from one member to another: a gift, a household pool.
//
//   points    debit member:<giver>   credit member:<receiver>    one row for each lot of the receiver, which names the lot it came from
//   money     none: the reserve that stood behind the points stands behind them still
//
// Lots are taken in spending order. Each becomes a lot of the receiver with the same issuer, funder, contract version and expiry. The
// reserve moves by R5 before and after, so that the reserve account is the sum over lots as before; what a return would credit moves by
// R4, so that a full return still credits exactly the original price. Points that arrive repay the receiver's debts.
//
// The reversal gives the same points back to the same lots. R5 is a pure function of what remains of a lot, so that it can differ by a
// cent where lots were spent in between: that cent goes to OP:REV_REDEMPTION_MARGIN as an ADJUSTMENT.
import { assert } from '../../../shared/assert.ts';
import type { Lot, MemberBook, MoneyLeg } from '../book.ts';
import {
  addLeg,
  lotOf,
  noteChange,
  openLot,
  type Posting,
  pointsAccount,
  walletChange,
  writeEntry,
} from '../posting.ts';
import { giveGrace } from './grace.ts';
import { reserveLeft, takeRefundable } from './lot-money.ts';
import { repayBeforeSpending, repayDebts } from './repay-debts.ts';
import { allocate, usableLots } from './spending-order.ts';

/** Moves points between members; refuses when the giver's usable points are fewer. */
export function transferPoints(
  posting: Posting,
  giver: MemberBook,
  receiver: MemberBook,
  facts: { points: bigint },
): { lots: readonly Lot[]; repaid: bigint } | 'INSUFFICIENT_POINTS' {
  assert(giver.memberId !== receiver.memberId, 'points move between two members');
  if (repayBeforeSpending(posting, giver, facts.points) !== null) return 'INSUFFICIENT_POINTS';
  const usable = usableLots(giver, posting.terms.programme.spendingOrder, posting.businessDate, facts.points);
  const allocation = allocate(usable, facts.points);
  if (allocation === null) return 'INSUFFICIENT_POINTS';
  const lots: Lot[] = [];
  for (const { lot, points } of allocation) {
    const refundable = takeRefundable(lot, points);
    const reserveBefore = reserveLeft(lot);
    lot.available -= points;
    lot.transferred += points;
    const reserveMinor = reserveBefore - reserveLeft(lot);
    noteChange(posting, lot);
    walletChange(posting, giver.memberId).available -= points;
    const child: Lot = {
      ...lot,
      lotId: posting.newId(),
      memberId: receiver.memberId,
      parentLotId: lot.lotId,
      points,
      pending: 0n,
      available: points,
      held: 0n,
      redeemed: 0n,
      expired: 0n,
      reversed: 0n,
      transferred: 0n,
      askedBack: 0n,
      pricedPoints: points,
      reserveMinor,
      serviceMinor: refundable.serviceMinor,
      reserveRefundableMinor: refundable.reserveMinor,
      serviceRefundableMinor: refundable.serviceMinor,
      pendingUntil: null,
    };
    openLot(posting, receiver, child, pointsAccount(lot, 'available'));
    lots.push(child);
  }
  return { lots, repaid: repayDebts(posting, receiver) };
}

/**
 * Undoes a transfer: what is left of the lots it opened (`lotIds`) goes back to the lots they came from; then the giver's debts are
 * repaid. Refuses when the receiver has spent, reserved or passed on any of it.
 */
export function reverseTransfer(
  posting: Posting,
  receiver: MemberBook,
  giver: MemberBook,
  facts: { lotIds: readonly string[] },
): { points: bigint; repaid: bigint } | 'INSUFFICIENT_POINTS' {
  const children = facts.lotIds.map((lotId) => lotOf(receiver, lotId));
  if (children.some((lot) => lot.redeemed + lot.held + lot.transferred > 0n)) return 'INSUFFICIENT_POINTS';
  let moved = 0n;
  let drift = 0n;
  for (const child of children) {
    const points = child.available;
    if (points === 0n) continue;
    assert(child.parentLotId !== null, `lot ${child.lotId} came by no transfer`);
    const parent = lotOf(giver, child.parentLotId);
    const refundable = takeRefundable(child, points);
    const reserveBefore = reserveLeft(child) + reserveLeft(parent);
    child.available -= points;
    child.transferred += points;
    parent.transferred -= points;
    parent.available += points;
    parent.reserveRefundableMinor += refundable.reserveMinor;
    parent.serviceRefundableMinor += refundable.serviceMinor;
    drift += reserveLeft(child) + reserveLeft(parent) - reserveBefore;
    giveGrace(posting, parent);
    noteChange(posting, child);
    noteChange(posting, parent);
    walletChange(posting, receiver.memberId).available -= points;
    walletChange(posting, giver.memberId).available += points;
    posting.transfers.push({
      lotId: child.lotId,
      memberId: child.memberId,
      debit: pointsAccount(child, 'available'),
      credit: pointsAccount(parent, 'available'),
      points,
    });
    moved += points;
  }
  const legs: MoneyLeg[] = [];
  addLeg(legs, 'OP:RESERVE', 'ADJUSTMENT', drift);
  addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', 'ADJUSTMENT', -drift);
  writeEntry(posting, 'ADJUSTMENT', legs);
  return { points: moved, repaid: repayDebts(posting, giver) };
}
