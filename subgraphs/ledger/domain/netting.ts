// What each partner is owed or owes at the end of a window: one amount each, the operator's included, summing to zero (settlement R19, R20).
//
// The journal is the operator's: a leg on PARTNER:x below zero is a debit, x owes more; above zero a credit, the operator owes x more.
//   net = opening + credits - debits       > 0 the operator pays, < 0 the partner pays, small amounts wait for the next window
//   operator's net = movement of the operator's accounts - sum of openings = - sum of the partners' nets
// SETTLEMENT legs are how a net is paid, not part of it, and are left out throughout.
//
// Order: add up the legs (`totalsOf`, or the same sums from SQL: a million legs need not be read), levy, net, compare.

import { assert } from '../../shared/assert.ts';
import { allocateByLargestRemainder, divideHalfUp } from '../../shared/rounding.ts';

export type SettlementAction = 'PAY_PARTNER' | 'COLLECT_FROM_PARTNER' | 'CARRY_FORWARD' | 'NONE';

/** A leg of the journal; `account` is PARTNER:<id> or OP:<name>, amounts are minor units of the programme currency. */
export interface NettingLeg {
  readonly account: string;
  readonly component: string;
  readonly amountMinor: bigint;
}

/** Sum of the legs of one account and component. Both amounts >= 0. */
export interface ComponentTotal {
  readonly account: string;
  readonly component: string;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
}

const PARTNER = 'PARTNER:';

/** The partner's own account in the journal. */
export function partnerAccount(partnerId: string): string {
  return PARTNER + partnerId;
}

function partnerOf(account: string): string | null {
  return account.startsWith(PARTNER) ? account.slice(PARTNER.length) : null;
}

/** Sums of `legs` by account and component, in the order in which these first occur. */
export function totalsOf(legs: Iterable<NettingLeg>): ComponentTotal[] {
  const totals = new Map<string, { account: string; component: string; creditsMinor: bigint; debitsMinor: bigint }>();
  for (const { account, component, amountMinor } of legs) {
    const key = `${account} ${component}`;
    let total = totals.get(key);
    if (total === undefined) {
      total = { account, component, creditsMinor: 0n, debitsMinor: 0n };
      totals.set(key, total);
    }
    if (amountMinor > 0n) total.creditsMinor += amountMinor;
    else total.debitsMinor -= amountMinor;
  }
  return [...totals.values()];
}

/** A partner that takes part in the window, with what it brings into it. */
export interface NettingPartner {
  readonly partnerId: string;
  /** Carried forward by the window before. */
  readonly openingMinor: bigint;
  /** Contract term: nets closer to zero than this are not paid but carried forward. 0 pays everything. */
  readonly carryForwardBelowMinor: bigint;
}

export interface NetPosition {
  readonly partnerId: string;
  readonly openingMinor: bigint;
  readonly creditsMinor: bigint;
  readonly debitsMinor: bigint;
  /** > 0: the operator pays the partner. */
  readonly netMinor: bigint;
  readonly action: SettlementAction;
  /** The part of the net that is paid or collected now; the rest, `carriedForwardMinor`, opens the next window. One of them is 0. */
  readonly settledMinor: bigint;
  readonly carriedForwardMinor: bigint;
  /** Signed sums by component, in the order in which they first occurred. They add up to credits - debits. */
  readonly byComponent: ReadonlyMap<string, bigint>;
}

export interface Netting {
  /** In the order of the partners given. */
  readonly positions: readonly NetPosition[];
  readonly operatorNetMinor: bigint;
  /** Signed movement of each of the operator's accounts in the window. */
  readonly operatorMovement: ReadonlyMap<string, bigint>;
}

/** Settlement R20: what becomes of a net amount. */
export function settlementAction(netMinor: bigint, carryForwardBelowMinor: bigint): SettlementAction {
  if (netMinor === 0n) return 'NONE';
  const magnitude = netMinor < 0n ? -netMinor : netMinor;
  if (magnitude < carryForwardBelowMinor) return 'CARRY_FORWARD';
  return netMinor > 0n ? 'PAY_PARTNER' : 'COLLECT_FROM_PARTNER';
}

/**
 * Nets a window (settlement R20). `totals` may hold several entries for one account and component; they add up.
 * Throws when the legs do not balance, or when one is on the account of a partner that is not listed: both are faults of the ledger.
 */
