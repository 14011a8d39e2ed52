// Integer arithmetic with named rounding. No bare `/` touches points or money anywhere else.
import { assert } from './assert.ts';

/** Quotient rounded towards minus infinity. `divisor` > 0. */
export function divideFloor(dividend: bigint, divisor: bigint): bigint {
  assert(divisor > 0n, 'divisor must be positive');
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** Quotient rounded to the nearest integer, half away from zero (settlement rule R1). `divisor` > 0. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  assert(divisor > 0n, 'divisor must be positive');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/** Quotient rounded away from zero. `divisor` > 0. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  return dividend < 0n ? divideFloor(dividend, divisor) : -divideFloor(-dividend, divisor);
}

/**
 * Splits `total` >= 0 over `weights` >= 0 so that the parts sum to `total` exactly (settlement rule R3):
 * floor shares first, then one unit each to the largest fractions, ties to the lower index.
 * With all weights zero there is nothing to split over: `total` must then be 0.
 */
export function allocateByLargestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  assert(total >= 0n, 'total must not be negative');
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) {
    assert(total === 0n, 'cannot split over weights that are all zero');
    return weights.map(() => 0n);
  }
  const parts = weights.map((weight) => (total * weight) / sum);
  const left = Number(total - parts.reduce((a, b) => a + b, 0n));
  const byFraction = weights
    .map((weight, index) => ({ index, fraction: (total * weight) % sum }))
    .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1));
  for (const { index } of byFraction.slice(0, left)) parts[index]! += 1n;
  return parts;
}

/**
 * The part of `amount` that belongs to `taken` of `units` (settlement rule R4): half up on what is left now.
 * Taking parts one after the other, each from what the last one left, adds up to the whole in any order and split.
 */
export function takeProRata(amount: bigint, taken: bigint, units: bigint): bigint {
  assert(taken >= 0n && taken <= units, 'cannot take more units than are left');
  return units === 0n ? 0n : divideHalfUp(amount * taken, units);
}
