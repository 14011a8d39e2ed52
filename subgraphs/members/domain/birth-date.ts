/**
 * Why a date cannot be a member's birthday, or null when it can. Dates are Gregorian: a year before 1900 is most likely of another calendar (1370
 * is 1991 in Iran), one in the future of the Buddhist one.
 */
export function refuseBirthDate(date: string, today: string): string | null {
  if (date < '1900-01-01') return 'Dates are Gregorian: a year before 1900 looks like one of another calendar.';
  if (date > today) return 'Dates are Gregorian: a birthday does not lie in the future.';
  return null;
}
