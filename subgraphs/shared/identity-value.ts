/**
 * Keys that find a member, in the one form in which they are stored and compared.
 *
 * | kind     | accepted                                     | form                                                 |
 * |----------|----------------------------------------------|------------------------------------------------------|
 * | CARD     | letters, digits; spaces and hyphens between  | without spaces and hyphens, in capitals              |
 * | PHONE    | `+`, country code and number                 | E.164: `+` and digits                                |
 * | EMAIL    | something@host.domain                        | NFC in lower case: nobody has two boxes by case      |
 * | EXTERNAL | any text                                     | NFC, as given: the other system knows what it means  |
 *
 * A phone number must be possible for its country (length and country code); whether it is assigned changes weekly and is not
 * asked.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { unreachable } from './assert.ts';

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
      const value = text.replace(/[ -]/g, '').toUpperCase();
      return /^[A-Z0-9]{1,64}$/.test(value) ? read(value) : refuse('A card number is 1 to 64 letters and digits.');
    }
    case 'PHONE': {
      const number = /^\+[0-9 ()./-]{4,40}$/.test(text) ? parsePhoneNumberFromString(text) : undefined;
      return number?.isPossible() ? read(number.number) : refuse('A phone number is in E.164, such as +4930123456.');
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

/** The same identities, sorted: rows that two commands both want are taken in one order, so that neither waits in a circle. */
export function sortIdentities(identities: readonly Identity[]): Identity[] {
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return [...identities].sort((left, right) => compare(left.kind, right.kind) || compare(left.value, right.value));
}
