import fc from 'fast-check';
import { type GraphQLScalarType, parse, parseValue, valueFromASTUntyped } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  hasScopes,
  keySpaceOf,
  mayActAtStore,
  mayActForMember,
  mayActForPartner,
  mayActForWholePartner,
} from '../../subgraphs/serving/caller.ts';
import { connectionOf, decodeCursor, encodeCursor, readPage } from '../../subgraphs/serving/connections.ts';
import { canonicalJson, requestHash } from '../../subgraphs/serving/idempotency.ts';
import { scalars } from '../../subgraphs/serving/scalars.ts';
import { readSubgraphSdl } from '../../subgraphs/serving/sdl.ts';
import { CODE, isWellFormed, readText } from '../../subgraphs/serving/text.ts';
import { firstInOrder, REFUSAL_CODES, refuse } from '../../subgraphs/shared/refusal.ts';
import { callerOf } from '../support/subgraph-client.ts';

const code = (run: () => unknown): unknown => {
  try {
    return ['passes', run()];
  } catch (error) {
    return (error as { extensions?: { code?: string } }).extensions?.code ?? error;
  }
};
const literal = (scalar: GraphQLScalarType<unknown, unknown>, text: string): unknown =>
  code(() => scalar.parseLiteral(parseValue(text)));
const variable = (scalar: GraphQLScalarType<unknown, unknown>, value: unknown): unknown =>
  code(() => scalar.parseValue(value));
const REFUSED = 'BAD_USER_INPUT';

describe('scalars', () => {
  it.each([
    ['1', 1n],
    ['-3', -3n],
    ['0', 0n],
    ['9007199254740991', 9007199254740991n],
    ['-9007199254740991', -9007199254740991n],
  ])('points written %s are read exactly', (text, points) => {
    expect(literal(scalars.Points, text)).toEqual(['passes', points]);
    expect(variable(scalars.MinorUnits, Number(text))).toEqual(['passes', points]);
    expect(scalars.Points.serialize(points)).toBe(Number(text));
  });
  it.each([
    ['500', 500n],
    ['-20', -20n],
    ['۵۰۰', 500n],
    ['٥٠٠', 500n],
    ['9007199254740991', 9007199254740991n],
  ])('points typed as %s are read', (text, points) => {
    expect(variable(scalars.Points, text)).toEqual(['passes', points]);
    expect(literal(scalars.Points, JSON.stringify(text))).toEqual(['passes', points]);
  });
  it.each([
    '1e3',
    '1.0',
    '1.5',
    '"1e3"',
    '"9007199254740992"',
    'true',
    'null',
    '9007199254740992',
    '123456789012345678901234567890',
    '[1]',
    '{a: 1}',
  ])('points written %s are refused', (text) => expect(literal(scalars.Points, text)).toBe(REFUSED));
  it.each([
    1.5,
    '',
    ' 1',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    '1,000',
    '12345678901234567',
    '9007199254740992',
    2 ** 53,
    -(2 ** 53),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    [1],
    {},
    null,
  ])('points given as the variable %j are refused', (value) => expect(variable(scalars.Points, value)).toBe(REFUSED));
  it('points that JSON cannot carry are a fault, never a rounded number', () => {
    expect(() => scalars.Points.serialize(2n ** 53n)).toThrow();
    expect(() => scalars.Points.serialize(1)).toThrow();
  });
  it.each([
    ['2026-03-01T17:45:00Z', '2026-03-01T17:45:00.000Z'],
    ['2026-03-01T17:45:00.5+03:30', '2026-03-01T14:15:00.500Z'],
    ['2024-02-29T00:00:00-05:00', '2024-02-29T05:00:00.000Z'],
    ['2026-03-01T17:45:00.123456789Z', '2026-03-01T17:45:00.123Z'],
  ])('the instant %s is %s', (text, utc) => {
    const [, instant] = variable(scalars.DateTime, text) as [string, Date];
    expect(scalars.DateTime.serialize(instant)).toBe(utc);
    expect(literal(scalars.DateTime, JSON.stringify(text))).toEqual(['passes', instant]);
  });
  it.each([
    '2026-03-01T17:45:00', // no zone
    '2026-03-01',
    '2026-02-30T00:00:00Z', // no such day
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T17:60:00Z',
    '2026-03-01T17:45:60Z',
    '2026-03-01T17:45:00+25:00',
    '2026-03-01 17:45:00Z',
    '20260301T174500Z',
    ' 2026-03-01T17:45:00Z',
    '2026-03-01T17:45:00Z\n',
    '+002026-03-01T17:45:00Z',
    '0000-01-01T00:00:00Z',
    'now',
    '',
    1_772_387_100,
    null,
  ])('the instant %j is refused', (value) => {
    expect(variable(scalars.DateTime, value)).toBe(REFUSED);
    expect(literal(scalars.DateTime, JSON.stringify(value))).toBe(REFUSED);
  });
  it('every instant is read back as it was written', () => {
    const bounds = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(bounds), (instant) => {
        expect(scalars.DateTime.parseValue(scalars.DateTime.serialize(instant))).toEqual(instant);
      }),
    );
  });
  it.each(['2026-02-30', '2026-2-3', '0000-01-01', '2026-03-01T00:00:00Z', 20260301])(
    'the day %j is refused',
    (value) => expect(variable(scalars.Date, value)).toBe(REFUSED),
  );
  it('a day stays the text it is', () =>
    expect(variable(scalars.Date, '2024-02-29')).toEqual(['passes', '2024-02-29']));
  it.each([
    [scalars.Decimal, '۱۲٫۵۰', '12.50'],
    [scalars.Decimal, '-٣', '-3'],
    [scalars.Decimal, '۱2٫۵0', '12.50'],
    [scalars.Date, '۲۰۲۶-۰۳-۰۱', '2026-03-01'],
    [scalars.Date, '٢٠٢٤-٠٢-٢٩', '2024-02-29'],
    [scalars.DateTime, '۲۰۲۶-۰۳-۰۱T۱۷:۴۵:۰۰Z', new Date('2026-03-01T17:45:00Z')],
  ])('%s takes %s, with the digits of Persian and Arabic keyboards', (scalar, given, read) => {
    expect(variable(scalar as typeof scalars.Date, given)).toEqual(['passes', read]);
    expect(literal(scalar as typeof scalars.Date, JSON.stringify(given))).toEqual(['passes', read]);
  });

  it.each([12.5, 1, null, true, ['1']])('the decimal %j is refused: a string it must be', (value) =>
    expect(variable(scalars.Decimal, value)).toBe(REFUSED),
  );
  it('JSON literals are read with their variables', () => {
    const value = parseValue('{a: [1, "x", null]}');
    expect(scalars.JSON.parseLiteral(value, {})).toEqual(valueFromASTUntyped(value));
  });
});

