// When settlement windows close by themselves (settlement.md 5.3): at midnight in the programme's time zone, at the end of certain days.
//
//   MANUAL        never: somebody closes them
//   DAILY         at the end of every day
//   WEEKLY:7      at the end of a day of the week, 1 Monday to 7 Sunday
//   MONTHLY       at the end of the last day of the month; MONTHLY:15 of the 15th (1 to 28, which every month has)
//
// Midnight is the beginning of the next day on the zone's clocks: a day may have 23 or 25 hours, and where clocks jump over midnight it
// begins at one. Which transactions a window holds is not decided here but by the order of posting.
import { DateTime } from 'luxon';

type EndsWindow = (day: DateTime) => boolean;

/** Reads a schedule's text; null for one that is none, and for MANUAL never a day. */
function endingDays(schedule: string): EndsWindow | null {
  if (schedule === 'MANUAL') return () => false;
  if (schedule === 'DAILY') return () => true;
  const weekly = /^WEEKLY:([1-7])$/.exec(schedule);
  if (weekly !== null) return (day) => day.weekday === Number(weekly[1]);
  if (schedule === 'MONTHLY') return (day) => day.day === day.daysInMonth;
  const monthly = /^MONTHLY:([1-9]|1\d|2[0-8])$/.exec(schedule);
  return monthly === null ? null : (day) => day.day === Number(monthly[1]);
}

/** When a day (YYYY-MM-DD) is over. */
export function endOfDay(day: string, timeZone: string): Date {
  return DateTime.fromISO(day, { zone: timeZone }).plus({ days: 1 }).startOf('day').toJSDate();
}

/** The first cut-off after an instant; null where nothing closes by itself. */
export function nextCutOff(schedule: string, after: Date, timeZone: string): Date | null {
  const ends = endingDays(schedule);
  if (ends === null) throw new Error(`Broken promise: ${schedule} is a schedule`);
  if (schedule === 'MANUAL') return null;
  for (
    let day = DateTime.fromJSDate(after, { zone: timeZone }).startOf('day');
    ;
    day = day.plus({ days: 1 }).startOf('day')
  )
    if (ends(day)) return day.plus({ days: 1 }).startOf('day').toJSDate();
}

/** The latest cut-off after an instant that has come; null when none has. A window that was open over several is closed at the last of them. */
export function cutOffDue(schedule: string, openedAt: Date, now: Date, timeZone: string): Date | null {
  let due: Date | null = null;
  for (
    let next = nextCutOff(schedule, openedAt, timeZone);
    next !== null && next <= now;
    next = nextCutOff(schedule, next, timeZone)
  )
    due = next;
  return due;
}

/** The name of a window that ends at a cut-off: its month where it is a month, else its last day. */
export function labelAt(schedule: string, cutOff: Date, timeZone: string): string {
  const last = DateTime.fromMillis(cutOff.getTime() - 1, { zone: timeZone });
  return last.toFormat(schedule === 'MONTHLY' ? 'yyyy-MM' : 'yyyy-MM-dd');
}
