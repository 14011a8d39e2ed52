// Points are given or taken with a reason and two persons: goodwill, a correction.
//
//   credit    as an earn (earn.ts): a lot of its own, funded by a partner or the operator, component ADJUSTMENT
//   debit     as taking back available points (reverse-earn.ts), in spending order or from named lots; never a debt
//
// The money entry is an ADJUSTMENT, its components those of issuance and its reversal. The reversal of a debit gives the same points back to
// the same lots for the same money: what it was must come from the record of the debit.
import type { Lot, MemberBook, MoneyLeg } from '../book.ts';
import { addLeg, funderAccount, lotOf, movePoints, type Posting, writeEntry } from '../posting.ts';
import type { ContractTerms } from '../terms.ts';
import { type Earned, earn } from './earn.ts';
import { giveGrace } from './grace.ts';
import { type LotCost, refundedService, reserveLeft } from './lot-money.ts';
import { repayDebts } from './repay-debts.ts';
import { allocate, usableLots } from './spending-order.ts';
import { takeBack } from './take-back.ts';

/** Gives points. `contract` is the funder's; null is the operator. */
export function creditAdjustment(
  posting: Posting,
  book: MemberBook,
  facts: { funderId: string; contract: ContractTerms | null; points: bigint; expiresOn: string | null },
): Earned {
  const { funderId, contract, points, expiresOn } = facts;
  const components = [{ component: 'ADJUSTMENT', funderId, contract, points, expiresOn }];
  return earn(posting, book, { issuerId: funderId, type: 'ADJUSTMENT', components, pending: null });
}

/** What a debit took from a lot, and what it was worth: keep it, a reversal needs it. */
export interface Taken extends LotCost {
  readonly lotId: string;
  readonly points: bigint;
}

/** Takes points, from `lotIds` in that order or else in spending order; refuses when there are fewer. */
export function debitAdjustment(
  posting: Posting,
  book: MemberBook,
  facts: { points: bigint; lotIds?: readonly string[] },
): { taken: readonly Taken[] } | 'INSUFFICIENT_POINTS' {
  const lots: readonly Lot[] =
    facts.lotIds?.map((lotId) => lotOf(book, lotId)) ??
    usableLots(book, posting.terms.programme.spendingOrder, posting.businessDate, facts.points);
  const allocation = allocate(lots, facts.points);
  if (allocation === null) return 'INSUFFICIENT_POINTS';
  const legs: MoneyLeg[] = [];
  const taken: Taken[] = [];
  for (const { lot, points } of allocation) {
    const credit = takeBack(posting, lot, points, legs, 'ISSUANCE_REVERSAL');
    taken.push({ lotId: lot.lotId, points, ...credit });
  }
  writeEntry(posting, 'ADJUSTMENT', legs);
  return { taken };
}

/** Undoes a debit. Lapsed lots live again for the days of grace; then debts are repaid. */
export function restoreDebit(
  posting: Posting,
  book: MemberBook,
  facts: { taken: readonly Taken[] },
): { points: bigint; repaid: bigint } {
  const legs: MoneyLeg[] = [];
  let restored = 0n;
  for (const { lotId, points, reserveMinor, serviceMinor } of facts.taken) {
    const lot = lotOf(book, lotId);
    const reserveBefore = reserveLeft(lot);
    movePoints(posting, lot, 'reversed', 'available', points);
    lot.reserveRefundableMinor += reserveMinor;
    lot.serviceRefundableMinor += serviceMinor;
    const refilledMinor = reserveLeft(lot) - reserveBefore;
    const chargedService = refundedService(posting, lot, serviceMinor);
    const component = lot.fundingModel === 'OPERATOR_POOL' ? 'ISSUANCE' : 'SERVICE_FEE';
    addLeg(legs, funderAccount(lot.funderId), component, -(reserveMinor + chargedService));
    addLeg(legs, 'OP:RESERVE', component, refilledMinor);
    addLeg(legs, 'OP:REV_SERVICE', component, chargedService);
    addLeg(legs, 'OP:REV_REDEMPTION_MARGIN', component, reserveMinor - refilledMinor);
    giveGrace(posting, lot);
    restored += points;
  }
  writeEntry(posting, 'ADJUSTMENT', legs);
  return { points: restored, repaid: repayDebts(posting, book) };
}
