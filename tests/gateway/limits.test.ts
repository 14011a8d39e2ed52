import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationCost, readCostRules } from '../../gateway/limits/operation-cost.ts';
import { publicSchemaOf } from '../../gateway/supergraph.ts';
import { codesOf, type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';

let it: GatewayUnderTest;
beforeAll(async () => {
  it = await gatewayUnderTest({
    limits: { depth: 4, aliases: 3, directives: 2, tokens: 200, documentCharacters: 2_000, cost: 500 },
  });
});
afterAll(() => it.gateway.close(0));

const TOO_MUCH: [string, string, string][] = [
  [
    'depth',
    '{ notes(first: 1) { replies(first: 1) { replies(first: 1) { replies(first: 1) { id } } } } }',
    'OPERATION_TOO_COMPLEX',
  ],
  [
    'depth through fragments',
    '{ notes(first: 1) { ...A } } fragment A on Note { replies(first: 1) { ...B } } fragment B on Note { replies(first: 1) { replies(first: 1) { id } } }',
    'OPERATION_TOO_COMPLEX',
  ],
  ['aliases', '{ a: hello b: hello c: hello d: hello }', 'OPERATION_TOO_COMPLEX'],
  ['aliases of __typename', '{ a: __typename b: __typename c: __typename d: __typename }', 'OPERATION_TOO_COMPLEX'],
  [
    'aliases multiplied by fragments',
    '{ ...A ...A } fragment A on Query { a: hello b: hello }',
    'OPERATION_TOO_COMPLEX',
  ],
  [
    'directives',
    '{ hello @skip(if: false) ... @include(if: true) { hello @skip(if: false) } }',
    'OPERATION_TOO_COMPLEX',
  ],
  ['tokens', `{ ${'hello '.repeat(250)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['characters', `{ hello } # ${'x'.repeat(2_000)}`, 'OPERATION_TOO_COMPLEX'],
  ['cost of a list', '{ notes(first: 600) { id } }', 'OPERATION_TOO_COMPLEX'],
  ['cost of a list in a list', '{ notes(first: 30) { replies(first: 30) { id } } }', 'OPERATION_TOO_COMPLEX'],
  [
    'cost of several small lists',
    '{ a: notes(first: 200) { id } b: notes(first: 200) { id } c: notes(first: 200) { id } }',
    'OPERATION_TOO_COMPLEX',
  ],
  ['the weight of a field', '{ heavy }', 'OPERATION_TOO_COMPLEX'],
];

describe('what is too much is refused before anything is executed', () => {
  test.each(TOO_MUCH)('%s, over HTTP', async (_what, query, code) => {
    const calls = it.federation.log.executed.length;
    const answer = await it.ask(query);
    expect([answer.status, codesOf(answer)[0], answer.data]).toEqual([400, code, undefined]);
    expect(it.federation.log.executed.length).toBe(calls);
  });

  test.each(TOO_MUCH)('%s, over SSE', async (_what, query, code) => {
    const calls = it.federation.log.executed.length;
    const response = await fetch(it.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
    expect(await response.text()).toContain(`"code":"${code}"`);
    expect(it.federation.log.executed.length).toBe(calls);
  });

  test('the size of a list is read from a variable, its default and the default of the argument', async () => {
    const query = 'query($n: Int! = 600) { notes(first: $n) { id } }';
    expect(codesOf(await it.ask(query))).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(codesOf(await it.ask(query, { variables: { n: 501 } }))).toEqual(['OPERATION_TOO_COMPLEX']);
    expect((await it.ask(query, { variables: { n: 2 } })).errors).toBeUndefined();
    // Again: what the document cost a moment ago says nothing of this time.
    expect(codesOf(await it.ask(query, { variables: { n: 501 } }))).toEqual(['OPERATION_TOO_COMPLEX']);
    expect((await it.ask('{ notes { id } }')).errors).toBeUndefined();
  });

  test('mutations are refused whole: the first is not done when the second is too much', async () => {
    const answer = await it.ask(
      'mutation { count(by: 1) record(input: {items: [1]}) { results { replies(first: 9999) { id } } } }',
    );
    expect(codesOf(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(it.federation.log.counted).toBe(0);
  });

  test('a subscription is held to the cost of one event', async () => {
    const tight = await gatewayUnderTest({ limits: { cost: 1 } });
    try {
      const response = await fetch(tight.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query: 'subscription { ticks(to: 1) { author { name } } }' }),
      });
      expect(await response.text()).toContain('OPERATION_TOO_COMPLEX');
      expect(tight.federation.log.opened).toBe(0);
    } finally {
      await tight.gateway.close(0);
    }
  });

  test('fragments that double each other are measured, not written out', async () => {
    const fragments = Array.from({ length: 25 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const answer = await it.ask(`{ ...F0 } ${fragments.join(' ')} fragment F25 on Query { hello }`);
    expect(answer.status).toBe(400);
  });
});

describe('cost', () => {
  const sdl = (fields: string) => `
    schema { query: Query mutation: Mutation }
    directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | OBJECT | SCALAR
    directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
    ${fields}`;
  const schemaSdl = sdl(`
    type Query {
      one: Thing
      page(first: Int = 10, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
      assumed: [Thing] @listSize(assumedSize: 7)
      unknown: [Thing]
      names: [String]
      dear: Dear
      argued(by: Int @cost(weight: 3)): Int @cost(weight: 2)
    }
    type Mutation { act: Thing batch(input: Batch!): [Thing] @listSize(slicingArguments: ["input.items"]) }
    input Batch { items: [Int!]! }
    type Page { edges: [Edge] total: Int }
    type Edge { node: Thing cursor: String }
    type Thing { id: ID parts: [Thing] @listSize(assumedSize: 2) }
    type Dear @cost(weight: 50) { id: ID }
  `);
  const rules = readCostRules(schemaSdl);
  const schema = publicSchemaOf(schemaSdl);
  const costOf = (query: string, variables: Record<string, unknown> = {}): number => {
    const document = parse(query);
    const operation = document.definitions[0];
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
    return operationCost(schema, rules, document, operation, variables);
  };

  test.each<[string, number, Record<string, unknown>?]>([
    ['{ __typename }', 0],
    ['{ one { id } }', 1],
    ['{ one { id } one { id } }', 2],
    ['{ names }', 0],
    ['{ assumed { id } }', 7],
    ['{ assumed { parts { id } } }', 7 + 7 * 2],
    ['{ unknown { id } }', 100],
    ['{ page { total } }', 1],
    ['{ page { edges { cursor } } }', 1 + 10],
    ['{ page(first: 3) { edges { node { id } } } }', 1 + 3 * 2],
    ['{ page(first: 3, last: 5) { edges { node { id } } } }', 1 + 5 * 2],
    ['{ page(first: -3) { edges { node { id } } } }', 1],
    ['query($n: Int) { page(first: $n) { edges { cursor } } }', 1 + 4, { n: 4 }],
    ['{ page(first: 3) { ...E } } fragment E on Page { edges { node { id } } }', 1 + 3 * 2],
    ['{ dear { id } }', 50],
    ['{ argued }', 2],
    ['{ argued(by: 1) }', 5],
    ['mutation { act { id } }', 11],
    ['mutation { batch(input: { items: [1, 2, 3] }) { id } }', 13],
    ['mutation($input: Batch!) { batch(input: $input) { id } }', 14, { input: { items: [1, 2, 3, 4] } }],
  ])('%s costs %i', (query, cost, variables) => {
    expect(costOf(query, variables)).toBe(cost);
  });

  test('a weight that would not be counted stops the start', () => {
    expect(() => readCostRules(sdl('type Query { a(i: I): Int } input I { x: Int @cost(weight: 1) }'))).toThrow('I.x');
  });
});
