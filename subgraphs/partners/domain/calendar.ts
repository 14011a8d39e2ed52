const PART = /^(TARGET|WEEKENDS|WEEKLY:[1-7](,[1-7])*)$/;

/** Whether a text names a calendar of business days, as the ledger reads it: parts joined by +, at least one day of the week open. */
export function isCalendar(text: string): boolean {
  const closed = new Set<string>();
  for (const part of text.split('+')) {
    if (!PART.test(part)) return false;
    for (const day of part.startsWith('WEEKLY:') ? part.slice('WEEKLY:'.length).split(',') : ['6', '7'])
      closed.add(day);
  }
  return closed.size < 7;
}

/** Whether a text names a schedule of closes, as the ledger reads it: by hand, daily, weekly on a day (1 Monday to 7 Sunday), monthly at its end or on a day that every month has. */
export function isCloseSchedule(text: string): boolean {
  return /^(MANUAL|DAILY|WEEKLY:[1-7]|MONTHLY(:([1-9]|1\d|2[0-8]))?)$/.test(text);
}