export function netWindow(partners: readonly NettingPartner[], totals: Iterable<ComponentTotal>): Netting {
  const tallies = new Map(
    partners.map((partner) => [
      partner.partnerId,
      { partner, creditsMinor: 0n, debitsMinor: 0n, byComponent: new Map<string, bigint>() },
    ]),
  );
  assert(tallies.size === partners.length, 'a partner is netted once');
  const operatorMovement = new Map<string, bigint>();
  for (const { account, component, creditsMinor, debitsMinor } of totals) {
    if (component === 'SETTLEMENT') continue;
    const partnerId = partnerOf(account);
    if (partnerId === null) {
      addTo(operatorMovement, account, creditsMinor - debitsMinor);
      continue;
    }
    const tally = tallies.get(partnerId);
    assert(tally !== undefined, `the window has postings of ${partnerId}, which is not netted`);
    tally.creditsMinor += creditsMinor;
    tally.debitsMinor += debitsMinor;
    addTo(tally.byComponent, component, creditsMinor - debitsMinor);
  }
  const positions = [...tallies.values()].map(({ partner, creditsMinor, debitsMinor, byComponent }) => {
    const netMinor = partner.openingMinor + creditsMinor - debitsMinor;
    const action = settlementAction(netMinor, partner.carryForwardBelowMinor);
    const carried = action === 'CARRY_FORWARD';
    return {
      partnerId: partner.partnerId,
      openingMinor: partner.openingMinor,
      creditsMinor,
      debitsMinor,
      netMinor,
      action,
      settledMinor: carried ? 0n : netMinor,
      carriedForwardMinor: carried ? netMinor : 0n,
      byComponent,
    };
  });
  const openings = sum(positions.map((position) => position.openingMinor));
  const operatorNetMinor = sum(operatorMovement.values()) - openings;
  assert(
    sum(positions.map((position) => position.netMinor)) + operatorNetMinor === 0n,
    'the nets of a window sum to zero',
  );
  return { positions, operatorNetMinor, operatorMovement };
}

/** Points that a partner funded in the window, gross: reversals are not deducted (settlement R19). */
export interface LevyBase {
  readonly partnerId: string;
  readonly points: bigint;
}

/**
 * Settlement R19: splits the programme's levy of a window over its partners by the points that they funded, ties to the one listed
 * first. One share per entry of `bases`, in order; all 0 when nobody funded points.
 */
export function levyShares(levyMinor: bigint, bases: readonly LevyBase[]): { partnerId: string; levyMinor: bigint }[] {
  const nobody = bases.every((base) => base.points === 0n);
  const shares = allocateByLargestRemainder(
    nobody ? 0n : levyMinor,
    bases.map((base) => base.points),
  );
  return bases.map(({ partnerId }, index) => ({ partnerId, levyMinor: shares[index]! }));
}

/** Journal legs of a levy: each partner with a share is debited, OP:REV_LEVY is credited. Empty when there is nothing to levy. */
export function levyLegs(
  shares: readonly { partnerId: string; levyMinor: bigint }[],
): (NettingLeg & { component: 'LEVY' })[] {
  const charged = shares.filter((share) => share.levyMinor > 0n);
  if (charged.length === 0) return [];
  return [
    ...charged.map(({ partnerId, levyMinor }) => ({
      account: partnerAccount(partnerId),
      component: 'LEVY' as const,
      amountMinor: -levyMinor,
    })),
    { account: 'OP:REV_LEVY', component: 'LEVY', amountMinor: sum(charged.map((share) => share.levyMinor)) },
  ];
}

/** Who owes whom for redemptions: the funder of the points owes their acceptor. Negative gives back what an earlier window counted. */
export interface BilateralObligation {
  readonly funderId: string;
  readonly acceptorId: string;
  readonly amountMinor: bigint;
}

/** The bilateral matrix beside the net: funder -> acceptor -> amount. Cells that come to zero are left out. */
export type BilateralMatrix = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** Adds up obligations into the bilateral matrix. Column sum - row sum of a partner is the redemption part of its net. */
export function bilateralMatrix(obligations: Iterable<BilateralObligation>): BilateralMatrix {
  const rows = new Map<string, Map<string, bigint>>();
  for (const { funderId, acceptorId, amountMinor } of obligations) {
    let row = rows.get(funderId);
    if (row === undefined) {
      row = new Map();
      rows.set(funderId, row);
    }
    addTo(row, acceptorId, amountMinor);
  }
  for (const [funderId, row] of rows) {
    for (const [acceptorId, amountMinor] of row) if (amountMinor === 0n) row.delete(acceptorId);
    if (row.size === 0) rows.delete(funderId);
  }
  return rows;
}

/** What netting spares the coalition in a window. */
export interface NettingSavings {
  /** What would change hands if every opening, credit and debit were paid for itself, and what does change hands. */
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
  readonly savedMinor: bigint;
  /** Saved of gross in hundredths of a percent, half up; 0 when nothing moved. */
  readonly savedBasisPoints: bigint;
  /** Payments: one per partner and component with money in it, against one per partner that pays or is paid. */
  readonly grossPayments: number;
  readonly netPayments: number;
}

/** Gross against net (settlement.md 1: documents stay gross, one net payment). An amount carried forward is not paid, so it is spared. */
export function nettingSavings(
  positions: readonly Omit<NetPosition, 'partnerId' | 'action' | 'netMinor' | 'carriedForwardMinor'>[],
): NettingSavings {
  let grossMinor = 0n;
  let netMinor = 0n;
  let grossPayments = 0;
  let netPayments = 0;
  for (const position of positions) {
    grossMinor += magnitudeOf(position.openingMinor) + position.creditsMinor + position.debitsMinor;
    netMinor += magnitudeOf(position.settledMinor);
    grossPayments += [position.openingMinor, ...position.byComponent.values()].filter((amount) => amount !== 0n).length;
    netPayments += position.settledMinor === 0n ? 0 : 1;
  }
  const savedMinor = grossMinor - netMinor;
  const savedBasisPoints = grossMinor === 0n ? 0n : divideHalfUp(savedMinor * 10_000n, grossMinor);
  return { grossMinor, netMinor, savedMinor, savedBasisPoints, grossPayments, netPayments };
}

function addTo(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

function magnitudeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
