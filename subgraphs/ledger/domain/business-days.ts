// On which days money can move, and the dates of a settlement cycle counted in such days (settlement.md 5.3).
//
// A calendar is written as a short text in the programme's and partners' terms, and parts joined by + must all be open (a partner
// that does not bank in the programme's currency settles on days that are business days in both places):
//   TARGET          the euro's settlement system: closed Sat, Sun, 1 Jan, Good Friday, Easter Monday, 1 May, 25 and 26 Dec
//   WEEKENDS        closed Sat and Sun
//   WEEKLY:5        closed on these days of the week, 1 Monday to 7 Sunday: 5 is Friday only, 5,6 Friday and Saturday
//   TARGET+WEEKLY:5 closed when either is
// Dates are YYYY-MM-DD without a time of day or zone. TARGET's days are those in force since 2002 and are used for every year.
// Limits: years 1583 to 9998 (Gregorian Easter).

import { DateTime } from 'luxon';
import { assert } from '../../shared/assert.ts';

/** Whether a day of the epoch is a business day. */
type IsOpen = (epochDay: number) => boolean;

export interface BusinessCalendar {
  /** The text that it was read from. */
  readonly name: string;
  readonly isOpen: IsOpen;
}

const DAY_MILLIS = 86_400_000;

/** Days since 1970-01-01 of a date such as 2026-09-30. Throws when there is no such date. */
function epochDayOf(date: string): number {
  const millis = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  const day = Math.floor(millis / DAY_MILLIS);
  // Date.parse takes 2026-02-30 for 2026-03-02: what comes back must be what went in.
  assert(!Number.isNaN(day) && dateOf(day) === date, `${date} is no date`);
  return day;
}

function dateOf(epochDay: number): string {
  return new Date(epochDay * DAY_MILLIS).toISOString().slice(0, 10);
}

/** 1 Monday .. 7 Sunday (ISO 8601). 1970-01-01 was a Thursday. */
function weekdayOf(epochDay: number): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** Easter Sunday of the Gregorian calendar, as a day of the epoch (the anonymous algorithm of Nature, 1876, as Meeus gives it). */
function easterSunday(year: number): number {
  const quotient = (a: number, b: number) => Math.floor(a / b);
  const a = year % 19;
  const b = quotient(year, 100);
  const c = year % 100;
  const g = quotient(8 * b + 13, 25);
  const h = (19 * a + b - quotient(b, 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * quotient(c, 4) - h - (c % 4)) % 7;
  const m = quotient(a + 11 * h + 22 * l, 451);
  const monthAndDay = h + l - 7 * m + 114;
  return quotient(Date.UTC(year, quotient(monthAndDay, 31) - 1, (monthAndDay % 31) + 1), DAY_MILLIS);
}

const WEEKEND = new Set([6, 7]);
const TARGET_DAYS = new Set(['01-01', '05-01', '12-25', '12-26']);

function closedOn(weekdays: ReadonlySet<number>): IsOpen {
  return (epochDay) => !weekdays.has(weekdayOf(epochDay));
}

const isTargetOpen: IsOpen = (epochDay) => {
  if (WEEKEND.has(weekdayOf(epochDay))) return false;
  const date = dateOf(epochDay);
  if (TARGET_DAYS.has(date.slice(5))) return false;
  const sinceEaster = epochDay - easterSunday(Number(date.slice(0, 4)));
  return sinceEaster !== -2 && sinceEaster !== 1;
};

/** Reads a calendar's text (see the top), or null for one that is none, or that closes on all seven days of the week. */
export function businessCalendar(name: string): BusinessCalendar | null {
  const closedWeekdays = new Set<number>();
  const parts: IsOpen[] = [];
  for (const part of name.split('+')) {
    const weekly = /^WEEKLY:([1-7](?:,[1-7])*)$/.exec(part);
    if (weekly !== null) {
      const weekdays = new Set(weekly[1]!.split(',').map(Number));
      for (const weekday of weekdays) closedWeekdays.add(weekday);
      parts.push(closedOn(weekdays));
    } else if (part === 'TARGET' || part === 'WEEKENDS') {
      for (const weekday of WEEKEND) closedWeekdays.add(weekday);
      parts.push(part === 'TARGET' ? isTargetOpen : closedOn(WEEKEND));
    } else {
      return null;
    }
  }
  if (closedWeekdays.size === 7) return null;
  return { name, isOpen: (epochDay) => parts.every((isOpen) => isOpen(epochDay)) };
}

/** The calendar in which two parties can both move money. Null when it would close on all seven days of the week. */
export function intersection(one: BusinessCalendar, other: BusinessCalendar): BusinessCalendar | null {
  return one.name === other.name ? one : businessCalendar(`${one.name}+${other.name}`);
}

/** Whether money can move on `date`. */
export function isBusinessDay(date: string, calendar: BusinessCalendar): boolean {
  return calendar.isOpen(epochDayOf(date));
}

/**
 * The business day that is `count` business days after `date` (before it, when negative). `date` itself need not be one and is never
 * counted. With 0: `date` when it is a business day, else the next one.
 */
export function addBusinessDays(date: string, count: number, calendar: BusinessCalendar): string {
  assert(Number.isSafeInteger(count), 'business days are counted in whole days');
  let day = epochDayOf(date);
  if (count === 0) {
    while (!calendar.isOpen(day)) day += 1;
    return dateOf(day);
  }
  const step = count < 0 ? -1 : 1;
  for (let left = Math.abs(count); left > 0; ) {
    day += step;
    if (calendar.isOpen(day)) left -= 1;
  }
  return dateOf(day);
}

/** Business days after `from` up to and including `to`: the age of something of `from` on `to`. Negative when `to` is earlier. */
export function businessDaysBetween(from: string, to: string, calendar: BusinessCalendar): number {
  const [first, last] = [epochDayOf(from), epochDayOf(to)];
  let count = 0;
  for (let day = Math.min(first, last) + 1; day <= Math.max(first, last); day++) if (calendar.isOpen(day)) count += 1;
  return last < first ? -count : count;
}

/** Business days from the close of a window to each date of its cycle, as in the programme's terms. */
export interface CycleOffsets {
  readonly adviceBusinessDays: number;
  readonly disputeBusinessDays: number;
  readonly valueBusinessDays: number;
}

export interface CycleDates {
  readonly close: string;
  readonly advice: string;
  readonly disputeDeadline: string;
  readonly valueDate: string;
}

/** The dates of a window that closed on `closeDate` (see `closeDateOf`). */
export function cycleDates(closeDate: string, offsets: CycleOffsets, calendar: BusinessCalendar): CycleDates {
  return {
    close: closeDate,
    advice: addBusinessDays(closeDate, offsets.adviceBusinessDays, calendar),
    disputeDeadline: addBusinessDays(closeDate, offsets.disputeBusinessDays, calendar),
    valueDate: addBusinessDays(closeDate, offsets.valueBusinessDays, calendar),
  };
}

/** The last date that a window which closed at `closedAt` belongs to: midnight ends the day before, in the programme's time zone. */
export function closeDateOf(closedAt: Date, timeZone: string): string {
  const date = DateTime.fromMillis(closedAt.getTime() - 1, { zone: timeZone }).toISODate();
  assert(date !== null, `${timeZone} is no time zone`);
  return date;
}
