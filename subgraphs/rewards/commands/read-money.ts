// Amounts of the input as minor units. Which currency a programme counts in is for the command to say.
import type { InputCheck } from '../../serving/input-check.ts';
import { type AmountProblem, parseAmount } from '../../shared/money.ts';
import type { RefusalCode } from '../../shared/refusal.ts';

export interface MoneyGiven {
  readonly amount: string;
  readonly currency: string;
}

const REFUSALS: Readonly<Record<AmountProblem, readonly [RefusalCode, string]>> = {
  UNKNOWN_CURRENCY: ['UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.'],
  NOT_A_DECIMAL: ['INVALID_AMOUNT', 'The amount is no plain decimal such as "12.50".'],
  TOO_MANY_DECIMALS: ['INVALID_AMOUNT', 'The amount has more decimals than its currency.'],
  TOO_LARGE: ['INVALID_AMOUNT', 'The amount is too large.'],
};

/** Minor units above zero of an amount that may be left out: null then. */
export function readProgrammeMoney(
  money: MoneyGiven | null | undefined,
  check: InputCheck,
  at: readonly string[],
): bigint | null {
  if (money == null) return null;
  const parsed = parseAmount(money.amount, money.currency);
  if (typeof parsed === 'string') {
    const [code, message] = REFUSALS[parsed];
    check.require(false, code, message, at);
    return null;
  }
  check.require(parsed.minor > 0n, 'INVALID_AMOUNT', 'The amount must be above zero.', at);
  return parsed.minor;
}
