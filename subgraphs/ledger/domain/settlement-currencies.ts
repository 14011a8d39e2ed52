// In which currency each net of a window is paid, and at which rates (settlement.md 2.9).
//
// Posting, netting and invoices are in the programme's currency. A partner whose contract names another one is paid the final net in it, at the rate
// that two persons fix when they finalise the window. What is not paid is not converted: a net that is carried forward is carried in the programme's
// currency, and so is one that comes to nothing in the other, for there is no payment of nothing. What is carried, covered by collateral or taken into
// a later window is the amount in the programme's currency, and meets the rate of the window in which it is paid.
//
// The contract in force when the window closed counts, or the partner's last one before: who has left is still paid as was agreed.

import { MAX_MINOR } from '../../shared/money.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { businessDate } from './business-calendar.ts';
import { addBusinessDays, type BusinessCalendar } from './business-days.ts';
import { convertNet, type ExchangeRate } from './exchange-rates.ts';
import type { SettlementAction } from './netting.ts';
import { lastContractAt, type Reference } from './reference.ts';

/** A rate may be two business days old on the day on which the window becomes final: sources publish on business days, and one may be missed. */
const OLDEST_RATE_BUSINESS_DAYS = 2;

export interface Net {
  readonly partnerId: string;
  readonly netMinor: bigint;
  readonly action: SettlementAction;
}

/** A net that is to be paid in another currency than the programme's. */
export interface Conversion {
  readonly partnerId: string;
  readonly currency: string;
  /** Of the net's sign, in minor units of `currency`; 0 where it comes to nothing, null while there is no rate. */
  readonly amountMinor: bigint | null;
}

/** In which currency a partner's net of a window that closed at an instant is paid. */
export function settlementCurrencyOf(reference: Reference, partnerId: string, closedAt: Date): string {
  return lastContractAt(reference, partnerId, closedAt)?.settlementCurrency ?? reference.programme.currency;
}

/** The nets of a window that are to be converted, with what they come to. Rates are from the programme's currency, at most one for each other. */
export function conversionsOf(
  reference: Reference,
  closedAt: Date,
  nets: readonly Net[],
  rates: readonly ExchangeRate[],
): Conversion[] {
  const { currency: base } = reference.programme;
  const rateOf = new Map(rates.map((rate) => [rate.quote, rate]));
  return nets.flatMap(({ partnerId, netMinor, action }) => {
    const currency = settlementCurrencyOf(reference, partnerId, closedAt);
    if (currency === base || (action !== 'PAY_PARTNER' && action !== 'COLLECT_FROM_PARTNER')) return [];
    const rate = rateOf.get(currency);
    const amountMinor = rate === undefined ? null : convertNet({ minor: netMinor, currency: base }, rate).minor;
    return [{ partnerId, currency, amountMinor }];
  });
}

/** When rates are looked at: they must be fresh on the day on which the window can become final. */
export interface RateDay {
  /** YYYY-MM-DD. */
  readonly finalOn: string;
  readonly calendar: BusinessCalendar;
  readonly timeZone: string;
}

/**
 * Why a window can not be finalised at these rates, or null. Refusals in order: INVALID_AMOUNT (a net comes to more than any payment), RATE_MISSING,
 * RATE_NOT_NEEDED, RATE_STALE.
 */
export function refuseRates(
  conversions: readonly Conversion[],
  rates: readonly ExchangeRate[],
  day: RateDay,
): Refusal | null {
  const at = (currency: string, field: string): string[] => {
    const place = rates.findIndex(({ quote }) => quote === currency);
    return ['input', 'rates', String(place), field];
  };
  const beyond = conversions.find(
    ({ amountMinor }) => amountMinor !== null && (amountMinor > MAX_MINOR || amountMinor < -MAX_MINOR),
  );
  if (beyond !== undefined)
    return refuse(
      'INVALID_AMOUNT',
      `At this rate a net comes to more ${beyond.currency} than can be paid.`,
      at(beyond.currency, 'rate'),
    );
  const needed = new Set(conversions.map(({ currency }) => currency));
  const missing = [...needed].filter((currency) => !rates.some(({ quote }) => quote === currency)).sort();
  if (missing.length > 0)
    return refuse('RATE_MISSING', `Nets of this window are paid in ${missing.join(', ')}: give a rate of each.`, [
      'input',
      'rates',
    ]);
  const idle = rates.find(({ quote }) => !needed.has(quote));
  if (idle !== undefined)
    return refuse(
      'RATE_NOT_NEEDED',
      `Nothing of this window is paid in ${idle.quote} at a rate.`,
      at(idle.quote, 'currency'),
    );
  const stale = rates.find(({ quotedAt }) => lastDayOf(quotedAt, day) < day.finalOn);
  if (stale === undefined) return null;
  return refuse(
    'RATE_STALE',
    `The rate of ${stale.quote} is good until ${lastDayOf(stale.quotedAt, day)}, and the window can be final on ${day.finalOn}: give a later one.`,
    at(stale.quote, 'quotedAt'),
  );
}

function lastDayOf(quotedAt: Date, { calendar, timeZone }: RateDay): string {
  return addBusinessDays(businessDate(quotedAt, timeZone), OLDEST_RATE_BUSINESS_DAYS, calendar);
}
