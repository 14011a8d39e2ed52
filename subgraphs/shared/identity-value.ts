/**
 * Keys that find a member, in the one form in which they are stored and compared.
 *
 * | kind     | accepted                                     | form                                                 |
 * |----------|----------------------------------------------|------------------------------------------------------|
 * | CARD     | letters, digits; spaces and hyphens between  | without spaces and hyphens, in capitals              |
 * | PHONE    | `+` or `00`, country code and number         | E.164: `+` and digits                                |
 * | EMAIL    | something@host.domain                        | NFC in lower case: nobody has two boxes by case      |
 * | EXTERNAL | any text                                     | NFC, as given: the other system knows what it means  |
 *
 * A phone number must be possible for its country (length and country code); whether it is assigned changes weekly and is not
 * asked. Cards and phone numbers may be typed with Persian or Arabic digits. A card number that reads like one that we issued must have the
 * right check digit (card-number.ts).
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { unreachable } from './assert.ts';
import { isMistypedCardNumber } from './card-number.ts';
import { toAsciiDigits } from './decimal-digits.ts';

export type IdentityKind = 'CARD' | 'PHONE' | 'EMAIL' | 'EXTERNAL';

export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

export type IdentityReading =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly reason: string };

/** Reads a key that was already checked as text (NFC, no control characters, at most 200 characters). */
export function readIdentityValue(kind: IdentityKind, text: string): IdentityReading {
  const read = (value: string): IdentityReading => ({ ok: true, identity: { kind, value } });
  const refuse = (reason: string): IdentityReading => ({ ok: false, reason });
  switch (kind) {
    case 'CARD': {
      const value = toAsciiDigits(text).replace(/[ -]/g, '').toUpperCase();
      if (!/^[A-Z0-9]{1,64}$/.test(value)) return refuse('A card number is 1 to 64 letters and digits.');
      return isMistypedCardNumber(value) ? refuse('The check digit is wrong: the number was mistyped.') : read(value);
    }
    case 'PHONE': {
      const digits = toAsciiDigits(text).replace(/^00/, '+');
      const number = /^\+[0-9 ()./-]{4,40}$/.test(digits) ? parsePhoneNumberFromString(digits) : undefined;
      return number?.isPossible() && isStable(number.number)
        ? read(number.number)
        : refuse('A phone number is in E.164, such as +4930123456.');
    }
    case 'EMAIL': {
      const value = text.toLowerCase().normalize('NFC');
      return /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)
        ? read(value)
        : refuse('This is no e-mail address.');
    }
    case 'EXTERNAL':
      return read(text);
    default:
      return unreachable(kind);
  }
}

/**
 * Whether a number in E.164 reads as itself. A national prefix is taken off when a number is read: what is left of `+61 000000000` begins with one
 * again, would be found under another key each time, and can be nobody's.
 */
function isStable(number: string): boolean {
  return parsePhoneNumberFromString(number)?.number === number;
}

/** The same identities, sorted: rows that two commands both want are taken in one order, so that neither waits in a circle. */
export function sortIdentities(identities: readonly Identity[]): Identity[] {
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return [...identities].sort((left, right) => compare(left.kind, right.kind) || compare(left.value, right.value));
}
