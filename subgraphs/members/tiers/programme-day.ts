import { DateTime } from 'luxon';

/** Calendar day of an instant in a time zone (IANA). */
export function dayIn(timeZone: string, at: Date): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd');
}
