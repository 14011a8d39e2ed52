/* Variables that were read by what was compiled of their types are what graphql-js makes of them, or graphql-js says why not. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema, getOperationAST, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compiledVariables } from '../../subgraphs/serving/compiled-variables.ts';
import { scalars } from '../../subgraphs/serving/scalars.ts';

const schema = buildSchema(`
  scalar Points
  scalar Anything
  type Query { f(a: In, b: [Int!], c: Int, d: Kind, e: Points, g: One, h: Anything, i: [[Int]!]): Int }
  input In { id: ID! count: Int = 3 kinds: [Kind!] inner: In points: Points more: [In!]! = [] }
  input One @oneOf { x: Int y: Int }
  enum Kind { GOOD BAD }
`);
Object.assign(schema.getType('Points') ?? {}, {
  parseValue: scalars.Points.parseValue,
  parseLiteral: scalars.Points.parseLiteral,
});

const operationOf = (definitions: string): OperationDefinitionNode => {
  const operation = getOperationAST(parse(`query (${definitions}) { f }`));
  if (!operation) throw new Error('Broken promise: there is an operation');
  return operation;
};

function both(definitions: string, sent: Record<string, unknown>) {
  const operation = operationOf(definitions);
  const plain = getVariableValues(schema, operation.variableDefinitions ?? [], sent, { maxErrors: 50 });
  return { plain, compiled: compiledVariables(schema)(operation)(sent) };
}

const rows: [what: string, definitions: string, sent: Record<string, unknown>][] = [
  ['none', '$a: In', {}],
  ['null', '$a: In', { a: null }],
  ['nothing', '$a: In', { a: undefined }],
  ['null where it may not be', '$a: In!', { a: null }],
  ['none where one must be', '$c: Int!', {}],
  ['a default', '$c: Int = 7, $a: In = { id: "x" }', {}],
  ['null in place of a default', '$c: Int = 7', { c: null }],
  ['an object with defaults of its own', '$a: In!', { a: { id: 'x' } }],
  [
    'an object in an object in a list',
    '$a: In!',
    { a: { id: 7, more: [{ id: 'y', inner: { id: 'z', kinds: ['GOOD', 'BAD'] } }] } },
  ],
  ['one for a list', '$b: [Int!], $i: [[Int]!], $a: In', { b: 1, i: 2, a: { id: 'x', kinds: 'GOOD' } }],
  ['a null in a list', '$b: [Int!], $i: [[Int]!]', { b: [1, null], i: [[1, null], []] }],
  ['what can be walked through', '$b: [Int!], $h: [Anything]', { b: new Set([1]), h: new Set([1]) }],
  ['a field that is missing', '$a: In', { a: { count: 1 } }],
  ['a field that nobody knows', '$a: In', { a: { id: 'x', cuont: 1 } }],
  ['a field that sets prototypes', '$a: In', { a: JSON.parse('{ "id": "x", "__proto__": { "count": 1 } }') }],
  ['a list for an object', '$a: In', { a: [] }],
  ['no such enum value', '$d: Kind', { d: 'UGLY' }],
  ['a scalar of ours', '$e: Points', { e: 12 }],
  ['a scalar of ours that says no', '$e: Points, $a: In', { e: 1.5, a: { id: 'x', points: '1' } }],
  ['one of several', '$g: One', { g: { x: 1 } }],
  ['one of several, and another', '$g: One', { g: { x: 1, y: 2 } }],
  ['variables that nobody defined', '$c: Int', { c: 1, z: 2 }],
  ['a variable named like a prototype', '$__proto__: Int', JSON.parse('{ "__proto__": 5 }')],
];

describe('the same values, or the same words', () => {
  test.each(rows)('%s', (_, definitions, sent) => {
    const { plain, compiled } = both(definitions, sent);
    expect(compiled).toEqual(plain);
    if (plain.errors) expect(JSON.stringify(compiled.errors)).toBe(JSON.stringify(plain.errors));
    else expect(Object.keys(compiled.coerced ?? {})).toEqual(Object.keys(plain.coerced));
  });

  test('any JSON for any type', () => {
    const leaf = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom('GOOD', 'x', '', 1.5, true),
      fc.constant(null),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
      object: fc.record(
        {
          id: leaf,
          count: tie('value'),
          kinds: tie('value'),
          inner: tie('value'),
          points: leaf,
          more: tie('value'),
          x: leaf,
        },
        { requiredKeys: ['id'] },
      ),
    }));
    const types = fc.constantFrom(
      'In',
      'In!',
      '[In]',
      '[Int!]',
      'Int',
      'Kind',
      'Points',
      'One',
      'Anything',
      '[[Int]!]',
    );
    fc.assert(
      fc.property(types, value, (type, sent) => {
        const { plain, compiled } = both(`$v: ${type}`, { v: sent });
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('good values are read without graphql-js', () => {
  const operation = operationOf('$a: In!');
  const read = compiledVariables(schema)(operation);
  const sent = { a: { id: 'x' } };
  const first = read(sent);
  // Whoever reads them by graphql-js looks at the definitions again.
  Object.defineProperty(operation.variableDefinitions?.[0], 'variable', {
    get: () => expect.fail('graphql-js was asked'),
  });
  expect(read(sent)).toEqual(first);
  expect(read({ a: {} }).errors).toHaveLength(1);
});

test('the inputs of the whole platform can be read', () => {
  const whole = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const platform = buildSchema(whole, { assumeValidSDL: true });
  const document = parse(
    'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }',
  );
  const operation = getOperationAST(document) as OperationDefinitionNode;
  const input = { idempotencyKey: 'k', storeId: 's', memberId: 'm', amount: { amount: '12.34', currency: 'EUR' } };
  const plain = getVariableValues(platform, operation.variableDefinitions ?? [], { input });
  expect(compiledVariables(platform)(operation)({ input })).toEqual(plain);
});
