// Parts of inputs that several commands share, each read into integers and ids or refused with its field.
import type { InputCheck } from '../../serving/input-check.ts';
import { readIdentityValue } from '../../shared/identity-value.ts';
import { isId } from '../../shared/ids.ts';
import { type AmountProblem, currencyExponent, MOST_MINOR_AT_ONCE, parseAmount } from '../../shared/money.ts';
import { isPositivePoints, MOST_POINTS_AT_ONCE } from '../../shared/points.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { type ExchangeRate, rateProblem } from '../domain/exchange-rates.ts';
import type { MemberRef } from '../domain/requests.ts';

type Path = readonly string[];

/** What names nothing: an id that cannot be one is looked for, and refused as unknown, in its turn. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

export function readId(value: string): string {
  return isId(value) ? value.toLowerCase() : NO_ID;
}

/** A terminal, where the till says which. */
export function readTerminal(value: string | null | undefined): string | null {
  return value == null ? null : readId(value);
}

export interface MemberInput {
  readonly memberId?: string | null | undefined;
  readonly identity?: { readonly kind: string; readonly value: string } | null | undefined;
}

/** A member by exactly one of id and identity. */
export function readMember(input: MemberInput, check: InputCheck, at: Path): MemberRef {
  const { memberId, identity } = input;
  check.require((memberId == null) !== (identity == null), 'INVALID_INPUT', 'Give one of `memberId` and `identity`.', [
    ...at,
    'memberId',
  ]);
  if (identity == null) return { memberId: readId(memberId ?? '') };
  const path = [...at, 'identity', 'value'];
  const text = check.text(identity.value, path, { max: 200 });
  const { kind } = identity;
  if (kind !== 'CARD' && kind !== 'PHONE' && kind !== 'EMAIL' && kind !== 'EXTERNAL') {
    check.require(false, 'INVALID_INPUT', '`kind` is CARD, PHONE, EMAIL or EXTERNAL.', [...at, 'identity', 'kind']);
    return { memberId: NO_ID };
  }
  if (text === '') return { memberId: NO_ID };
  const reading = readIdentityValue(kind, text);
  if (reading.ok) return reading.identity;
  check.require(false, 'INVALID_INPUT', reading.reason, path);
  return { memberId: NO_ID };
}

/** Minor units of a decimal; `least` is the smallest that will do. */
export function readAmount(decimal: string, currency: string, least: bigint, check: InputCheck, at: Path): bigint {
  const money = parseAmount(decimal, currency);
  if (typeof money === 'string') {
    const [code, message] = AMOUNT_REFUSALS[money];
    check.require(false, code, message, at);
    return 0n;
  }
  check.require(
    money.minor >= least,
    'INVALID_AMOUNT',
    least > 0n ? 'The amount must be above zero.' : 'The amount must not be negative.',
    at,
  );
  return money.minor;
}

const AMOUNT_REFUSALS: Readonly<Record<AmountProblem, readonly [RefusalCode, string]>> = {
  UNKNOWN_CURRENCY: ['UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.'],
  NOT_A_DECIMAL: ['INVALID_AMOUNT', 'The amount is no plain decimal such as "12.50".'],
  TOO_MANY_DECIMALS: ['INVALID_AMOUNT', 'The amount has more decimals than its currency.'],
  TOO_LARGE: ['INVALID_AMOUNT', 'The amount is too large.'],
};

/** What one purchase, return or fee is about: above zero, up to 10^13 minor units. */
export function readMoney(
  money: { readonly amount: string; readonly currency: string },
  check: InputCheck,
  at: Path,
): { readonly amountMinor: bigint; readonly currency: string } {
  const amountMinor = readAmount(money.amount, money.currency, 1n, check, at);
  check.require(amountMinor <= MOST_MINOR_AT_ONCE, ...AMOUNT_REFUSALS.TOO_LARGE, at);
  return { amountMinor, currency: money.currency };
}

/** Rates from `base` to other currencies, each once and published by `now`. */
export function readRates(
  asked: readonly {
    readonly currency: string;
    readonly rate: string;
    readonly source: string;
    readonly quotedAt: Date;
  }[],
  base: string,
  now: Date,
  check: InputCheck,
  at: Path,
): ExchangeRate[] {
  check.require(asked.length <= MOST_RATES, 'INVALID_INPUT', `At most ${MOST_RATES} rates.`, at);
  return asked.slice(0, MOST_RATES).map(({ currency: quote, rate, source: published, quotedAt }, index) => {
    const path = (field: string): string[] => [...at, String(index), field];
    const source = check.text(published, path('source'), { max: 100 });
    // The form of a rate can be told without its currency, and comes first in the published order.
    check.require(
      rateProblem({ base, quote: base, rate }) === null,
      'INVALID_AMOUNT',
      'The rate is no plain decimal above zero, such as "163.47".',
      path('rate'),
    );
    check.require(
      currencyExponent(quote) !== null,
      'UNKNOWN_CURRENCY',
      'ISO 4217 does not know this currency.',
      path('currency'),
    );
    const first = asked.findIndex(({ currency }) => currency === quote);
    check.require(first === index, 'INVALID_INPUT', `${quote} has a rate already.`, path('currency'));
    check.require(quotedAt <= now, 'DATE_IN_FUTURE', 'Nobody has published a rate of the future.', path('quotedAt'));
    return { base, quote, rate, source, quotedAt };
  });
}

/** Far above the currencies in which the partners of one programme settle. */
const MOST_RATES = 50;

/** Points from 1 to 10^12. */
export function readPoints(points: bigint, check: InputCheck, at: Path): bigint {
  const message = `Points are a whole number from 1 to ${MOST_POINTS_AT_ONCE}.`;
  check.require(isPositivePoints(points), 'INVALID_POINTS', message, at);
  return points;
}

export function readReference(reference: string | null | undefined, check: InputCheck, at: Path): string | null {
  return reference == null ? null : check.text(reference, [...at, 'reference'], { min: 0, max: 100 });
}

export function readReason(reason: string, check: InputCheck, at: Path): string {
  return check.text(reason, [...at, 'reason'], { max: 500 });
}
