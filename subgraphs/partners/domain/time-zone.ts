import { IANAZone } from 'luxon';

/** Whether the text names a zone of the IANA database, such as `Europe/Berlin` or `UTC`. Offsets such as `+03:00` do not. */
export function isTimeZone(text: string): boolean {
  return text.length <= 64 && /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text) && IANAZone.isValidZone(text);
}
