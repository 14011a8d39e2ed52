import { toAsciiDigits } from '../../shared/decimal-digits.ts';

/** Digits and capitals without the ones that look alike (I, L, O, U), after Crockford. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes of randomness in a voucher code: 120 bits, so nobody guesses one. */
export const VOUCHER_BYTES = 15;

/**
 * Writes random bytes as a code to read aloud: five bits a character, in groups of four, such as `7K3M-…`.
 * 15 bytes give 24 characters and 120 bits: nobody guesses one.
 */
export function voucherCode(random: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let code = '';
  for (const byte of random) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      code += ALPHABET[(bits >> held) & 31];
      bits &= (1 << held) - 1;
    }
  }
  return grouped(code);
}

/**
 * A code as somebody typed it, in the form it is written in: any case, with or without its groups, Persian and Arabic digits as 0-9, O as 0,
 * I and L as 1. Null for what cannot be a code.
 */
export function readVoucherCode(typed: string): string | null {
  const code = toAsciiDigits(typed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\u200b-\u200f\u2010-\u2015\u2212_-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length >= 4 && code.length <= 64 && [...code].every((letter) => ALPHABET.includes(letter))
    ? grouped(code)
    : null;
}

function grouped(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? '';
}
