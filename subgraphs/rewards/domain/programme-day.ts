import { DateTime } from 'luxon';

/** Calendar day of an instant in a time zone (IANA), `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Date): string {
  const day = DateTime.fromJSDate(at, { zone: timeZone }).toISODate();
  if (day === null) throw new Error(`Broken promise: no day in ${timeZone}`);
  return day;
}
