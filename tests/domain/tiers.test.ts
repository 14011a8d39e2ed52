import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideTier,
  firstStanding,
  measured,
  progressSentence,
  type QualifyingDay,
  refuseLadder,
  type Tier,
  type TierLadder,
  type TierStanding,
  tierEventOf,
  tierProgress,
} from '../../subgraphs/members/domain/tiers.ts';

const tier = (code: string, rank: number, threshold: bigint | null, lifetimePoints: bigint | null = null): Tier => ({
  code,
  rank,
  name: code[0]!.toUpperCase() + code.slice(1),
  threshold,
  lifetimePoints,
});
const TIERS = [
  tier('base', 0, 0n),
  tier('silver', 1, 500n),
  tier('gold', 2, 1_000n),
  tier('platinum', 3, 3_000n, 50_000n),
  tier('black', 4, null),
];
const YEARLY: TierLadder = { measure: 'POINTS', windowMonths: null, graceDays: 30, landing: 'ONE_DOWN', tiers: TIERS };
const ROLLING: TierLadder = { ...YEARLY, windowMonths: 12 };

const on = (day: string, points: bigint, partnerId = 'p1'): QualifyingDay => ({
  day,
  partnerId,
  points,
  spendMinor: points * 100n,
  purchases: 1,
});
const standing = (
  code: string,
  since: string,
  until: string | null,
  source: TierStanding['source'] = 'QUALIFIED',
): TierStanding => ({ tier: code, since, until, source });
const say = (quantity: bigint) => `${quantity} points`;

describe('a tier by the calendar year', () => {
  it.each([
    // before, days, day -> after
    [
      'an upgrade at once, to the highest that was reached',
      standing('base', '2026-01-01', null),
      [on('2026-03-01', 1_200n)],
      '2026-03-01',
      standing('gold', '2026-03-01', '2027-12-31'),
    ],
    [
      'one point short is not enough',
      standing('base', '2026-01-01', null),
      [on('2026-03-01', 499n)],
      '2026-03-01',
      standing('base', '2026-01-01', null),
    ],
    [
      'last year does not count',
      standing('base', '2026-01-01', null),
      [on('2025-12-31', 5_000n), on('2026-01-01', 1n)],
      '2026-01-01',
      standing('base', '2026-01-01', null),
    ],
    [
      'held to the last day, with nothing earned',
      standing('gold', '2026-03-01', '2027-12-31'),
      [],
      '2027-12-31',
      standing('gold', '2026-03-01', '2027-12-31'),
    ],
    [
      'reached again in its last year, it is prolonged to the end of the next',
      standing('gold', '2026-03-01', '2027-12-31'),
      [on('2027-05-01', 1_000n)],
      '2028-01-01',
      standing('gold', '2026-03-01', '2028-12-31'),
    ],
    [
      'held through the days of grace',
      standing('gold', '2026-03-01', '2027-12-31'),
      [on('2027-05-01', 10n)],
      '2028-01-30',
      standing('gold', '2026-03-01', '2027-12-31'),
    ],
    [
      'reached within the grace',
      standing('gold', '2026-03-01', '2027-12-31'),
      [on('2028-01-20', 1_000n)],
      '2028-01-20',
      standing('gold', '2026-03-01', '2029-12-31'),
    ],
    [
      'after the grace one down, softly',
      standing('platinum', '2026-03-01', '2027-12-31'),
      [],
      '2028-01-31',
      standing('gold', '2028-01-31', '2028-12-31'),
    ],
    [
      'and from the last step to where everybody begins',
      standing('silver', '2026-03-01', '2027-12-31'),
      [],
      '2028-01-31',
      standing('base', '2028-01-31', null),
    ],
    [
      'after the grace never below what was reached',
      standing('platinum', '2026-03-01', '2027-12-31'),
      [on('2027-07-01', 2_000n)],
      '2028-01-31',
      standing('gold', '2028-01-31', '2028-12-31'),
    ],
    [
      'an invitation for good is not lost',
      standing('black', '2026-03-01', null, 'INVITATION'),
      [],
      '2030-01-01',
      standing('black', '2026-03-01', null, 'INVITATION'),
    ],
    [
      'an invitation that ended lands on a tier that can be reached',
      standing('black', '2026-03-01', '2026-12-31', 'INVITATION'),
      [],
      '2027-01-31',
      standing('platinum', '2027-01-31', '2027-12-31'),
    ],
    [
      'a tier that the ladder no longer has is the first',
      standing('ruby', '2026-03-01', '2030-12-31'),
      [],
      '2026-06-01',
      standing('base', '2026-06-01', null),
    ],
  ])('%s', (_, before, days, day, after) => {
    expect(decideTier(YEARLY, before, days, 0n, day)).toEqual(after);
  });

  it('points ever earned keep a tier for life', () => {
    const kept = decideTier(YEARLY, standing('gold', '2026-01-01', '2026-12-31'), [], 50_000n, '2027-06-01');
    expect(kept).toEqual(standing('platinum', '2027-06-01', null, 'LIFETIME'));
    expect(decideTier(YEARLY, kept, [], 50_000n, '2040-06-01')).toEqual(kept);
  });
});

