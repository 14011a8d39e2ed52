/**
 * Who pays for a promotion's points, and how many of them its budget still allows.
 *
 * Points, not money, are split over the funders by largest remainder in the order in which they stand (settlement 2.4, R3). What a funder's
 * part costs is its price per point, rounded half up once (R1). The budget that is left decides exactly: the last purchase gets as many
 * points as every funder can still pay for, and then there is nothing left.
 */
import { allocateByLargestRemainder, divideHalfUp } from '../../../shared/rounding.ts';
import type { FundingPart, RuleBudget } from './rule-terms.ts';

/** What a promotion has given so far. */
export interface BudgetSpent {
  readonly points: bigint;
  /** Minor units by funder. */
  readonly money: ReadonlyMap<string, bigint>;
}

export const NOTHING_SPENT: BudgetSpent = { points: 0n, money: new Map() };

/** A funder's part of a promotion's points in one purchase. */
export interface FundedPart {
  readonly funderId: string;
  readonly points: bigint;
  /** At the funder's price, minor units of the programme's currency. */
  readonly moneyMinor: bigint;
}

/** Prices of a programme: micros per point by funder, null for one without a contract in force; digits of the currency. */
export interface Prices {
  readonly priceMicros: (funderId: string) => bigint | null;
  readonly exponent: number;
}

/** What points cost at a price: R1. */
export function costOfPoints(points: bigint, priceMicros: bigint, exponent: number): bigint {
  return divideHalfUp(points * priceMicros, 10n ** BigInt(6 - exponent));
}

/** Splits points over funders; a funder whose part comes to no point is left out. Null when one of them has no contract in force. */
export function splitOverFunders(points: bigint, funding: readonly FundingPart[], prices: Prices): FundedPart[] | null {
  const shares = allocateByLargestRemainder(
    points,
    funding.map(({ basisPoints }) => basisPoints),
  );
  const parts: FundedPart[] = [];
  for (const [index, { funderId }] of funding.entries()) {
    const price = prices.priceMicros(funderId);
    if (price === null) return null;
    const share = shares[index]!;
    if (share > 0n) parts.push({ funderId, points: share, moneyMinor: costOfPoints(share, price, prices.exponent) });
  }
  return parts;
}

/** The most points, at most `points`, that the budget still pays for, none once one of its funders is done; their split comes from `splitOverFunders`. */
export function pointsWithinBudget(
  points: bigint,
  funding: readonly FundingPart[],
  prices: Prices,
  budget: RuleBudget,
  spent: BudgetSpent,
): bigint {
  let most = points;
  if (budget.points !== null) {
    const left = budget.points - spent.points;
    if (left <= 0n) return 0n;
    if (left < most) most = left;
  }
  if (budget.money.length === 0) return most;
  // A funder that cannot pay for one more point ends the promotion, also where a purchase so small would ask nothing of it.
  for (const { funderId, amountMinor } of budget.money) {
    const left = amountMinor - (spent.money.get(funderId) ?? 0n);
    if (left <= 0n || left < costOfPoints(1n, prices.priceMicros(funderId) ?? 0n, prices.exponent)) return 0n;
  }
  const fits = (asked: bigint): boolean => {
    const parts = splitOverFunders(asked, funding, prices) ?? [];
    return budget.money.every(({ funderId, amountMinor }) => {
      const part = parts.find((one) => one.funderId === funderId);
      return part === undefined || (spent.money.get(funderId) ?? 0n) + part.moneyMinor <= amountMinor;
    });
  };
  if (fits(most)) return most;
  let [low, high] = [0n, most];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
