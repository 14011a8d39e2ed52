// Text that every bank of the SEPA takes: `a-z A-Z 0-9 / - ? : ( ) . , ' +` and space (EPC217-08, settlement.md 8.2).
//
// Names are written in the Latin alphabet first (any-ascii: letter by letter, without a dictionary, so Persian and Arabic come out
// without the vowels that their scripts leave unwritten), then what is left over is mapped to a neighbour that is allowed. Lengths
// are counted after that, since one letter may become several. A payee name is what the bank compares with its own record: where a
// partner's name in Latin letters is known, that is the one to put into its bank details.

import anyAscii from 'any-ascii';

const NEIGHBOURS: ReadonlyMap<string, string> = new Map([
  ['&', '+'],
  ['[', '('],
  [']', ')'],
  ['{', '('],
  ['}', ')'],
  ['\\', '/'],
  ['|', '/'],
  ['_', '-'],
  ['~', '-'],
  ['`', "'"],
]);

/** `text` in the SEPA character set, on one line, without space around it. May be empty: not every character has a neighbour. */
export function bankText(text: string): string {
  return anyAscii(text)
    .replace(/\s+/g, ' ')
    .replace(/[^a-zA-Z0-9/\-?:().,'+ ]/g, (character) => NEIGHBOURS.get(character) ?? '.')
    .trim();
}

/** The first `most` characters of `text` in the SEPA character set. */
export function bankTextUpTo(most: number, text: string): string {
  return bankText(text).slice(0, most).trim();
}

/** Whether a text in the SEPA character set names anything: punctuation alone is what is left of a name that could not be written. */
export function namesSomething(text: string): boolean {
  return /[a-zA-Z0-9]/.test(text);
}
