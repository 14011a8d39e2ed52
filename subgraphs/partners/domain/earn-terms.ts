/**
 * Base earn: how many points a purchase gives under a contract.
 *
 * `earnPoints` for every `earnPerMinor` minor units spent, as one exact fraction of the whole purchase, rounded once as the
 * contract says. The points are then split over the lines by largest remainder with the line amounts as weights (settlement R3),
 * so that the lines add up to the purchase and a return of a line takes back exactly what that line gave. Rounding each
 * line by itself would lose or make points.
 */
import { assert, unreachable } from '../../shared/assert.ts';
import { allocateByLargestRemainder, divideFloor, divideHalfUp, divideUp } from '../../shared/rounding.ts';

export type EarnRounding = 'DOWN' | 'HALF_UP' | 'UP';

export interface EarnTerms {
  /** Points for every `earnPerMinor` spent, 0 or more. */
  readonly earnPoints: bigint;
  /** Minor units of the purchase currency, above zero. */
  readonly earnPerMinor: bigint;
  readonly earnRounding: EarnRounding;
}

/** Points of an amount in minor units of the purchase currency, 0 or more; a fraction is rounded once. */
export function basePointsOfAmount(amountMinor: bigint, terms: EarnTerms): bigint {
  assert(amountMinor >= 0n, 'a purchase is not negative');
  const dividend = amountMinor * terms.earnPoints;
  switch (terms.earnRounding) {
    case 'DOWN':
      return divideFloor(dividend, terms.earnPerMinor);
    case 'HALF_UP':
      return divideHalfUp(dividend, terms.earnPerMinor);
    case 'UP':
      return divideUp(dividend, terms.earnPerMinor);
    default:
      return unreachable(terms.earnRounding);
  }
}

export interface BaseEarn {
  /** Points of the whole purchase. */
  readonly points: bigint;
  /** Points of each line, in the order of the lines; they sum to `points`. */
  readonly byLine: readonly bigint[];
}

/** Base points of a purchase and of each of its lines. Line amounts are minor units, 0 or more, and make up the purchase. */
export function evaluateBaseEarn(lineAmountsMinor: readonly bigint[], terms: EarnTerms): BaseEarn {
  const amount = lineAmountsMinor.reduce((sum, line) => sum + line, 0n);
  const points = basePointsOfAmount(amount, terms);
  return { points, byLine: allocateByLargestRemainder(points, lineAmountsMinor) };
}
