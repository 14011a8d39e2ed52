/** Points are whole numbers in `bigint`; at the API they stay within what JSON carries exactly. */
export const MAX_POINTS = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The most points that one transaction moves, and that a price, a gift or a rule may name: a million million. Far above any purchase, also where a point is a
 * rial, and so far below `MAX_POINTS` that it takes thousands of such transactions to bring a total near what cannot be said.
 */
export const MOST_POINTS_AT_ONCE = 1_000_000_000_000n;

/** Whether `value` may be asked for at the API: 1 .. 10^12. */
export function isPositivePoints(value: bigint): boolean {
  return value > 0n && value <= MOST_POINTS_AT_ONCE;
}

/** The smaller of two counts. */
export function fewer(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
