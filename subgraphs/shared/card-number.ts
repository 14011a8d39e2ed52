/**
 * Card numbers that we issue: 16 digits, `9790`, eleven random ones, and a check digit after Luhn (ISO/IEC 7812-1 annex B). The
 * check digit catches every single mistyped digit and nearly every swap of neighbours, at the till and without a look-up.
 *
 * Other numbers are cards, too: partners bring their own, and what their last digit means is theirs to know. Only a number that reads
 * like one of ours must check.
 */
const PREFIX = '9790';
const RANDOM_DIGITS = 11;
const OURS = /^9790\d{12}$/;

/** A new card number; `randomInt` gives a whole number from 0 to below the bound. */
export function makeCardNumber(randomInt: (bound: number) => number): string {
  const body = PREFIX + String(randomInt(10 ** RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
  return body + luhnDigit(body);
}

/** Whether the number reads like one of ours and its check digit is wrong: it was mistyped. */
export function isMistypedCardNumber(value: string): boolean {
  return OURS.test(value) && luhnDigit(value.slice(0, -1)) !== value.slice(-1);
}

/** The check digit that goes after `body`. */
function luhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
