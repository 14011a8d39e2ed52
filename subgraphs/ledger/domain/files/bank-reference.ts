// References that travel through banks: at most 34 characters of the SEPA set, no `/` (so none at an end and none doubled), and
// different for different things, for ever (settlement.md 8.2).
//
// Short ids stand as they are, joined with hyphens: COAL1-W1-TRAVEL. Where that would be too long, would hold other characters, or
// could be read as other parts (a hyphen inside one of them), it is cut and ends in 60 bits of the parts' SHA-256 instead. A UUID
// alone fits without its hyphens.

import { assert } from '../../../shared/assert.ts';
import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { Sha256 } from '../merkle-tree.ts';
import { bankText } from './bank-text.ts';

/** Max35Text; account ids of ISO 20022 end at 34, and so does what is made here. */
const MOST = 34;
const MOST_OF_OTHERS = 35;
const DIGEST_LENGTH = 12;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The reference of the thing that `parts` name, at least one of them not empty. Same parts, same reference. */
export function bankReference(sha256: Sha256, parts: readonly string[]): string {
  assert(
    parts.some((part) => part !== ''),
    'a reference names something',
  );
  const [only] = parts;
  if (parts.length === 1 && UUID.test(only!)) return only!.replaceAll('-', '').toLowerCase();
  const joined = parts.join('-');
  const readable = parts.every((part) => /^[A-Za-z0-9.]+$/.test(part));
  return readable && joined.length <= MOST ? joined : digestedReference(sha256, joined, parts);
}

/** `prefix` as far as it fits, and 60 bits of the SHA-256 of `content`: another reference whenever the content is another. */
export function digestedReference(sha256: Sha256, prefix: string, content: JsonValue): string {
  const readable = bankText(prefix)
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MOST - DIGEST_LENGTH - 1)
    .replace(/-+$/, '');
  const digest = digestText(sha256(new TextEncoder().encode(canonicalJson(wellFormed(content)))));
  return readable === '' ? digest : `${readable}-${digest}`;
}

/** Halves of surrogate pairs have no bytes to digest; they are no characters of anybody's name either. */
function wellFormed(content: JsonValue): JsonValue {
  return JSON.parse(
    JSON.stringify(content, (_, value: unknown) =>
      typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value,
    ),
  ) as JsonValue;
}

/** 60 bits as twelve capitals and digits of RFC 4648's base 32, which survive being read out on the telephone. */
function digestText(digest: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0n;
  for (const byte of digest.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte);
  return Array.from(
    { length: DIGEST_LENGTH },
    (_, place) => alphabet[Number((bits >> BigInt(59 - 5 * place)) & 31n)],
  ).join('');
}

/** A reference of somebody else's, as it is where a field of 35 characters can hold it, else cut and digested. Null for an empty one. */
export function foreignReference(sha256: Sha256, text: string): string | null {
  if (text === '') return null;
  return [...text].length <= MOST_OF_OTHERS ? text : bankReference(sha256, [text]);
}
