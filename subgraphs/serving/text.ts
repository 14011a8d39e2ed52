/**
 * Text that comes from outside, checked in one place.
 *
 * Any script is kept as it is, right-to-left text and its joiners included; it is only brought to Unicode NFC, so that the same
 * name typed on two keyboards is the same text. Refused are: nothing but space, too many characters, control characters
 * (NUL among them: PostgreSQL cannot store it) and halves of surrogate pairs. Nothing is trimmed or cut silently.
 */
import { type Refusal, refuse } from '../shared/refusal.ts';

// C0 and C1 controls. Format characters (zero-width joiners, bidi marks) are part of how scripts are written and pass.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether the text can be stored and sent on: no half of a surrogate pair, no NUL. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text) && !text.includes('\0');
}

export interface TextLimits {
  /** In characters (code points) after NFC. 1 unless told. */
  readonly min?: number;
  readonly max: number;
  /** What else it must look like, with the words for a refusal. */
  readonly pattern?: { readonly test: RegExp; readonly words: string };
}

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads one text of the input: the text in NFC, or `INVALID_INPUT` with the field's path. */
export function readText(value: string, field: readonly string[], limits: TextLimits): TextReading {
  const name = field.at(-1) ?? 'text';
  const invalid = (why: string): TextReading => ({
    ok: false,
    refusal: refuse('INVALID_INPUT', `\`${name}\` ${why}.`, field),
  });
  // A code point is at most two units, and NFC at most triples a text: what is far too long is not even normalised.
  if (value.length > limits.max * 6) return invalid(`is longer than ${limits.max} characters`);
  if (LONE_SURROGATE.test(value)) return invalid('holds half of a surrogate pair');
  if (CONTROL.test(value)) return invalid('holds a control character');
  const text = value.normalize('NFC');
  const length = [...text].length;
  if (length > limits.max) return invalid(`is longer than ${limits.max} characters`);
  if (length < (limits.min ?? 1))
    return invalid(length === 0 ? 'is empty' : `is shorter than ${limits.min ?? 1} characters`);
  if (length > 0 && text.trim() === '') return invalid('is nothing but space');
  if (limits.pattern !== undefined && !limits.pattern.test.test(text)) return invalid(limits.pattern.words);
  return { ok: true, text };
}

/** Limits of an idempotency key: 1 to 200 characters. */
export const IDEMPOTENCY_KEY: TextLimits = { max: 200 };

/** Limits of a name shown to people: 1 to 200 characters in any script. */
export const DISPLAY_NAME: TextLimits = { max: 200 };

/** Limits of a person's name for four eyes: a user name or an e-mail address, so that what looks alike is alike. */
export const PERSON: TextLimits = {
  max: 200,
  pattern: {
    test: /^[\p{L}\p{M}\p{N}._%+@-]+$/u,
    words: 'must be a user name or an e-mail address: letters, digits and `._%+@-`',
  },
};

/** Limits of a short name: letters, digits, `-` and `_`, 1 to 64. */
export const CODE: TextLimits = {
  max: 64,
  pattern: { test: /^[A-Za-z0-9_-]+$/, words: 'may hold only letters, digits, `-` and `_`' },
};
