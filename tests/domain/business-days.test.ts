import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  type BusinessCalendar,
  businessCalendar,
  businessDaysBetween,
  closeDateOf,
  cycleDates,
  intersection,
  isBusinessDay,
} from '../../subgraphs/ledger/domain/business-days.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

function calendar(name: string): BusinessCalendar {
  const read = businessCalendar(name);
  if (read === null) throw new Error(`${name} is no calendar`);
  return read;
}
const TARGET = calendar('TARGET');

describe('the TARGET calendar', () => {
  // Good Friday and Easter Monday as the ECB publishes them.
  it.each([
    ['2024-03-29', '2024-04-01'],
    ['2025-04-18', '2025-04-21'],
    ['2026-04-03', '2026-04-06'],
    ['2027-03-26', '2027-03-29'],
    ['2028-04-14', '2028-04-17'],
    ['2000-04-21', '2000-04-24'], // a century that is a leap year
    ['2038-04-23', '2038-04-26'], // the latest Easter there is
    ['2285-03-20', '2285-03-23'], // the earliest
  ])('is closed on Good Friday %s and Easter Monday %s, open on the days around them', (friday, monday) => {
    expect(isBusinessDay(friday, TARGET)).toBe(false);
    expect(isBusinessDay(monday, TARGET)).toBe(false);
    expect(addBusinessDays(friday, -1, TARGET)).toBe(
      new Date(Date.parse(friday) - 86_400_000).toISOString().slice(0, 10),
    );
    expect(addBusinessDays(friday, 1, TARGET)).toBe(
      new Date(Date.parse(monday) + 86_400_000).toISOString().slice(0, 10),
    );
  });

  it('is closed on six holidays and on weekends, and open otherwise, in a whole year', () => {
    const closed: string[] = [];
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      const weekend = [0, 6].includes(new Date(day).getUTCDay());
      if (weekend) expect(isBusinessDay(date, TARGET)).toBe(false);
      else if (!isBusinessDay(date, TARGET)) closed.push(date);
    }
    expect(closed).toEqual(['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25']); // 26 Dec is a Saturday
  });

  it.each([
    ['2026-09-30', 8, '2026-10-12'],
    ['2026-10-31', 2, '2026-11-03'],
    ['2026-12-23', 3, '2026-12-29'],
    ['2027-03-25', 1, '2027-03-30'],
    ['2026-04-30', 1, '2026-05-04'],
    ['2026-12-31', 1, '2027-01-04'],
    ['2027-03-30', -1, '2027-03-25'],
    ['2026-12-25', 0, '2026-12-28'],
    ['2026-12-28', 0, '2026-12-28'],
  ])('counts from %s %d business days to %s (settlement.md 5.3)', (from, count, result) => {
    expect(addBusinessDays(from, count, TARGET)).toBe(result);
  });

  it.skipIf(!haveSettlementExample)('counts as the worked example does (vectors.businessDays)', () => {
    const { vectors } = settlementExample<{
      vectors: { businessDays: { from: string; add: number; result: string }[] };
    }>();
    expect(vectors.businessDays.length).toBeGreaterThan(0);
    for (const { from, add, result } of vectors.businessDays) expect(addBusinessDays(from, add, TARGET)).toBe(result);
  });
});

describe('other calendars', () => {
  it.each([
    ['WEEKENDS', '2026-12-24', 2, '2026-12-28'], // Christmas is no weekend
    ['WEEKLY:5', '2026-10-01', 1, '2026-10-03'], // Thursday, Friday closed, Saturday
    ['WEEKLY:5', '2026-10-02', 7, '2026-10-10'],
    ['WEEKLY:5,6', '2026-10-01', 1, '2026-10-04'], // the week begins on Sunday
    ['WEEKLY:7', '2026-10-03', 1, '2026-10-05'],
    ['TARGET+WEEKLY:5', '2026-10-01', 1, '2026-10-05'], // Fri, Sat and Sun are closed
    ['TARGET+WEEKLY:5,6', '2026-04-30', 1, '2026-05-04'],
    ['WEEKLY:5+WEEKENDS', '2026-10-01', 2, '2026-10-06'],
  ])('%s counts from %s %d business days to %s', (name, from, count, result) => {
    expect(addBusinessDays(from, count, calendar(name))).toBe(result);
  });

  it.each([
    '',
    'target',
    'TARGET2',
    'WEEKLY',
    'WEEKLY:',
    'WEEKLY:0',
    'WEEKLY:8',
    'WEEKLY:5,',
    'WEEKLY:5;6',
    'TARGET+',
    'WEEKLY:1,2,3,4,5,6,7',
    'TARGET+WEEKLY:1,2,3,4,5', // never open
  ])('%j is none', (name) => {
    expect(businessCalendar(name)).toBeNull();
  });

  it('meet where both are open', () => {
    const fridays = calendar('WEEKLY:5');
    expect(intersection(TARGET, TARGET)).toBe(TARGET);
    expect(intersection(calendar('WEEKLY:1,2,3'), calendar('WEEKLY:4,5,6,7'))).toBeNull();
    const both = intersection(TARGET, fridays)!;
    expect(both.name).toBe('TARGET+WEEKLY:5');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        expect(both.isOpen(day)).toBe(TARGET.isOpen(day) && fridays.isOpen(day));
      }),
    );
  });
});