describe('refusal codes', () => {
  it('are those of the contract, in its order', () => {
    const enumType = parse(readSubgraphSdl('partners')).definitions.find(
      (definition) => definition.kind === 'EnumTypeDefinition' && definition.name.value === 'RefusalCode',
    );
    if (enumType?.kind !== 'EnumTypeDefinition') throw new Error('RefusalCode is not in the contract');
    expect((enumType.values ?? []).map((value) => value.name.value)).toEqual([...REFUSAL_CODES]);
  });
  it('of several refusals the first in the published order is the answer, of equals the first found', () => {
    const refusals = [refuse('UNKNOWN_CURRENCY', 'c'), refuse('INVALID_INPUT', 'a'), refuse('INVALID_INPUT', 'b')];
    expect(firstInOrder(refusals)?.message).toBe('a');
    expect(firstInOrder([])).toBeNull();
  });
});

describe('text', () => {
  const read = (value: string, limits = { max: 200 }) => {
    const reading = readText(value, ['input', 'name'], limits);
    return reading.ok ? reading.text : reading.refusal.code;
  };
  it.each(['فروشگاه مهر', 'می‌خواهم', 'שלום עולם', '日本語', 'Ünïcödé', '👩‍👩‍👧', 'a  b', ' x ', '\u200Frtl\u202E'])(
    'keeps %j as it is',
    (value) => expect(read(value)).toBe(value.normalize('NFC')),
  );
  it('brings text to NFC, so that the same name is the same text', () => expect(read('e\u0301')).toBe('\u00e9'));
  it.each([
    '',
    ' ',
    '\u00a0\u3000',
    'a\0b',
    'a\nb',
    'tab\t',
    'esc\u001b[0m',
    '\u0085',
    '\ud800',
    'x\udc00y',
    'x'.repeat(201),
    'x'.repeat(10_240),
  ])('refuses %j', (value) => expect(read(value)).toBe('INVALID_INPUT'));
  it('counts characters, not code units', () => expect(read('👍'.repeat(200))).toBe('👍'.repeat(200)));
  it('a code is letters, digits, - and _', () => {
    const readCode = (value: string) => readText(value, ['input', 'code'], CODE).ok;
    expect(['acme', 'A-1_b', 'x'.repeat(64)].map(readCode)).toEqual([true, true, true]);
    expect(['a b', 'مهر', 'a/b', 'x'.repeat(65), ''].map(readCode)).toEqual([false, false, false, false, false]);
  });
  it('whatever passes can be stored and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (value) => {
        const reading = readText(value, ['x'], { max: 200 });
        if (!reading.ok) return;
        expect(isWellFormed(reading.text)).toBe(true);
        expect(readText(reading.text, ['x'], { max: 200 })).toEqual(reading);
      }),
    );
  });
});

