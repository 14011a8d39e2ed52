// What becomes of each net of a window (settlement.md 5.1): one item per partner and currency.
//
//   CALCULATED -> ZERO | CARRIED_FORWARD | APPROVED     when the window is finalised
//   APPROVED -> INSTRUCTED                              released by two persons; or CARRIED_FORWARD when the window is aborted
//   INSTRUCTED -> SETTLED | FAILED                      the bank's word; FAILED -> INSTRUCTED with the next attempt
//   SETTLED -> RETURNED                                 the bank's word: the money came back after it was booked. Its window is SETTLING again
//   RETURNED | FAILED -> INSTRUCTED | CARRIED_FORWARD   sent again; or taken into the open window by two persons, to be netted there
//   INSTRUCTED -> OVERDUE -> SETTLED | DEFAULTED        a collection whose due date has passed; a default is covered by the collateral
//
// A partner that defaults leaves the others' amounts as they are (settlement.md 5.4): its collateral pays, then the operator.
import type { MoneyLeg } from './book.ts';
import { partnerAccount, type SettlementAction } from './netting.ts';

export type ItemState =
  | 'CALCULATED'
  | 'ZERO'
  | 'CARRIED_FORWARD'
  | 'APPROVED'
  | 'INSTRUCTED'
  | 'SETTLED'
  | 'FAILED'
  | 'RETURNED'
  | 'OVERDUE'
  | 'DEFAULTED';

/** Nothing more happens to an item in one of these. */
const DONE: ReadonlySet<ItemState> = new Set(['ZERO', 'CARRIED_FORWARD', 'SETTLED', 'DEFAULTED']);

/** Whether a window is settled: all its items are done. */
export function allDone(items: readonly { readonly state: ItemState }[]): boolean {
  return items.every(({ state }) => DONE.has(state));
}

/** What an item becomes when its window is finalised. */
export function stateWhenFinal(action: SettlementAction): 'ZERO' | 'CARRIED_FORWARD' | 'APPROVED' {
  if (action === 'NONE') return 'ZERO';
  return action === 'CARRY_FORWARD' ? 'CARRIED_FORWARD' : 'APPROVED';
}

/**
 * How a payment is booked: PARTNER against the bank (settlement.md 4). `amountMinor` above zero was paid to the partner. `bookedMinor` is what the bank
 * moved for a payment in another currency (settlement.md 2.9): the partner has been paid its net, the difference is the operator's. Both in the programme's
 * currency and of one sign.
 */
export function paymentLegs(partnerId: string, amountMinor: bigint, bookedMinor = amountMinor): MoneyLeg[] {
  const partner: MoneyLeg = { account: partnerAccount(partnerId), component: 'SETTLEMENT', amountMinor: -amountMinor };
  const bank: MoneyLeg = { account: 'OP:BANK', component: 'SETTLEMENT', amountMinor: bookedMinor };
  return [...(amountMinor > 0n ? [partner, bank] : [bank, partner]), ...differenceLegs(amountMinor - bookedMinor)];
}

/** A payment that came back: the payment taken back, as if it had never been, but for what the bank made of it on the two ways. */
export function returnLegs(partnerId: string, amountMinor: bigint, returnedMinor = amountMinor): MoneyLeg[] {
  return paymentLegs(partnerId, -amountMinor, -returnedMinor);
}

/** What the bank moved beyond the net, known later than the payment: the bank against the operator's difference. */
export function exchangeLegs(amountMinor: bigint, bookedMinor: bigint): MoneyLeg[] {
  const differenceMinor = amountMinor - bookedMinor;
  const bank: MoneyLeg = { account: 'OP:BANK', component: 'SETTLEMENT', amountMinor: -differenceMinor };
  return differenceMinor === 0n ? [] : [bank, ...differenceLegs(differenceMinor)];
}

/** Above zero the operator gained by the bank's rate. */
function differenceLegs(amountMinor: bigint): MoneyLeg[] {
  return amountMinor === 0n ? [] : [{ account: 'OP:FX_DIFF', component: 'SETTLEMENT', amountMinor }];
}

/** What could not be paid leaves its window unpaid: whoever was to have it, or to give it, waits on an account of its own... */
export function carryOutLegs(partnerId: string, amountMinor: bigint): MoneyLeg[] {
  return unpaidLegs(partnerId, -amountMinor, 'SETTLEMENT');
}

/** ...for the open window, in the same moment. */
export function carryInLegs(partnerId: string, amountMinor: bigint): MoneyLeg[] {
  return unpaidLegs(partnerId, amountMinor, 'REINCLUSION');
}

function unpaidLegs(partnerId: string, amountMinor: bigint, component: 'SETTLEMENT' | 'REINCLUSION'): MoneyLeg[] {
  return [
    { account: 'OP:UNPAID', component, amountMinor: -amountMinor },
    { account: partnerAccount(partnerId), component, amountMinor },
  ];
}

export interface Cover {
  readonly collateralMinor: bigint;
  readonly operatorMinor: bigint;
}

/** Who pays what a partner does not: its collateral as far as it goes, then the operator's own funds. `owedMinor` > 0. */
export function coverOf(owedMinor: bigint, collateralLeftMinor: bigint): Cover {
  const left = collateralLeftMinor < 0n ? 0n : collateralLeftMinor;
  const collateralMinor = left < owedMinor ? left : owedMinor;
  return { collateralMinor, operatorMinor: owedMinor - collateralMinor };
}

/** A default: the partner's debt of the window is taken over by those who cover it. */
export function defaultLegs(partnerId: string, cover: Cover): MoneyLeg[] {
  return coverLegs(partnerId, cover, 'SETTLEMENT');
}

/** A default taken back into settlement: the partner owes again, whoever covered it is owed. In the open window. */
export function reinclusionLegs(partnerId: string, { collateralMinor, operatorMinor }: Cover): MoneyLeg[] {
  return coverLegs(partnerId, { collateralMinor: -collateralMinor, operatorMinor: -operatorMinor }, 'REINCLUSION');
}

/** What a partner brings along: `amountMinor` above zero the operator owes it. In the open window. */
export function openingLegs(partnerId: string, amountMinor: bigint): MoneyLeg[] {
  const component = 'OPENING_BALANCE';
  const partner: MoneyLeg = { account: partnerAccount(partnerId), component, amountMinor };
  const opening: MoneyLeg = { account: 'OP:OPENING_BALANCE', component, amountMinor: -amountMinor };
  return amountMinor > 0n ? [opening, partner] : [partner, opening];
}

function coverLegs(
  partnerId: string,
  { collateralMinor, operatorMinor }: Cover,
  component: 'SETTLEMENT' | 'REINCLUSION',
): MoneyLeg[] {
  const legs: MoneyLeg[] = [
    { account: 'OP:COLLATERAL', component, amountMinor: -collateralMinor },
    { account: 'OP:WRITE_OFF', component, amountMinor: -operatorMinor },
    { account: partnerAccount(partnerId), component, amountMinor: collateralMinor + operatorMinor },
  ];
  return legs.filter(({ amountMinor }) => amountMinor !== 0n);
}
