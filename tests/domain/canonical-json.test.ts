import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue, parseStrictJson } from '../../subgraphs/ledger/domain/canonical-json.ts';
import { haveSettlementExample, settlementExample } from '../support/settlement-example.ts';

/** Any JSON value that has a canonical form here; keys include the awkward ones. */
const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('json') as fc.Arbitrary<JsonValue>, { maxLength: 4 }),
    fc
      .uniqueArray(
        fc.tuple(
          fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '', '10', '9')),
          tie('json') as fc.Arbitrary<JsonValue>,
        ),
        { maxLength: 4, selector: ([key]) => key },
      )
      .map((pairs) => Object.fromEntries(pairs) as JsonValue),
  ),
}));

describe('canonical JSON (RFC 8785)', () => {
  it.each<[string, JsonValue, string]>([
    [
      'keys are sorted by UTF-16 code units (RFC 8785 3.2.3)',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [
      'control characters have one escape each (RFC 8785 3.2.2.2)',
      '\u20ac$\u000f\nA\'B"\\"/',
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"',
    ],
    [
      'numbers are plain integers',
      [0, -0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
      '[0,0,-1,9007199254740991,-9007199254740991]',
    ],
    ['empty things', [{}, [], '', null, true, false], '[{},[],"",null,true,false]'],
  ])('%s', (_claim, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['a fraction', 0.5],
    ['an integer beyond 2^53-1', 2 ** 53],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['half of a surrogate pair', 'a\ud800'],
    ['half of a surrogate pair in a key', { '\udfff': 1 }],
    ['undefined', { a: undefined }],
    ['a bigint', 1n],
  ])('refuses to write %s', (_name, value) => {
    expect(() => canonicalJson(value as JsonValue)).toThrow(TypeError);
  });

  it.skipIf(!haveSettlementExample)('gives the worked example its bytes and digest (vectors.jcs)', () => {
    const { vectors } = settlementExample<{ vectors: { jcs: { in: JsonValue; out: string; sha256: string }[] } }>();
    expect(vectors.jcs.length).toBeGreaterThan(0);
    for (const vector of vectors.jcs) {
      expect(canonicalJson(vector.in)).toBe(vector.out);
      expect(createHash('sha256').update(canonicalJson(vector.in), 'utf8').digest('hex')).toBe(vector.sha256);
    }
  });
});

describe('the strict parser', () => {
  it.each<[string, string, string]>([
    ['a key that stands twice', '{"a":1,"b":{"c":1,"c":1}}', 'the key "c" stands twice'],
    ['a key that stands twice in two spellings', '{"a":1,"\\u0061":2}', 'the key "a" stands twice'],
    ['a fraction', '{"amountMinor":1.5}', 'the number 1.5 is no plain integer'],
    ['an exponent', '[1e2]', 'the number 1e2 is no plain integer'],
    ['a whole number written as a fraction', '[1.0]', 'the number 1.0 is no plain integer'],
    ['minus zero', '[-0]', 'the number -0 is no plain integer'],
    ['an integer that doubles would round', '[9007199254740993]', 'the number 9007199254740993 is no plain integer'],
    ['half of a surrogate pair', '["\\ud800"]', 'a string holds half of a surrogate pair'],
    ['a byte order mark', '\uFEFF{}', 'it starts with a byte order mark'],
    ['text after the value', '{} {}', 'there is more text'],
    ['an unclosed object', '{"a":1', 'an object is not closed'],
    ['an unclosed string', '["a', 'a string is malformed'],
    ['a bad escape', '["\\x41"]', 'a string is malformed'],
    ['a raw control character', '["a\nb"]', 'a string is malformed'],
    ['a trailing comma', '[1,]', 'there is no JSON value here'],
    ['a trailing comma in an object', '{"a":1,}', 'a key must be a string'],
    ['a leading zero', '[01]', 'an array is not closed'],
    ['a word that is none', '[nul]', 'there is no JSON value here'],
    ['nothing', ' ', 'it ends too early'],
    ['nesting that would exhaust the stack', '['.repeat(100_000), 'it is nested deeper than 64'],
  ])('refuses %s', (_name, text, problem) => {
    expect(parseStrictJson(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('says where the problem stands', () => {
    expect(parseStrictJson('{"a":1, "a":2}')).toMatchObject({ ok: false, offset: 8 });
  });

  it('takes keys that JavaScript treats specially as keys', () => {
    const read = parseStrictJson('{ "__proto__": {"x": 1}, "a": 2 }');
    expect(read.ok && canonicalJson(read.value)).toBe('{"__proto__":{"x":1},"a":2}');
  });

  it('reads back whatever was written canonically, and whatever JSON.stringify wrote with spaces', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        for (const spelling of [text, JSON.stringify(value, null, 2), ` ${text}\n`]) {
          const read = parseStrictJson(spelling);
          expect(read.ok && canonicalJson(read.value)).toBe(text);
        }
      }),
    );
  });

  it('never accepts what JSON.parse refuses', () => {
    const nearlyJson = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '1', '-', '.', ' ', '\\', 'null'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(nearlyJson, (parts) => {
        const text = parts.join('');
        const read = parseStrictJson(text);
        if (read.ok) expect(JSON.parse(text)).toEqual(read.value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the quick way of reading canonical text', () => {
  it('takes nothing for canonical that the writer would write otherwise', () => {
    const scalar = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.integer(),
      fc.constantFrom(null, true, 1.5, 1e21, -0, 2 ** 53, '\ud800', '\\ud800', '__proto__', '10', '9', '\u2028'),
    );
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('10', '9', 'a', 'b', '__proto__')),
          tie('value'),
        ),
      ),
    })).value;
    fc.assert(
      fc.property(value, (some) => {
        const text = JSON.stringify(some);
        const read = parseStrictJson(text);
        let written: string | null = null;
        try {
          written = canonicalJson(JSON.parse(text) as JsonValue);
        } catch {
          // It has no canonical form: then it must not be read as if it had.
        }
        expect(read.ok && read.canonical).toBe(written === text);
      }),
      { numRuns: 500 },
    );
  });
});
