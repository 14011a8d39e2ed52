// Which days a paid membership covers, how it stands, and what is given back.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, addMonths, daysFromTo } from '../../subgraphs/members/domain/calendar.ts';
import { type PlanTerms, periodDays, refundOf, statusOn } from '../../subgraphs/members/domain/membership.ts';

const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

it.each([
  // joined, months, number: from, until
  ['2026-01-31', 1, 1, '2026-01-31', '2026-02-27'],
  ['2026-01-31', 1, 2, '2026-02-28', '2026-03-30'],
  ['2026-01-31', 1, 3, '2026-03-31', '2026-04-29'],
  ['2024-02-29', 12, 1, '2024-02-29', '2025-02-27'],
  ['2024-02-29', 12, 2, '2025-02-28', '2026-02-27'],
  ['2024-02-29', 12, 5, '2028-02-29', '2029-02-27'],
  ['2026-03-10', 12, 1, '2026-03-10', '2027-03-09'],
])('who joined on %s for %i months has period %i from %s until %s', (joined, months, number, from, until) => {
  expect(periodDays(joined, months, number)).toEqual({ from, until });
});

it('periods follow each other without a gap or an overlap, and never drift from the day of joining', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), (joined, months, number) => {
      const [one, next] = [periodDays(joined, months, number), periodDays(joined, months, number + 1)];
      expect(next.from).toBe(addDays(one.until, 1));
      expect(one.from <= one.until).toBe(true);
      expect(next.from).toBe(addMonths(joined, months * number));
    }),
  );
});

it.each([
  ['2026-03-10', 'ACTIVE'],
  ['2026-03-31', 'ACTIVE'],
  ['2026-04-01', 'GRACE'],
  ['2026-04-10', 'GRACE'],
  ['2026-04-11', 'LAPSED'],
])('paid until 31 March with ten days of grace: on %s it is %s', (on, status) => {
  expect(statusOn({ state: 'OPEN', coveredUntil: '2026-03-31' }, 10, on)).toBe(status);
});

const terms = (more: Partial<PlanTerms>): PlanTerms => ({
  periodMonths: 12,
  graceDays: 0,
  refundRule: 'PRO_RATA',
  refundDays: null,
  ...more,
});
const YEAR = { from: '2026-01-01', until: '2026-12-31' };

it.each([
  // rule, days, cancelled on: given back of 36.50
  ['NONE', null, '2025-12-01', 0n],
  ['PRO_RATA', null, '2025-12-31', 3_650n],
  ['PRO_RATA', null, '2026-01-01', 3_640n],
  ['PRO_RATA', null, '2026-12-30', 10n],
  ['PRO_RATA', null, '2026-12-31', 0n],
  ['PRO_RATA', null, '2027-06-01', 0n],
  ['FULL_WITHIN_DAYS', 14, '2026-01-14', 3_650n],
  ['FULL_WITHIN_DAYS', 14, '2026-01-15', 0n],
  ['FULL_WITHIN_DAYS', 14, '2025-12-20', 3_650n],
] as const)('%s (%s days), cancelled on %s: %s minor units come back', (refundRule, refundDays, on, refund) => {
  expect(refundOf(terms({ refundRule, refundDays }), 3_650n, YEAR, on)).toBe(refund);
});

it('what is given back is between nothing and the fee, and never grows with the days that pass', () => {
  const rule = fc.constantFrom('NONE' as const, 'PRO_RATA' as const, 'FULL_WITHIN_DAYS' as const);
  fc.assert(
    fc.property(
      ...[rule, fc.bigInt({ min: 1n, max: 10n ** 9n }), day, fc.integer({ min: 1, max: 24 }), fc.nat(800), fc.nat(800)],
      (refundRule, fee, from, months, early, more) => {
        const period = periodDays(from as string, months as number, 1);
        const plan = terms({ refundRule: refundRule as PlanTerms['refundRule'], refundDays: 30 });
        const at = (after: number) => refundOf(plan, fee as bigint, period, addDays(from as string, after));
        const [sooner, later] = [at(early as number), at((early as number) + (more as number))];
        expect(later >= 0n && later <= sooner && sooner <= (fee as bigint)).toBe(true);
        expect(daysFromTo(period.from, period.until)).toBeGreaterThan(27);
      },
    ),
  );
});
