/*
 * Compiled operations are executed as by graphql-js: random ones, over resolvers that answer at once, later, or with an error.
 *
 * RANDOM_OPERATIONS=5000 runs more of them, RANDOM_SEED=123 other ones. A failure prints its seed and operation.
 */
import {
  buildSchema,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isObjectType,
  parse,
  validate,
  visit,
} from 'graphql';
import { expect, test, vi } from 'vitest';
import { composeSupergraph, publicSchemaOf } from '../../gateway/supergraph.ts';
import { compiledExecution } from '../../subgraphs/serving/compiled-execution.ts';
import { compareAnswers } from '../support/random-federation/compare-answers.ts';
import type { Answer } from '../support/random-federation/deployments.ts';
import { randomOperation } from '../support/random-federation/random-operation.ts';
import { makePlain, resolveTypename, type WorldContext } from '../support/random-federation/resolvers.ts';
import { type SeededRandom, seededRandom } from '../support/random-federation/seeded-random.ts';
import { subgraphSdl } from '../support/random-federation/subgraphs.ts';
import { makeWorld } from '../support/random-federation/world.ts';

const OPERATIONS = Number(process.env.RANDOM_OPERATIONS ?? 400);
const FIRST_SEED = Number(process.env.RANDOM_SEED ?? 1);
const LONG = 3_600_000;

interface Context extends WorldContext {
  readonly random: SeededRandom;
}

/** Every field answers at once, or with what `later` makes of it. */
function randomSchema(later: (value: unknown, random: SeededRandom) => unknown): GraphQLSchema {
  const schema = makePlain(publicSchemaOf(composeSupergraph(subgraphSdl)));
  for (const type of Object.values(schema.getTypeMap())) {
    if ('resolveType' in type) type.resolveType = (value: unknown) => resolveTypename(value);
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      field.resolve = (source, args, context: Context, info) =>
        later(resolve?.(source, args, context, info), context.random);
    }
  }
  return schema;
}

async function told(
  run: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>,
  args: Omit<ExecutionArgs, 'contextValue'>,
  seed: number,
) {
  const world = makeWorld(seed % 23, seed % 3 === 0 ? 0 : 0.06);
  const contextValue: Context = { world, random: seededRandom(seed) };
  const result = await run({ ...args, contextValue });
  return { answer: JSON.parse(JSON.stringify(result)) as Answer, effects: world.log.join(', ') };
}

/**
 * Runs, and says which rejections nobody was there to take. graphql-js (16) leaves some: of items of a list that fail later than one beside them. One
 * of those would end a process.
 */
async function withUnhandled<Answer>(run: () => Promise<Answer>): Promise<{ answer: Answer; unhandled: unknown[] }> {
  const unhandled: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  try {
    const answer = await run();
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return { answer, unhandled };
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  }
}

const kinds = ['query', 'query', 'mutation'] as const;

async function compareMany(schema: GraphQLSchema, compare: (plain: Answer, compiled: Answer) => string | undefined) {
  const executeCompiled = compiledExecution(schema);
  const differences: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + OPERATIONS && differences.length < 3; seed += 1) {
    const { document: whole, variables } = randomOperation(schema, seededRandom(seed), kinds[seed % 3] ?? 'query');
    const document = visit(whole, { Directive: () => null });
    const args = { schema, document, variableValues: variables };
    const { answer: expected } = await withUnhandled(() => told(execute, args, seed));
    const { answer: actual, unhandled } = await withUnhandled(() => told(executeCompiled, args, seed));
    if (unhandled.length > 0) differences.push(`seed ${seed}: nobody was told of ${String(unhandled[0])}`);
    const difference =
      expected.effects === actual.effects
        ? compare(expected.answer, actual.answer)
        : `did ${actual.effects}, not ${expected.effects}`;
    if (difference !== undefined) differences.push(`seed ${seed}: ${difference}`);
  }
  expect(differences.join('\n\n')).toBe('');
}

test(
  'answers of resolvers that answer at once are the same to the byte: errors in their order, with their places',
  () =>
    compareMany(
      randomSchema((value) => value),
      (plain, compiled) =>
        JSON.stringify(plain) === JSON.stringify(compiled) ? undefined : JSON.stringify([plain, compiled], null, 1),
    ),
  LONG,
);

test(
  'some answer later, some fail later',
  () =>
    compareMany(
      randomSchema((value, random) => {
        if (random.chance(0.5)) return value;
        if (random.chance(0.3)) return new Promise((resolve) => setImmediate(() => resolve(value)));
        return Promise.resolve(value);
      }),
      (plain, compiled) => compareAnswers(plain, compiled).difference,
    ),
  LONG,
);

const SCHEMA = `
  type Query { plain: Int! list: [Int!] maybe: [Thing] hard: Thing! thing: Thing node: Node where(at: Int = 3, of: Of): String method: String }
  type Mutation { first: Int second: Int! }
  type Thing implements Node { id: ID! next: Thing hard: Int! list: [Int!]! }
  interface Node { id: ID! }
  input Of { deep: [Int!]! }
`;
const fail = (words: string) => () => {
  throw new Error(words);
};
const late = (words: string) => async () => {
  await null;
  throw new Error(words);
};

