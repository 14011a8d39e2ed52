// JSON with exactly one spelling (RFC 8785, JCS), so that a hash or a signature over it means the same to everybody.
//
// What we sign is narrower than RFC 8785 allows: numbers are safe integers only. Every JSON library writes those alike, so a
// partner can recompute our hashes in any language; of doubles that can not be said. Money and points fit (they are minor units).
// The parser is as strict as the writer: what it accepts has one meaning and can always be written canonically. JSON.parse is not
// enough for that: it keeps the last of two equal keys in silence, and rounds 9007199254740993 to its neighbour.
// Cost: about 4 us to write and 3 us to read a statement line; 25 us to read one that is not written canonically.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Deeper nesting than any document of ours needs; beyond it a hostile file would exhaust the stack. */
const MAX_DEPTH = 64;

/** With the `u` flag a surrogate that is half of a pair is not one: this finds lone ones only. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text has code units that are no Unicode character, and so no UTF-8 form. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/**
 * Writes `value` in the one form of RFC 8785: keys sorted by UTF-16 code units, no whitespace, ECMAScript strings.
 * Throws on what has no such form here: a number that is no safe integer, a lone surrogate, nesting beyond 64, `undefined`.
 * Values that `parseStrictJson` accepted never throw.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0);
}

function write(value: JsonValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError('JSON is nested too deeply to be written canonically');
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isSafeInteger(value))
        throw new TypeError(`${value} is no safe integer and has no canonical form here`);
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object': {
      if (value === null) return 'null';
      if (isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
      let text = '';
      for (const key of Object.keys(value).sort()) {
        text += `${text === '' ? '{' : ','}${canonicalString(key)}:${write(value[key]!, depth + 1)}`;
      }
      return text === '' ? '{}' : `${text}}`;
    }
    default:
      throw new TypeError(`${typeof value} has no JSON form`);
  }
}

/** Printable ASCII without quote and backslash: needs no escape, as nearly all strings of ours. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string in its one spelling, quotes included. Throws on a lone surrogate. */
export function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (hasLoneSurrogate(text)) throw new TypeError('a lone surrogate has no UTF-8 form');
  return JSON.stringify(text);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a JSON value is an object: neither null, array nor scalar. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type StrictJson =
  /** `canonical`: whether the text read is the canonical form itself, which then need not be written again. */
  | { readonly ok: true; readonly value: JsonValue; readonly canonical: boolean }
  /** `problem` is a clause such as "the key \"a\" stands twice"; `offset` counts UTF-16 code units from 0. */
  | { readonly ok: false; readonly problem: string; readonly offset: number };

/**
 * Reads JSON (RFC 8259) that has one meaning only. Refuses, besides what is no JSON: a key that stands twice in an object, numbers
 * with a fraction or exponent, -0 and integers beyond +-(2^53-1), lone surrogates, nesting beyond 64, a byte order mark.
 */
export function parseStrictJson(text: string): StrictJson {
  const fast = parseIfCanonical(text);
  if (fast !== undefined) return { ok: true, value: fast, canonical: true };
  const reader = new StrictReader(text);
  try {
    return { ok: true, value: reader.document(), canonical: false };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, problem: error.message, offset: error.offset };
    throw error;
  }
}

/**
 * The common case at the speed of the engine: a text that equals the canonical form of what JSON.parse makes of it can not have
 * held a second key, a rounded number or a lone surrogate. Anything else is left to the strict reader, which can say what is wrong.
 */
function parseIfCanonical(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    // The engine's own writer differs from ours in what it does not look at only.
    if (!text.includes('\\ud') && JSON.stringify(value) === text && isOrdered(value, 0)) return value;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether keys are sorted, numbers safe integers and nesting within bounds, throughout. */
function isOrdered(value: JsonValue, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (isArray(value)) return value.every((item) => isOrdered(item, depth + 1));
  let before: string | null = null;
  for (const key of Object.keys(value)) {
    if (before !== null && before >= key) return false;
    if (!isOrdered(value[key]!, depth + 1)) return false;
    before = key;
  }
  return true;
}

class Malformed extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS: ReadonlyMap<string, JsonValue> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class StrictReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonValue {
    if (this.text.startsWith('\uFEFF')) throw new Malformed('it starts with a byte order mark', 0);
    const value = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) throw this.malformed('there is more text after the end of the JSON value');
    return value;
  }

  private value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.malformed(`it is nested deeper than ${MAX_DEPTH}`);
    this.skipSpace();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case undefined:
        throw this.malformed('it ends too early');
      default:
        return this.scalar();
    }
  }

  private object(depth: number): JsonObject {
    const object: Record<string, JsonValue> = {};
    const keys = new Set<string>();
    this.at += 1;
    if (this.found('}')) return object;
    do {
      this.skipSpace();
      if (this.text[this.at] !== '"') throw this.malformed('a key must be a string');
      const keyAt = this.at;
      const key = this.string();
      if (keys.has(key)) throw new Malformed(`the key ${JSON.stringify(key)} stands twice`, keyAt);
      keys.add(key);
      if (!this.found(':')) throw this.malformed('a colon is missing after a key');
      // Defined, not assigned: a key such as __proto__ must stay a key.
      const value = this.value(depth + 1);
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    } while (this.found(','));
    if (!this.found('}')) throw this.malformed('an object is not closed');
    return object;
  }

  private array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.at += 1;
    if (this.found(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.found(','));
    if (!this.found(']')) throw this.malformed('an array is not closed');
    return items;
  }

  private string(): string {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    let text: string;
    try {
      // The token alone goes to JSON.parse, which refuses bad escapes, control characters and a missing end.
      text = JSON.parse(this.text.slice(start, end + 1)) as string;
    } catch {
      throw new Malformed('a string is malformed', start);
    }
    this.at = end + 1;
    if (hasLoneSurrogate(text)) throw new Malformed('a string holds half of a surrogate pair', start);
    return text;
  }

  private scalar(): JsonValue {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const start = this.at;
    const token = this.token(NUMBER);
    if (token === null) throw this.malformed('there is no JSON value here');
    const number = Number(token);
    if (/[.eE]/.test(token) || token === '-0' || !Number.isSafeInteger(number)) {
      throw new Malformed(`the number ${token.slice(0, 40)} is no plain integer within +-(2^53-1)`, start);
    }
    return number;
  }

  /** Skips space, then takes `mark` if it stands there. */
  private found(mark: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    this.token(SPACE);
  }

  private token(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.text)?.[0] ?? null;
    if (token !== null) this.at += token.length;
    return token;
  }

  private malformed(problem: string): Malformed {
    return new Malformed(problem, this.at);
  }
}
