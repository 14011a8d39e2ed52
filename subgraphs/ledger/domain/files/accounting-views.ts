// What accountants see in a window, beside what is settled (settlement.md 6). Pure calculations; none of it moves money.
//
//   reserve roll-forward     movements of the operator's settlement reserve by cause, from one window's closing to the next
//   contract liability       what is deferred for points that are still to be redeemed (IFRS 15.B39-B47, ASC 606-10-55-42): revenue to
//                            date is the allocated amount x redeemed to date / total expected to be redeemed, and a changed
//                            expectation is caught up at once, in the period that changes it
//   points roll-forward      the same columns in points, by issuer and vintage, with the ties to the lots
//
// The settlement reserve is not the IFRS liability: the reserve is released when points lapse, breakage is recognised over time in
// proportion to redemption. Both are reported. Which of the views an issuer books (principal or agent) is a flag of its contract and
// not decided here. Allocation is by stand-alone selling prices in whole minor units, never by rounded percentages.

import { assert } from '../../../shared/assert.ts';
import { allocateByLargestRemainder, divideHalfUp } from '../../../shared/rounding.ts';
import type { ComponentTotal } from '../netting.ts';

/** One window of the roll-forward of an account: `openingMinor` + movements = `closingMinor`. */
export interface RollForward {
  readonly window: string;
  readonly openingMinor: bigint;
  /** Signed movement by component, in the order in which they first occurred; components that moved nothing are left out. */
  readonly movements: ReadonlyMap<string, bigint>;
  readonly closingMinor: bigint;
}

/**
 * Rolls an account of the journal forward, window after window, credits > 0. For the settlement reserve the account is OP:RESERVE
 * and the last closing is the sum of what is left on all lots (settlement R5).
 */
export function rollForward(
  account: string,
  windows: readonly { readonly window: string; readonly totals: Iterable<ComponentTotal> }[],
  openingMinor = 0n,
): RollForward[] {
  let opening = openingMinor;
  return windows.map(({ window, totals }) => {
    const movements = new Map<string, bigint>();
    for (const total of totals) {
      if (total.account !== account) continue;
      const moved = total.creditsMinor - total.debitsMinor;
      movements.set(total.component, (movements.get(total.component) ?? 0n) + moved);
    }
    for (const [component, moved] of movements) if (moved === 0n) movements.delete(component);
    const closingMinor = sum(movements.values(), opening);
    const row = { window, openingMinor: opening, movements, closingMinor };
    opening = closingMinor;
    return row;
  });
}

/** What happened in a period to points that carry a contract liability. All >= 0, of this period alone. */
export interface LiabilityMovement {
  readonly period: string;
  /** Allocated to the points issued. */
  readonly considerationMinor: bigint;
  /** Taken back with points that were clawed back. */
  readonly reversalsMinor: bigint;
  /** Given back to funders for points that lapsed: it is no longer ours to recognise. */
  readonly expiryRefundsMinor: bigint;
  readonly pointsIssued: bigint;
  readonly pointsReversed: bigint;
  readonly pointsRedeemed: bigint;
  /** Redemptions taken back: these points may be redeemed again. */
  readonly pointsRestored: bigint;
  /** Share of points that will never be redeemed, in hundredths of a percent, as expected at the end of the period. */
  readonly breakageBasisPoints: bigint;
}

/** A period of the contract liability; amounts are signed so that opening + the four movements = closing. */
export interface LiabilityRow {
  readonly period: string;
  readonly openingMinor: bigint;
  readonly considerationMinor: bigint;
  readonly reversalsMinor: bigint;
  readonly expiryRefundsMinor: bigint;
  readonly revenueMinor: bigint;
  readonly closingMinor: bigint;
  /** To date, and what the revenue was computed from. */
  readonly basis: {
    readonly allocatedMinor: bigint;
    readonly netIssuedPoints: bigint;
    readonly expectedRedeemedPoints: bigint;
    readonly redeemedPoints: bigint;
    readonly revenueMinor: bigint;
  };
}

/**
 * The contract liability of an operator's pool, period after period (settlement.md 6.3, 6.4): cumulative catch-up on
 * `allocated x redeemed / expected`, expected = net issued x (1 - breakage), each rounded half up once. All points are treated as one
 * portfolio; points redeemed beyond the expectation earn no more than what was allocated.
 */
