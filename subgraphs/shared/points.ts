/** Points are whole numbers in `bigint`; at the API they stay within what JSON carries exactly. */
export const MAX_POINTS = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether `value` may be asked for at the API: 1 .. 2^53-1. */
export function isPositivePoints(value: bigint): boolean {
  return value > 0n && value <= MAX_POINTS;
}

/** The smaller of two counts. */
export function fewer(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
