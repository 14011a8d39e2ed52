import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMistypedCardNumber, makeCardNumber } from '../../subgraphs/shared/card-number.ts';
import { toAsciiDigits } from '../../subgraphs/shared/decimal-digits.ts';

const numbers = fc.integer({ min: 0, max: 10 ** 11 - 1 }).map((drawn) => makeCardNumber(() => drawn));

describe('card numbers of ours', () => {
  it('end in the Luhn digit of a number worked out by hand', () => {
    // 9790 0000 0000 001x: doubled from the right 2 0 0 0 0 0 0 0 | 0 18->9 7 18->9, in all 2+0+9+7+9 = 27, so x = 3.
    expect(makeCardNumber(() => 1)).toBe('9790000000000013');
  });

  it('any one digit mistyped is noticed', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 4, max: 15 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const digit = (Number(number[at]) + by) % 10;
        const mistyped = number.slice(0, at) + digit + number.slice(at + 1);
        return !isMistypedCardNumber(number) && isMistypedCardNumber(mistyped);
      }),
    );
  });

  it('two neighbours swapped are noticed, but for 0 and 9', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 4, max: 14 }), (number, at) => {
        const [left, right] = [number[at], number[at + 1]];
        fc.pre(left !== right && `${left}${right}` !== '09' && `${left}${right}` !== '90');
        return isMistypedCardNumber(number.slice(0, at) + right + left + number.slice(at + 2));
      }),
    );
  });

  it("others' numbers are theirs to check", () => {
    for (const value of ['DEMO0001', '4000123412341234', '97900000', 'C0216']) {
      expect(isMistypedCardNumber(value)).toBe(false);
    }
  });
});

it('digits of Persian and Arabic keyboards are digits, and nothing else changes', () => {
  expect(toAsciiDigits('۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ abc ۱۲/٫')).toBe('0123456789 0123456789 abc 12/٫');
});
