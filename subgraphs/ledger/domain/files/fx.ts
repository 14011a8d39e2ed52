// What a partner is paid whose contract settles in another currency than the programme's (settlement.md 2.9).
//
// The final net is converted, once: not lines, not components, and currencies are never netted against each other. The rate is fixed
// when the window is FINALISED and kept as the text that its source gave, since a number would lose its digits. The partner's
// statement shows both amounts. What the bank's own execution differs by is nobody's but the operator's: OP:FX_DIFF.

import { assert } from '../../../shared/assert.ts';
import { currencyExponent, type Money } from '../../../shared/money.ts';
import { divideHalfUp } from '../../../shared/rounding.ts';

/** A rate as it was fixed. */
export interface FixedRate {
  /** One unit of this currency... */
  readonly base: string;
  /** ...is so many of that one: a plain decimal such as "0.86520", its digits as the source gave them. */
  readonly quote: string;
  readonly rate: string;
  /** Who published it, such as "ECB". */
  readonly source: string;
  readonly fixedAt: Date;
}

export type RateProblem = 'UNKNOWN_CURRENCY' | 'NOT_A_RATE';

/** Why a rate can not be used, or null. A rate is a decimal > 0 of at most 12 digits before and after the point. */
export function rateProblem(rate: Pick<FixedRate, 'base' | 'quote' | 'rate'>): RateProblem | null {
  if (currencyExponent(rate.base) === null || currencyExponent(rate.quote) === null) return 'UNKNOWN_CURRENCY';
  return /^\d{1,12}(\.\d{1,12})?$/.test(rate.rate) && /[1-9]/.test(rate.rate) ? null : 'NOT_A_RATE';
}

/** The rate as a statement shows it: "1 EUR = 0.86520 GBP". */
export function rateText({ base, quote, rate }: Pick<FixedRate, 'base' | 'quote' | 'rate'>): string {
  return `1 ${base} = ${rate} ${quote}`;
}

/**
 * A net amount in the quote currency (settlement.md 2.9): `net x rate`, half away from zero to the quote currency's digits, whatever
 * digits the two have (JPY 0, BHD 3). Throws for a net in another currency than the rate's base, and for a rate with a problem.
 */
export function convertNet(net: Money, rate: FixedRate): Money {
  assert(net.currency === rate.base, 'a net is converted by a rate from its own currency');
  assert(rateProblem(rate) === null, 'a rate that was fixed can be used');
  const [whole, fraction = ''] = rate.rate.split('.');
  const digits = BigInt(whole! + fraction);
  const baseUnits = 10n ** BigInt(currencyExponent(rate.base)! + fraction.length);
  const quoteUnits = 10n ** BigInt(currencyExponent(rate.quote)!);
  return { minor: divideHalfUp(net.minor * digits * quoteUnits, baseUnits), currency: rate.quote };
}

/**
 * What goes to OP:FX_DIFF when the bank moved another amount than was booked, both in the programme's currency and from the
 * operator's view (paid is negative): > 0 is a gain (credit), < 0 a loss (debit).
 */
export function conversionDifference(bookedMinor: bigint, executedMinor: bigint): bigint {
  return executedMinor - bookedMinor;
}
