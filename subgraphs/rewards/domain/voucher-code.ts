/** Digits and capitals without the ones that look alike (I, L, O, U), after Crockford. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

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
  return code.match(/.{1,4}/g)?.join('-') ?? '';
}
