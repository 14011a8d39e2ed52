// Rates between the programme's currency and those that partners settle in, and what a net comes to at one (settlement.md 2.9).
//
// A rate is kept as the text that its source gave, since a number would lose its digits. The final net is converted, once: not lines, not
// components, and currencies are never netted against each other.

import { assert } from '../../shared/assert.ts';
import { currencyExponent, type Money } from '../../shared/money.ts';
import { divideHalfUp } from '../../shared/rounding.ts';

/** A rate as it was given. */
export interface ExchangeRate {
  /** One unit of this currency... */
  readonly base: string;
  /** ...is so many of that one: a plain decimal such as "0.86520", its digits as the source gave them. */
  readonly quote: string;
  readonly rate: string;
  /** Who published it, such as "ECB". */
  readonly source: string;
  /** When the source published it. */
  readonly quotedAt: Date;
}

/** What is calculated with: a rate without where it comes from. */
export type PlainRate = Pick<ExchangeRate, 'base' | 'quote' | 'rate'>;

export type RateProblem = 'UNKNOWN_CURRENCY' | 'NOT_A_RATE';

/** Why a rate can not be used, or null. A rate is a decimal > 0 of at most 12 digits before and after the point. */
export function rateProblem({ base, quote, rate }: PlainRate): RateProblem | null {
  if (currencyExponent(base) === null || currencyExponent(quote) === null) return 'UNKNOWN_CURRENCY';
  return /^\d{1,12}(\.\d{1,12})?$/.test(rate) && /[1-9]/.test(rate) ? null : 'NOT_A_RATE';
}

/** The rate as a statement shows it: "1 EUR = 0.86520 GBP". */
export function rateText({ base, quote, rate }: PlainRate): string {
  return `1 ${base} = ${rate} ${quote}`;
}

/**
 * A net amount in the quote currency (settlement.md 2.9): `net x rate`, half away from zero to the quote currency's digits, whatever
 * digits the two have (JPY 0, BHD 3). Throws for a net in another currency than the rate's base, and for a rate with a problem.
 */
export function convertNet(net: Money, rate: PlainRate): Money {
  assert(net.currency === rate.base, 'a net is converted by a rate from its own currency');
  assert(rateProblem(rate) === null, 'a rate that was fixed can be used');
  const [whole, fraction = ''] = rate.rate.split('.');
  const digits = BigInt(whole! + fraction);
  const baseUnits = 10n ** BigInt(currencyExponent(rate.base)! + fraction.length);
  const quoteUnits = 10n ** BigInt(currencyExponent(rate.quote)!);
  return { minor: divideHalfUp(net.minor * digits * quoteUnits, baseUnits), currency: rate.quote };
}