describe('a tier by the last months', () => {
  it('counts the last twelve months, their first day inclusive', () => {
    const days = [on('2025-06-15', 400n), on('2025-06-16', 300n), on('2026-06-15', 200n)];
    expect(measured(ROLLING, days, '2026-06-15')).toBe(500n);
    expect(decideTier(ROLLING, firstStanding(ROLLING, '2026-06-01'), days, 0n, '2026-06-15')).toEqual(
      standing('silver', '2026-06-15', '2027-06-15'),
    );
  });

  it('ends on the last day of a short month', () => {
    const { until } = decideTier(
      { ...ROLLING, windowMonths: 6 },
      firstStanding(ROLLING, '2026-08-31'),
      [on('2026-08-31', 600n)],
      0n,
      '2026-08-31',
    );
    expect(until).toBe('2027-02-28');
  });
});

it('measures money, visits (a day at a partner is one) and different partners', () => {
  const days = [
    on('2026-01-01', 10n, 'a'),
    on('2026-01-01', 20n, 'b'),
    on('2026-01-02', 30n, 'a'),
    { ...on('2026-01-03', -5n, 'c'), purchases: 0 },
  ];
  const of = (measure: TierLadder['measure']) => measured({ ...YEARLY, measure }, days, '2026-12-31');
  expect([of('POINTS'), of('SPEND'), of('VISITS'), of('PARTNERS')]).toEqual([55n, 5_500n, 3n, 2n]);
});

describe('progress', () => {
  it.each([
    [
      'what keeps it and what lifts it',
      standing('gold', '2026-03-01', '2027-12-31'),
      [on('2027-02-01', 680n)],
      '2027-02-01',
      '320 points more by 2027-12-31 keeps Gold; 2320 points more reaches Platinum',
    ],
    [
      'kept already',
      standing('gold', '2026-03-01', '2027-12-31'),
      [on('2027-02-01', 1_000n)],
      '2027-02-01',
      'Gold is kept beyond 2027-12-31; 2000 points more reaches Platinum',
    ],
    [
      'in the grace, by its end',
      standing('silver', '2026-03-01', '2026-12-31'),
      [on('2026-06-01', 100n), on('2027-01-02', 450n)],
      '2027-01-02',
      '50 points more by 2027-01-30 keeps Silver; 550 points more reaches Gold',
    ],
    [
      'from where everybody begins',
      standing('base', '2026-03-01', null),
      [],
      '2027-01-02',
      '500 points more reaches Silver',
    ],
    [
      'by invitation, for a time',
      standing('black', '2026-03-01', '2027-01-31', 'INVITATION'),
      [],
      '2027-01-02',
      'Black lasts until 2027-01-31',
    ],
    ['at the top', standing('black', '2026-03-01', null, 'INVITATION'), [], '2027-01-02', 'Black is the highest tier'],
  ])('%s', (_, now, days, day, sentence) => {
    expect(progressSentence(YEARLY, now, tierProgress(YEARLY, now, days, day), say)).toBe(sentence);
  });
});