export function contractLiability(movements: readonly LiabilityMovement[]): LiabilityRow[] {
  let allocatedMinor = 0n;
  let netIssuedPoints = 0n;
  let redeemedPoints = 0n;
  let revenueMinor = 0n;
  let openingMinor = 0n;
  return movements.map((movement) => {
    assert(
      movement.breakageBasisPoints >= 0n && movement.breakageBasisPoints <= 10_000n,
      'breakage is between none and all of the points',
    );
    allocatedMinor += movement.considerationMinor - movement.reversalsMinor - movement.expiryRefundsMinor;
    netIssuedPoints += movement.pointsIssued - movement.pointsReversed;
    redeemedPoints += movement.pointsRedeemed - movement.pointsRestored;
    const expectedRedeemedPoints = divideHalfUp(netIssuedPoints * (10_000n - movement.breakageBasisPoints), 10_000n);
    const revenueToDate = revenueTo(allocatedMinor, redeemedPoints, expectedRedeemedPoints);
    const row = {
      period: movement.period,
      openingMinor,
      considerationMinor: movement.considerationMinor,
      reversalsMinor: -movement.reversalsMinor,
      expiryRefundsMinor: -movement.expiryRefundsMinor,
      revenueMinor: revenueMinor - revenueToDate,
      closingMinor: allocatedMinor - revenueToDate,
      basis: { allocatedMinor, netIssuedPoints, expectedRedeemedPoints, redeemedPoints, revenueMinor: revenueToDate },
    };
    revenueMinor = revenueToDate;
    openingMinor = row.closingMinor;
    return row;
  });
}

/** Revenue to date for `redeemed` of `expected` points (IFRS 15.B46): never more than what was allocated to them. */
export function revenueTo(allocatedMinor: bigint, redeemed: bigint, expected: bigint): bigint {
  // Nothing is expected any more: what was allocated has no obligation left against it.
  if (expected <= 0n || redeemed >= expected) return allocatedMinor;
  return divideHalfUp(allocatedMinor * redeemed, expected);
}

/**
 * Splits a transaction price over what was promised by stand-alone selling prices (IFRS 15.74, .76; settlement R3 for the last
 * units). For points that price is what they are worth times the probability that they are redeemed, in minor units.
 */
export function allocateTransactionPrice(priceMinor: bigint, standAlonePricesMinor: readonly bigint[]): bigint[] {
  return allocateByLargestRemainder(priceMinor, standAlonePricesMinor);
}

/** Points of one issuer and vintage: what was outstanding, what happened, what is outstanding. */
export interface PointsRow {
  readonly issuer: string;
  /** The period in which the points were issued. */
  readonly vintage: string;
  readonly opening: bigint;
  readonly issued: bigint;
  readonly reversed: bigint;
  readonly redeemed: bigint;
  readonly restored: bigint;
  readonly expired: bigint;
  readonly closing: bigint;
}

/** Something that happened to points of a lot. `points` > 0. */
export interface PointsMovement {
  readonly issuer: string;
  readonly vintage: string;
  readonly kind: 'ISSUED' | 'REVERSED' | 'REDEEMED' | 'RESTORED' | 'EXPIRED';
  readonly points: bigint;
}

/**
 * Rolls points forward over a period by issuer and vintage (settlement.md 6.4): the rows of the period before, in their order, then
 * new ones as they first occur. Rows that are at zero before and after, and in which nothing happened, are left out.
 * Throws when more points leave a row than it had: lots can not do that.
 */
export function pointsRollForward(before: readonly PointsRow[], movements: Iterable<PointsMovement>): PointsRow[] {
  const rows = new Map<string, { -readonly [Column in keyof PointsRow]: PointsRow[Column] }>();
  const rowOf = (issuer: string, vintage: string) => {
    const key = `${issuer.length} ${issuer} ${vintage}`;
    const row = rows.get(key) ?? {
      issuer,
      vintage,
      opening: 0n,
      issued: 0n,
      reversed: 0n,
      redeemed: 0n,
      restored: 0n,
      expired: 0n,
      closing: 0n,
    };
    rows.set(key, row);
    return row;
  };
  for (const { issuer, vintage, closing } of before) {
    const row = rowOf(issuer, vintage);
    row.opening += closing;
  }
  for (const { issuer, vintage, kind, points } of movements) {
    assert(points > 0n, 'points move in one direction, which their kind says');
    const row = rowOf(issuer, vintage);
    row[COLUMN_OF[kind]] += points;
  }
  return [...rows.values()].flatMap((row) => {
    row.closing = row.opening + row.issued + row.restored - row.reversed - row.redeemed - row.expired;
    assert(row.closing >= 0n, 'no more points leave a vintage than it had');
    const idle = row.closing === 0n && row.opening === 0n && row.issued === 0n && row.restored === 0n;
    return idle ? [] : [row];
  });
}

const COLUMN_OF = {
  ISSUED: 'issued',
  REVERSED: 'reversed',
  REDEEMED: 'redeemed',
  RESTORED: 'restored',
  EXPIRED: 'expired',
} as const satisfies Record<PointsMovement['kind'], keyof PointsRow>;

/** How a closing stands against what the lots say; the two are equal unless something is wrong with the books. */
export interface TieOut {
  readonly closing: bigint;
  readonly lots: bigint;
  readonly ties: boolean;
}

/** Ties a closing to the sum over lots: of their remaining points, or of what is left of their reserves (settlement.md 6.4). */
export function tieOut(closing: bigint, ofLots: Iterable<bigint>): TieOut {
  const lots = sum(ofLots);
  return { closing, lots, ties: closing === lots };
}

function sum(amounts: Iterable<bigint>, start = 0n): bigint {
  let total = start;
  for (const amount of amounts) total += amount;
  return total;
}
