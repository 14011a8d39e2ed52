import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basePointsOfAmount, type EarnRounding, evaluateBaseEarn } from '../../subgraphs/partners/domain/earn-terms.ts';

const terms = (earnPoints: bigint, earnPerMinor: bigint, earnRounding: EarnRounding) => ({
  earnPoints,
  earnPerMinor,
  earnRounding,
});

describe('base earn', () => {
  it.each([
    // spent, points per minor units, rounding, gives
    [1_999n, 1n, 100n, 'DOWN', 19n],
    [1_999n, 1n, 100n, 'HALF_UP', 20n],
    [1_949n, 1n, 100n, 'HALF_UP', 19n],
    [1_950n, 1n, 100n, 'HALF_UP', 20n],
    [1_901n, 1n, 100n, 'UP', 20n],
    [1_900n, 1n, 100n, 'UP', 19n],
    [1_999n, 3n, 200n, 'DOWN', 29n],
    [99n, 1n, 100n, 'DOWN', 0n],
    [0n, 5n, 1n, 'UP', 0n],
    [12_345n, 0n, 100n, 'UP', 0n],
  ] as const)('%d spent at %d per %d, %s, gives %d', (spent, points, per, rounding, gives) => {
    expect(basePointsOfAmount(spent, terms(points, per, rounding))).toBe(gives);
  });

  it('rounds once for the purchase, not once a line', () => {
    // Three lines of 0.50 at 1 point per 1.00: each line by itself would give nothing.
    expect(evaluateBaseEarn([50n, 50n, 50n], terms(1n, 100n, 'DOWN'))).toEqual({ points: 1n, byLine: [1n, 0n, 0n] });
  });

  it('refuses to evaluate a negative purchase', () => {
    expect(() => basePointsOfAmount(-1n, terms(1n, 100n, 'DOWN'))).toThrow('not negative');
  });

  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const anyTerms = fc.record({
    earnPoints: fc.bigInt({ min: 0n, max: 1_000n }),
    earnPerMinor: fc.bigInt({ min: 1n, max: 100_000n }),
    earnRounding: fc.constantFrom<EarnRounding>('DOWN', 'HALF_UP', 'UP'),
  });
  it('lines add up to the purchase, and no line strays a point from its exact share', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), anyTerms, (lines, rule) => {
        const total = lines.reduce((sum, line) => sum + line, 0n);
        const { points, byLine } = evaluateBaseEarn(lines, rule);
        expect(byLine.reduce((sum, line) => sum + line, 0n)).toBe(points);
        for (const [index, line] of lines.entries()) {
          const share = byLine[index]!;
          if (total === 0n) expect(share).toBe(0n);
          else expect(share * total - points * line < total && points * line - share * total < total).toBe(true);
        }
      }),
    );
  });
  it('rounding up, half up and down lie within one point, in that order', () => {
    fc.assert(
      fc.property(amount, anyTerms, (spent, rule) => {
        const [down, half, up] = (['DOWN', 'HALF_UP', 'UP'] as const).map((earnRounding) =>
          basePointsOfAmount(spent, { ...rule, earnRounding }),
        ) as [bigint, bigint, bigint];
        expect(down <= half && half <= up && up - down <= 1n).toBe(true);
        expect(down * rule.earnPerMinor <= spent * rule.earnPoints).toBe(true);
      }),
    );
  });
});