describe('for any history', () => {
  const day = fc
    .integer({ min: 0, max: 1_200 })
    .map((offset) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10));
  const purchase = fc.record({
    day,
    points: fc.bigInt({ min: -300n, max: 900n }),
    partnerId: fc.constantFrom('a', 'b', 'c'),
  });
  const history = fc.array(purchase, { maxLength: 30 });
  const ladder = fc.constantFrom(YEARLY, ROLLING, { ...ROLLING, windowMonths: 3, landing: 'AS_QUALIFIED' as const });
  const summed = (purchases: readonly { day: string; points: bigint; partnerId: string }[]): QualifyingDay[] => {
    const sums = new Map<string, QualifyingDay>();
    for (const one of purchases) {
      const key = `${one.day} ${one.partnerId}`;
      const known = sums.get(key) ?? { ...on(one.day, 0n, one.partnerId), purchases: 0 };
      sums.set(key, { ...known, points: known.points + one.points, purchases: known.purchases + 1 });
    }
    return [...sums.values()];
  };
  /** Every day of purchases decided once, in order, each from how things stood before it. */
  const play = (
    terms: TierLadder,
    purchases: readonly { day: string; points: bigint; partnerId: string }[],
  ): TierStanding[] => {
    const days = [...new Set(purchases.map((one) => one.day))].sort();
    let now = firstStanding(terms, '2025-01-01');
    return days.map((today) => {
      now = decideTier(terms, now, summed(purchases.filter((one) => one.day <= today)), 0n, today);
      return now;
    });
  };

  it('the order of the purchases of a day never matters', () => {
    fc.assert(
      fc.property(ladder, history, fc.infiniteStream(fc.nat()), (terms, purchases, keys) => {
        const shuffled = purchases
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((left, right) => left.key - right.key)
          .map(({ one }) => one);
        expect(play(terms, shuffled)).toEqual(play(terms, purchases));
      }),
    );
  });

  it('deciding a day again changes nothing', () => {
    fc.assert(
      fc.property(ladder, history, day, (terms, purchases, today) => {
        const days = summed(purchases.filter((one) => one.day <= today));
        const once = decideTier(terms, firstStanding(terms, '2025-01-01'), days, 0n, today);
        expect(decideTier(terms, once, days, 0n, today)).toEqual(once);
      }),
    );
  });

  it('a tier is never below what is reached, and never lost before its last day', () => {
    fc.assert(
      fc.property(ladder, history, (terms, purchases) => {
        const rank = ({ tier: code }: TierStanding) => TIERS.find((one) => one.code === code)!.rank;
        const days = [...new Set(purchases.map((one) => one.day))].sort();
        let before = firstStanding(terms, '2025-01-01');
        for (const [index, now] of play(terms, purchases).entries()) {
          const today = days[index]!;
          const reached = measured(terms, summed(purchases.filter((one) => one.day <= today)), today);
          for (const one of TIERS)
            if (one.threshold !== null && reached >= one.threshold) expect(rank(now)).toBeGreaterThanOrEqual(one.rank);
          if (before.until !== null && today <= before.until) expect(rank(now)).toBeGreaterThanOrEqual(rank(before));
          expect(
            tierEventOf(terms, before, now) === null || rank(now) !== rank(before) || now.until !== before.until,
          ).toBe(true);
          before = now;
        }
      }),
    );
  });
});

describe('ladders', () => {
  it.each([
    ['two of one rank', [tier('base', 0, 0n), tier('a', 1, 10n), tier('b', 1, 20n)], 'rank or code'],
    ['two of one code', [tier('base', 0, 0n), tier('a', 1, 10n), tier('a', 2, 20n)], 'rank or code'],
    ['two of one threshold', [tier('base', 0, 0n), tier('a', 1, 10n), tier('b', 2, 10n)], 'not above'],
    ['a threshold that falls', [tier('base', 0, 0n), tier('a', 1, 20n), tier('b', 2, 10n)], 'not above'],
    [
      'points ever earned that fall',
      [tier('base', 0, 0n), tier('a', 1, 10n, 100n), tier('b', 2, 20n, 50n)],
      'ever earned',
    ],
    ['none where everybody begins', [tier('a', 1, 10n)], 'first tier'],
    ['none at all', [], 'first tier'],
    ['a first one that must be reached', [tier('base', 0, 5n)], 'first tier'],
  ])('%s are refused', (_, tiers, words) => {
    expect(refuseLadder(tiers)).toContain(words);
  });

  it('ours is none of these', () => expect(refuseLadder([...TIERS].reverse())).toBeNull());
});