const rows: [what: string, query: string, root: object, variables?: object][] = [
  ['a value that is missing where it must be there', '{ plain }', {}],
  ['an error that is returned', '{ thing { id } plain }', { plain: 1, thing: new Error('no thing') }],
  ['an item that is missing', '{ list }', { list: [1, null, 2] }],
  [
    'items that come later, one of which fails',
    '{ maybe { id } }',
    { maybe: () => [Promise.resolve({ id: 1 }), late('lost')(), null] },
  ],
  ['no list', '{ list }', { list: 7 }],
  ['text is no list', '{ list }', { list: '123' }],
  ['a set is one', '{ list }', { list: new Set([1, 2]) }],
  ['a value that is not of its type', '{ plain list }', { plain: 'x', list: [1] }],
  ['methods', '{ method thing { id } }', { method: () => 'called', thing: () => ({ id: () => 7 }) }],
  [
    'defaults, literals and variables',
    'query ($of: Of!) { where(of: $of) b: where(at: 4, of: { deep: 1 }) c: where(at: null) }',
    { where: (given: object) => JSON.stringify(given) },
    { of: { deep: [2] } },
  ],
  ['a variable that does not fit', 'query ($of: Of!) { where(of: $of) }', {}, { of: {} }],
  [
    'a variable that is not given',
    'query ($at: Int) { where(at: $at) }',
    { where: (given: object) => JSON.stringify(given) },
  ],
  [
    'a type by its name',
    '{ node { __typename id ... on Thing { list } } }',
    { node: { __typename: 'Thing', id: 1, list: [1] } },
  ],
  [
    'errors below a null are not told',
    '{ thing { hard next { id } } }',
    { thing: { hard: fail('at once'), next: late('below') } },
  ],
  [
    'nor later ones',
    '{ thing { a: hard b: hard next { id } } }',
    { thing: { hard: late('both'), next: { id: late('below') } } },
  ],
  ['everything is null', '{ hard { id } plain }', { hard: null, plain: late('too late') }],
  [
    'a mutation stops at nothing but a null of its root',
    'mutation { first second }',
    { first: fail('first'), second: () => 2 },
  ],
  ['which it does', 'mutation { second first }', { second: late('second'), first: () => 1 }],
  [
    'fields that are selected again',
    '{ thing { id } thing { next { id } } ...T } fragment T on Query { thing { id list } }',
    { thing: { id: 1, next: { id: 2 }, list: [] } },
  ],
];

test.each(rows)('%s', async (_, query, rootValue, variableValues = {}) => {
  const schema = buildSchema(SCHEMA);
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const args = { document, rootValue, variableValues: variableValues as Record<string, unknown> };
  const plain = await execute({ schema, ...args });
  const compiled = await compiledExecution(schema)(args);
  expect(JSON.stringify(compiled)).toBe(JSON.stringify(plain));
});

test('what resolvers are told of their field is what graphql-js tells them', async () => {
  const schema = buildSchema(SCHEMA);
  const told: object[] = [];
  const field = schema.getType('Thing');
  if (!isObjectType(field)) throw new Error('Broken promise: Thing is a type');
  field.getFields().next!.resolve = (source, args, context, info) => {
    const { fieldName, fieldNodes, returnType, parentType, path, fragments, rootValue, operation, variableValues } =
      info;
    told.push({
      source,
      args,
      context,
      fieldName,
      fieldNodes,
      returnType,
      parentType,
      path,
      fragments: { ...fragments },
      rootValue,
      operation,
      variableValues,
      same: info.schema === schema,
    });
    return null;
  };
  const document = parse('query ($n: Int) { maybe { ...T } where(at: $n) } fragment T on Thing { x: next { id } }');
  const args = { document, rootValue: { maybe: [{ id: 1 }] }, contextValue: { who: 'me' }, variableValues: { n: 1 } };
  await execute({ schema, ...args });
  await compiledExecution(schema)(args);
  expect(told).toHaveLength(2);
  expect(JSON.stringify(told[1])).toBe(JSON.stringify(told[0]));
});

const LEFT = ['{ plain @skip(if: false) }', '{ __schema { queryType { name } } }', '{ __proto__: plain }'];

test.each(LEFT)('%s is left to graphql-js', async (query) => {
  const schema = buildSchema(SCHEMA);
  const args = { document: parse(query), rootValue: { plain: 1 } };
  const answer = await compiledExecution(schema)(args);
  expect(JSON.stringify(answer)).toBe(JSON.stringify(await execute({ schema, ...args })));
});

test('an operation is compiled once, and its arguments are read once where no variable is among them', async () => {
  const schema = buildSchema(SCHEMA);
  const run = compiledExecution(schema);
  const where = vi.fn(() => 'here');
  const document = parse('{ where(at: 7) }');
  await run({ document, rootValue: { where } });
  await run({ document, rootValue: { where } });
  const [[first], [second]] = where.mock.calls as unknown as [[object], [object]];
  expect(first).toBe(second);
  expect(Object.isFrozen(first)).toBe(true);
});
