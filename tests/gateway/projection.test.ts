import { buildSchema, execute, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../gateway/execution/json.ts';
import { compileProjection } from '../../gateway/execution/projection.ts';
import { plannedKey } from '../../gateway/execution/response-keys.ts';

const schema = buildSchema(`
  type Query { shop: Shop! things: [Thing!] grid: [[Int]] found(by: ID, at: Int! = 1): Thing note: Note }
  type Shop { name: String! rank: Rank stars: Float owner: Person tags: [String!]! }
  type Person implements Thing { id: ID! label: String friends: [Person] }
  type Box implements Thing { id: ID! label: String width: Int! }
  interface Thing { id: ID! label: String }
  union Note = Person | Shop
  enum Rank { HIGH LOW }
`);

const person = (id: string, more: JsonObject = {}): JsonObject => ({ __typename: 'Person', id, ...more });
const shop = { name: 'Corner', rank: 'HIGH', stars: 4.5, tags: ['a', 'b'], owner: person('1') };

function both(query: string, tree: JsonObject, variables: JsonObject = {}) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  const projected = operation && compileProjection(schema, document, operation, variables)?.(tree);
  const completed = execute({
    schema,
    document,
    rootValue: tree,
    variableValues: variables,
    fieldResolver: (source: unknown, _args, _context, { fieldNodes: [field] }) =>
      (isObject(source) && field && source[plannedKey(field)]) ?? null,
    typeResolver: (value: unknown) => (isObject(value) ? String(value.__typename) : undefined),
  });
  if (completed instanceof Promise) throw new Error('Broken promise: nothing here waits');
  return { projected, completed };
}

describe('a projection answers what graphql-js does, to the byte', () => {
  const rows: [what: string, query: string, tree: JsonObject, variables?: JsonObject][] = [
    ['fields in the order of the operation', '{ shop { tags name stars rank } }', { shop }],
    [
      'aliases and arguments',
      '{ mine: found(by: "7") { key: id } }',
      { _as4_mine_found: person('7', { _as3_key_id: '7' }) },
    ],
    ['nulls where they may be', '{ shop { name owner { label } } things { id } }', { shop, things: null }],
    ['a field twice is one', '{ shop { owner { id } name owner { label } } }', { shop }],
    [
      'fragments by concrete type',
      '{ things { __typename ...P ... on Box { width id } label } } fragment P on Person { friends { id } label }',
      { things: [person('1', { friends: [person('2'), null] }), { __typename: 'Box', id: '3', width: 2 }] },
    ],
    ['a union', '{ note { ... on Shop { name } ... on Thing { id } } }', { note: person('9') }],
    ['lists of lists', '{ grid }', { grid: [[1, null], null, []] }],
    ['@skip', 'query ($no: Boolean!) { shop { name @skip(if: $no) stars } }', { shop }, { no: true }],
    [
      '@include on fragments',
      'query ($no: Boolean!) { shop { stars ... @include(if: $no) { name } } }',
      { shop },
      { no: false },
    ],
    [
      'all of a selection left out',
      'query ($no: Boolean!) { shop { name @include(if: $no) } }',
      { shop },
      { no: false },
    ],
    [
      'a variable that may be null where null may be',
      'query ($by: ID) { found(by: $by) { id } }',
      { _as5_found_found: person('4') },
    ],
    [
      'a variable that was left out where null may not be',
      'query ($at: Int, $no: Boolean = false) { found(at: $at) { id label @skip(if: $no) } }',
      { _as5_found_found: person('4') },
      { no: false },
    ],
    ['scalars coerced outwards', '{ found { id } }', { found: person(5 as never) }],
  ];
  test.each(rows)('%s', (_what, query, tree, variables) => {
    const { projected, completed } = both(query, tree, variables);
    expect(completed.errors).toBeUndefined();
    expect(JSON.stringify(projected)).toBe(JSON.stringify(completed.data));
  });
});

describe('a projection gives up where graphql-js has to say something', () => {
  const rows: [what: string, query: string, tree: JsonObject, variables?: JsonObject][] = [
    ['a null that may not be', '{ shop { name } }', { shop: { name: null } }],
    ['a missing value deep in a list', '{ things { id } }', { things: [person('1'), { __typename: 'Box' }] }],
    ['no value of the enum', '{ shop { rank } }', { shop: { rank: 'MIDDLE' } }],
    ['no list', '{ shop { tags } }', { shop: { tags: 'a' } }],
    ['no object', '{ shop { owner { label } } }', { shop: { owner: 'me' } }],
    ['a type that is none of the possible', '{ things { id } }', { things: [{ __typename: 'Shop', id: '1' }] }],
    ['no type', '{ note { __typename } }', { note: { id: '1' } }],
    ['introspection', '{ __schema { queryType { name } } shop { name } }', { shop }],
    ['a key that would be a prototype', '{ __proto__: shop { name } }', { _as9___proto___shop: shop }],
  ];
  test.each(rows)('%s', (_what, query, tree, variables) => {
    expect(both(query, tree, variables).projected ?? undefined).toBeUndefined();
  });
});
