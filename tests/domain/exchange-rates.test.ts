import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertNet, type PlainRate, rateProblem, rateText } from '../../subgraphs/ledger/domain/exchange-rates.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

function fixed(rate: string, quote = 'GBP'): PlainRate {
  return { base: 'EUR', quote, rate };
}

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

describe('a net is converted once, half up to the digits of the other currency', () => {
  it.each<[bigint, string, string, bigint]>([
    [33810n, '0.86520', 'GBP', 29252n],
    [-12345n, '0.86520', 'GBP', -10681n],
    [10000n, '163.47', 'JPY', 16347n],
    [33810n, '0.4345', 'BHD', 146904n],
    [1n, '0.5', 'GBP', 1n],
    [-1n, '0.5', 'GBP', -1n],
    [1n, '0.49', 'GBP', 0n],
    [0n, '163.47', 'JPY', 0n],
    [9_007_199_254_740_991n, '1', 'USD', 9_007_199_254_740_991n],
  ])('%s cents at %s %s are %s', (minor, rate, currency, expected) => {
    expect(convertNet(eur(minor), fixed(rate, currency))).toEqual({ minor: expected, currency });
  });

  it('the same for what is paid and what is collected, and never a unit further off than half of one', () => {
    const rates = fc
      .tuple(fc.nat(9999), fc.integer({ min: 1, max: 99_999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(5, '0')}`);
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n), rates, fc.constantFrom('GBP', 'JPY', 'BHD'), (minor, rate, quote) => {
        const paid = convertNet(eur(minor), fixed(rate, quote)).minor;
        expect(convertNet(eur(-minor), fixed(rate, quote)).minor).toBe(-paid);
        const scale = { GBP: 10n ** 5n, JPY: 10n ** 7n, BHD: 10n ** 4n }[quote]!;
        const off = paid * scale - minor * BigInt(rate.replace('.', ''));
        expect(2n * (off < 0n ? -off : off) <= scale).toBe(true);
      }),
    );
  });

  it('throws for a net in another currency, and for a rate that is none', () => {
    expect(() => convertNet({ minor: 1n, currency: 'USD' }, fixed('1'))).toThrow('Broken promise');
    expect(() => convertNet(eur(1n), fixed('0,86'))).toThrow('Broken promise');
  });
});

it.each([
  ['0.86520', 'GBP', null],
  ['163', 'JPY', null],
  ['0', 'GBP', 'NOT_A_RATE'],
  ['0.000', 'GBP', 'NOT_A_RATE'],
  ['-1', 'GBP', 'NOT_A_RATE'],
  ['1e3', 'GBP', 'NOT_A_RATE'],
  ['0,86', 'GBP', 'NOT_A_RATE'],
  ['', 'GBP', 'NOT_A_RATE'],
  ['1', 'XXX', 'UNKNOWN_CURRENCY'],
])('a rate of %j %s has the problem %s', (rate, quote, problem) => {
  expect(rateProblem(fixed(rate, quote))).toBe(problem);
});

describe.skipIf(!haveSettlementExample)('the vectors of the worked example', () => {
  interface Vector {
    eurMinor: number;
    rate: string;
    quoteMinorDigits: number;
    quoteMinor: number;
  }

  it('come out to the unit, rate text included', () => {
    const { fx } = settlementExample<{ vectors: { fx: Vector[] } }>().vectors;
    expect(fx.length).toBeGreaterThan(0);
    for (const { eurMinor, rate: text, quoteMinorDigits, quoteMinor } of fx) {
      const quote = quoteMinorDigits === 0 ? 'JPY' : 'GBP';
      const rate = fixed(/= (\S+) quote/.exec(text)![1]!, quote);
      expect(rateText(rate)).toBe(text.replace('quote', quote));
      expect(convertNet(eur(BigInt(eurMinor)), rate).minor).toBe(BigInt(quoteMinor));
    }
  });
});