const anyCalendar = fc.constantFrom('TARGET', 'WEEKENDS', 'WEEKLY:5', 'WEEKLY:5,6', 'TARGET+WEEKLY:5').map(calendar);
const anyDate = fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

describe('counting business days', () => {
  it('always ends on one, further on for more, and the way back is as long', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, fc.integer({ min: 1, max: 60 }), (open, date, count) => {
        const after = addBusinessDays(date, count, open);
        expect(isBusinessDay(after, open)).toBe(true);
        expect(after > date).toBe(true);
        expect(addBusinessDays(date, count + 1, open) > after).toBe(true);
        expect(businessDaysBetween(date, after, open)).toBe(count);
        expect(addBusinessDays(addBusinessDays(after, count, open), -count, open)).toBe(after);
      }),
    );
  });

  it('is the same in one go and in two', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyDate,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (open, date, a, b) => {
          expect(addBusinessDays(addBusinessDays(date, a, open), b, open)).toBe(addBusinessDays(date, a + b, open));
        },
      ),
    );
  });

  it('gives an age of nothing to what is of today, and of less than nothing to what is to come', () => {
    expect(businessDaysBetween('2026-10-02', '2026-10-02', TARGET)).toBe(0);
    expect(businessDaysBetween('2026-10-02', '2026-10-05', TARGET)).toBe(1);
    expect(businessDaysBetween('2026-10-05', '2026-10-02', TARGET)).toBe(-1);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '30.09.2026', ''])('refuses %j, which is no date', (date) => {
    expect(() => isBusinessDay(date, TARGET)).toThrow('is no date');
  });
});

describe('the dates of a cycle', () => {
  it.skipIf(!haveSettlementExample)('are those of the worked example (expected.windowDates)', () => {
    const { inputs, expected } = settlementExample<{
      inputs: {
        programme: { timeZone: string };
        windows: { id: string; closeAt: string; closeDate: string }[];
        cycle: { adviceBusinessDays: number; disputeBusinessDays: number; valueBusinessDays: number; calendar: string };
      };
      expected: { windowDates: Record<string, object> };
    }>();
    for (const { id, closeAt, closeDate } of inputs.windows) {
      const close = closeDateOf(new Date(closeAt), inputs.programme.timeZone);
      expect(close).toBe(closeDate);
      expect(cycleDates(close, inputs.cycle, calendar(inputs.cycle.calendar))).toEqual(expected.windowDates[id]);
    }
  });

  it.each([
    ['2026-09-30T22:00:00Z', 'Europe/Berlin', '2026-09-30'], // midnight, summer time
    ['2026-10-31T23:00:00Z', 'Europe/Berlin', '2026-10-31'], // midnight, winter time
    ['2026-09-30T22:00:00.001Z', 'Europe/Berlin', '2026-10-01'],
    ['2026-09-30T10:00:00Z', 'Europe/Berlin', '2026-09-30'], // closed by hand at noon
    ['2026-09-30T20:30:00Z', 'Asia/Tehran', '2026-09-30'],
    ['2026-10-01T00:00:00Z', 'UTC', '2026-09-30'],
  ])('begin at the date that a close at %s ends in %s: %s', (closedAt, zone, date) => {
    expect(closeDateOf(new Date(closedAt), zone)).toBe(date);
  });

  it('refuse a time zone that there is not', () => {
    expect(() => closeDateOf(new Date(0), 'Europe/Atlantis')).toThrow('no time zone');
  });
});
