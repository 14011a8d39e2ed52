// Money is integer minor units with an ISO 4217 currency whose exponent is looked up, never assumed to be 2.
import { code as lookUp } from 'currency-codes';
import { divideHalfUp } from './rounding.ts';

export interface Money {
  /** Signed count of minor units: cents for EUR, yen for JPY, fils for BHD. */
  readonly minor: bigint;
  /** ISO 4217 alphabetic code. */
  readonly currency: string;
}

/** The widest amount accepted at the API, in minor units: what JSON carries exactly. */
export const MAX_MINOR = BigInt(Number.MAX_SAFE_INTEGER);

/** The most that one purchase, return or fee is about, in minor units: a hundred thousand million euros, or as many rials of a car. */
export const MOST_MINOR_AT_ONCE = 10_000_000_000_000n;

/** Codes of ISO 4217 that are no money: no currency, testing, and the precious metals and bond units. */
const NOT_MONEY = new Set(['XXX', 'XTS', 'XAU', 'XAG', 'XPT', 'XPD', 'XBA', 'XBB', 'XBC', 'XBD', 'XSU', 'XUA', 'XDR']);

const exponents = new Map<string, number | null>();

/** Digits after the point of a currency (EUR 2, JPY 0, BHD 3), or null for a code that ISO 4217 does not know as money. */
export function currencyExponent(currency: string): number | null {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    const known = /^[A-Z]{3}$/.test(currency) && !NOT_MONEY.has(currency);
    exponent = known ? (lookUp(currency)?.digits ?? null) : null;
    if (exponents.size < 1000) exponents.set(currency, exponent);
  }
  return exponent;
}

export type AmountProblem = 'UNKNOWN_CURRENCY' | 'NOT_A_DECIMAL' | 'TOO_MANY_DECIMALS' | 'TOO_LARGE';

/**
 * Reads a decimal string such as "12.50" or "-3" as minor units of `currency`.
 * A plain decimal only: no exponent, no grouping, no sign but a leading minus, no more digits than the currency has.
 */
export function parseAmount(decimal: string, currency: string): Money | AmountProblem {
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,12}))?$/.exec(decimal);
  if (!match) return 'NOT_A_DECIMAL';
  const exponent = currencyExponent(currency);
  if (exponent === null) return 'UNKNOWN_CURRENCY';
  const fraction = match[3] ?? '';
  if (fraction.length > exponent) return 'TOO_MANY_DECIMALS';
  const magnitude = BigInt(match[2]! + fraction.padEnd(exponent, '0'));
  if (magnitude > MAX_MINOR) return 'TOO_LARGE';
  return { minor: match[1] ? -magnitude : magnitude, currency };
}

/** Writes minor units as a plain decimal with exactly the currency's digits: 1250 EUR is "12.50", 1250 JPY is "1250". */
export function formatAmount(minor: bigint, currency: string): string {
  const exponent = currencyExponent(currency) ?? 2;
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * Price of points in minor units (settlement rule R1): `points x micros / 10^(6 - exponent)`, half away from zero.
 * `micros` is millionths of the currency unit per point: 8500 is EUR 0.0085.
 */
export function priceOfPoints(points: bigint, micros: bigint, exponent: number): bigint {
  return divideHalfUp(points * micros, 10n ** BigInt(6 - exponent));
}
