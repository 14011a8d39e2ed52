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
  const parts = new Array<bigint>(weights.length).fill(0n);
  let sum = 0n;
  let last = -1;
  let weighing = 0;
  for (let at = 0; at < weights.length; at += 1) {
    if (weights[at] === 0n) continue;
    sum += weights[at]!;
    last = at;
    weighing += 1;
  }
  if (sum === 0n) assert(total === 0n, 'cannot split over weights that are all zero');
  if (total === 0n) return parts;
  if (weighing === 1) {
    parts[last] = total;
    return parts;
  }
  let left = total;
  const fractions: { readonly at: number; readonly fraction: bigint }[] = [];
  for (let at = 0; at < weights.length; at += 1) {
    if (weights[at] === 0n) continue;
    const product = total * weights[at]!;
    const part = product / sum;
    parts[at] = part;
    left -= part;
    const fraction = product - part * sum;
    if (fraction > 0n) fractions.push({ at, fraction });
  }
  if (left === 0n) return parts;
  fractions.sort((a, b) => (a.fraction === b.fraction ? a.at - b.at : a.fraction > b.fraction ? -1 : 1));
  for (let rank = 0; rank < Number(left); rank += 1) parts[fractions[rank]!.at]! += 1n;
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
