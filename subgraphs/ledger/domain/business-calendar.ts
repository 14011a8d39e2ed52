// Business dates: which calendar day an instant is in a programme's time zone.
//
// A purchase at 23:30 UTC on 31 December is one of January in Berlin: it expires, lapses and is late by that day.
// Beyond the zone's offset (shared/zone-offset.ts) it is integer arithmetic.
import { assert } from '../../shared/assert.ts';
import { zoneOffsetMs } from '../../shared/zone-offset.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_NAMES = 50_000;

const namesByDay = new Map<number, string>();

/** Calendar day of `instant` in `timeZone` (IANA), `YYYY-MM-DD`. */
export function businessDate(instant: Date, timeZone: string): string {
  const at = instant.getTime();
  return dayName(Math.floor((at + zoneOffsetMs(at, timeZone)) / DAY_MS));
}

/** The day `days` after `date`; before it when negative. */
export function addDays(date: string, days: number): string {
  return dayName(dayNumber(date) + days);
}

/** The day `months` after `date`, the last of its month when that month is shorter. */
export function addMonths(date: string, months: number): string {
  const day = new Date(dayNumber(date) * DAY_MS);
  const month = day.getUTCFullYear() * 12 + day.getUTCMonth() + months;
  return dateOf(Math.floor(month / 12), (month % 12) + 1, day.getUTCDate());
}

/** The day with these numbers, the last of the month when the month is shorter. `month` is 1 to 12. */
export function dateOf(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return dayName(Date.UTC(year, month - 1, Math.min(day, last)) / DAY_MS);
}

/** Days from 1970-01-01. */
export function dayNumber(date: string): number {
  const number = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  assert(Number.isInteger(number), `${date} is no calendar day`);
  return number;
}

function dayName(day: number): string {
  let name = namesByDay.get(day);
  if (name === undefined) {
    name = new Date(day * DAY_MS).toISOString().slice(0, 10);
    if (namesByDay.size < KEPT_NAMES) namesByDay.set(day, name);
  }
  return name;
}