describe('cursors', () => {
  it('give back the key they were made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter(isWellFormed), { maxLength: 4 }), (key) => {
        fc.pre(JSON.stringify(key).length < 500);
        expect(decodeCursor('partner', key.length, encodeCursor('partner', key))).toEqual(key);
      }),
    );
  });
  it.each([
    encodeCursor('store', ['a', 'b']), // of another connection
    encodeCursor('partner', ['a']), // too few parts
    encodeCursor('partner', ['a', 'b', 'c']),
    encodeCursor('partner', ['a', 'b\0']),
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('["partner",1,2]').toString('base64url'),
    'not base64 !',
    '',
    'A'.repeat(5_000),
    '5',
  ])('%j is no cursor of this connection', (cursor) => {
    expect(code(() => decodeCursor('partner', 2, cursor))).toBe(REFUSED);
  });
  it.each([0, -1, 101, 1.5])('a page of %d is refused', (first) => {
    expect(code(() => readPage({ first }, 'partner', 2))).toBe(REFUSED);
  });
  it('pages cover the whole list, each edge once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.integer({ min: 1, max: 7 }), (numbers, first) => {
        const rows = [...numbers].sort((a, b) => a - b);
        const seen: number[] = [];
        let after: string | null = null;
        for (;;) {
          const page = readPage({ first, after }, 'n', 1);
          const from = page.after === null ? -1 : Number(page.after[0]);
          const found = rows.filter((row) => row > from).slice(0, page.limit + 1);
          const connection = connectionOf(found, page, (row) => [String(row)]);
          seen.push(...connection.edges.map((edge) => edge.node));
          expect(connection.pageInfo.hasPreviousPage).toBe(after !== null);
          if (!connection.pageInfo.hasNextPage) break;
          after = connection.pageInfo.endCursor;
        }
        expect(seen).toEqual(rows);
      }),
    );
  });
});

describe('callers', () => {
  const A = '018f0000-0000-7000-8000-00000000000a';
  const B = '018f0000-0000-7000-8000-00000000000b';
  const operator = callerOf({ role: 'operator', programmeId: 'p' });
  const partner = callerOf({ role: 'partner', programmeId: 'p', partnerId: A });
  const till = callerOf({ role: 'partner', programmeId: 'p', partnerId: A, storeIds: [B] });
  const member = callerOf({ role: 'member', programmeId: 'p', memberId: A });
  const platform = callerOf({ role: 'platform' });
  it.each([
    // caller, for partner A, for partner B, at store B of A, for the whole of A, on member A, on member B
    ['operator', operator, [true, true, true, true, true, true]],
    ['partner', partner, [true, false, true, true, true, true]],
    ['partner limited to store B', till, [true, false, true, false, true, true]],
    ['member A', member, [false, false, false, false, true, false]],
    ['platform', platform, [false, false, false, false, false, false]],
  ] as const)('%s acts for its own', (_, caller, expected) => {
    expect([
      mayActForPartner(caller, A.toUpperCase()),
      mayActForPartner(caller, B),
      mayActAtStore(caller, A, B),
      mayActForWholePartner(caller, A),
      mayActForMember(caller, A),
      mayActForMember(caller, B),
    ]).toEqual(expected);
  });
  it('a till is not at another store', () => expect(mayActAtStore(till, A, A)).toBe(false));
  it('one of the alternatives is enough, all of its scopes are needed', () => {
    const caller = callerOf({ role: 'partner', scopes: ['a', 'b'] });
    expect(hasScopes(caller, [['a', 'c'], ['b']])).toBe(true);
    expect(hasScopes(caller, [['a', 'c']])).toBe(false);
  });
  it('members that share a client do not share idempotency keys', () => {
    const other = callerOf({ role: 'member', programmeId: 'p', memberId: B });
    expect(member.clientId).toBe(other.clientId);
    expect(keySpaceOf(member)).not.toBe(keySpaceOf(other));
    expect(keySpaceOf(partner)).toBe(partner.clientId);
  });
});

describe('request hashes', () => {
  it('do not depend on the order of fields, and tell a number from its text', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    expect(requestHash('c', { a: 1n, b: { d: at, c: null } })).toEqual(
      requestHash('c', { b: { c: null, d: at }, a: 1n }),
    );
    expect(requestHash('c', { a: 1n })).not.toEqual(requestHash('c', { a: '1' }));
    expect(requestHash('c', { a: 1n })).not.toEqual(requestHash('d', { a: 1n }));
    expect(requestHash('c', { a: [1n, 2n] })).not.toEqual(requestHash('c', { a: [2n, 1n] }));
  });
  it('JSON is canonical: read back it is the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = canonicalJson(value) ?? 'null';
        expect(canonicalJson(JSON.parse(json))).toBe(json);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
