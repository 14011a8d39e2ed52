import { describe, expect, it } from 'vitest';
import { cutOffDue, labelAt, nextCutOff } from '../../subgraphs/ledger/domain/close-schedule.ts';
import { isCloseSchedule } from '../../subgraphs/partners/domain/calendar.ts';

const at = (instant: string): Date => new Date(instant);
const text = (instant: Date | null): string | null => instant?.toISOString() ?? null;

describe('a schedule of closes', () => {
  it.each([
    ['MONTHLY', 'Europe/Berlin', '2026-09-15T10:00:00Z', '2026-09-30T22:00:00.000Z'],
    ['MONTHLY', 'Europe/Berlin', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00.000Z'], // summer time ends in it
    ['MONTHLY', 'Europe/Berlin', '2027-02-01T00:00:00Z', '2027-02-28T23:00:00.000Z'],
    ['MONTHLY', 'Europe/Berlin', '2028-02-01T00:00:00Z', '2028-02-29T23:00:00.000Z'],
    ['MONTHLY', 'Pacific/Auckland', '2026-12-31T10:59:59.999Z', '2026-12-31T11:00:00.000Z'],
    ['MONTHLY:15', 'UTC', '2026-09-16T00:00:00Z', '2026-10-16T00:00:00.000Z'],
    ['DAILY', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00.000Z'], // a day of 23 hours
    ['DAILY', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00.000Z'], // and one of 25
    ['DAILY', 'America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T04:00:00.000Z'], // clocks jump over midnight: the day begins at one
    ['WEEKLY:4', 'Asia/Dubai', '2026-09-24T20:00:00Z', '2026-10-01T20:00:00.000Z'], // closes with Thursday, before a Friday holiday
    ['WEEKLY:7', 'UTC', '2026-12-31T12:00:00Z', '2027-01-04T00:00:00.000Z'],
  ])('%s in %s after %s is %s', (schedule, zone, after, next) => {
    expect(isCloseSchedule(schedule)).toBe(true);
    expect(text(nextCutOff(schedule, at(after), zone))).toBe(next);
  });

  it('is due from its instant on, and a window that was open over several ends at the last', () => {
    const opened = at('2026-09-10T08:00:00Z');
    const due = (now: string) => text(cutOffDue('MONTHLY', opened, at(now), 'Europe/Berlin'));
    expect(due('2026-09-30T21:59:59.999Z')).toBeNull();
    expect(due('2026-09-30T22:00:00Z')).toBe('2026-09-30T22:00:00.000Z');
    expect(due('2026-12-05T00:00:00Z')).toBe('2026-11-30T23:00:00.000Z');
    expect(cutOffDue('MANUAL', opened, at('2030-01-01T00:00:00Z'), 'UTC')).toBeNull();
  });

  it('names a window after its month or its last day', () => {
    expect(labelAt('MONTHLY', at('2026-09-30T22:00:00Z'), 'Europe/Berlin')).toBe('2026-09');
    expect(labelAt('DAILY', at('2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe('2026-10-25');
  });

  it.each(['', 'WEEKLY', 'WEEKLY:8', 'MONTHLY:0', 'MONTHLY:29', 'MONTHLY:31', 'daily', 'HOURLY'])(
    '%j is none',
    (schedule) => {
      expect(isCloseSchedule(schedule)).toBe(false);
      expect(() => nextCutOff(schedule, at('2026-01-01T00:00:00Z'), 'UTC')).toThrow('Broken promise');
    },
  );
});
