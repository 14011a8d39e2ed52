// What becomes of each net of a window (settlement.md 5.1): one item per partner and currency.
//
//   CALCULATED -> ZERO | CARRIED_FORWARD | APPROVED     when the window is finalised
//   APPROVED -> INSTRUCTED                              released by two persons; or CARRIED_FORWARD when the window is aborted
//   INSTRUCTED -> SETTLED | FAILED                      the bank's word; FAILED -> INSTRUCTED with the next attempt
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

/** How a payment is booked: PARTNER against the bank (settlement.md 4). `amountMinor` above zero was paid to the partner. */
export function paymentLegs(partnerId: string, amountMinor: bigint): MoneyLeg[] {
  const partner: MoneyLeg = { account: partnerAccount(partnerId), component: 'SETTLEMENT', amountMinor: -amountMinor };
  const bank: MoneyLeg = { account: 'OP:BANK', component: 'SETTLEMENT', amountMinor };
  return amountMinor > 0n ? [partner, bank] : [bank, partner];
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
