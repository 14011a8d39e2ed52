/* What the executor promises, claim by claim, where the random comparison does not look or a failure should be easy to read. */
import { type ExecutionResult, GraphQLError, GraphQLScalarType, Kind, parse, printSchema, validate } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callInProcess, type InProcessSubgraph } from '../../gateway/execution/call-in-process.ts';
import { createPlanCache } from '../../gateway/execution/plan-cache.ts';
import { loadQueryPlanner } from '../../gateway/execution/query-planner.ts';
import type { CallSubgraph, SubgraphRequest } from '../../gateway/execution/subgraph-call.ts';
import { createSupergraphExecutor, type SupergraphExecutor } from '../../gateway/execution/supergraph-executor.ts';
import { composeSupergraph } from '../../gateway/supergraph.ts';
import { subgraphSdl } from '../support/random-federation/subgraphs.ts';
import { startTestSubgraph } from '../support/random-federation/test-subgraph.ts';
import { makeWorld } from '../support/random-federation/world.ts';

const supergraphSdl = composeSupergraph(subgraphSdl);
const world = { current: makeWorld(1, 0) };
const calls: { name: string; request: SubgraphRequest }[] = [];
const references: unknown[] = [];
/** Stands between the executor and a subgraph, when a test wants it to. */
let interfere: CallSubgraph | undefined;
let inFlight = 0;
let mostInFlight = 0;
let executor: SupergraphExecutor;
const subgraphs = new Map<string, InProcessSubgraph<object>>();

beforeAll(async () => {
  for (const { name, sdl } of subgraphSdl) {
    subgraphs.set(name, await startTestSubgraph(sdl, world, (reference) => references.push(reference)));
  }
  const inProcess = callInProcess(subgraphs, () => ({}));
  executor = await createSupergraphExecutor({
    supergraphSdl,
    callSubgraph: async (name, request) => {
      calls.push({ name, request });
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      try {
        return await (interfere ?? inProcess)(name, request);
      } finally {
        inFlight--;
      }
    },
  });
});
beforeEach(() => {
  world.current = makeWorld(1, 0);
  calls.length = 0;
  references.length = 0;
  interfere = undefined;
  mostInFlight = 0;
});
afterAll(() => expect(inFlight).toBe(0));

const ask = (text: string, rest: { variables?: Record<string, unknown>; signal?: AbortSignal } = {}) =>
  executor.execute({ document: parse(text), context: {}, ...rest });

/** Lets one subgraph answer in another way than it would. */
function replace(name: string, answer: CallSubgraph): void {
  const inProcess = callInProcess(subgraphs, () => ({}));
  interfere = (asked, request) => (asked === name ? answer : inProcess)(asked, request);
}

async function openStream(text: string, signal?: AbortSignal) {
  const stream = await executor.subscribe({ document: parse(text), context: {}, signal });
  if (!(Symbol.asyncIterator in stream)) throw new Error(`No stream: ${JSON.stringify(stream)}`);
  return stream;
}

/** The response key of the field that a subgraph is asked for. */
function rootKey({ document }: SubgraphRequest): string {
  const [operation] = document.definitions;
  const field = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  if (field?.kind !== Kind.FIELD) throw new Error('No field is asked for');
  return field.alias?.value ?? field.name.value;
}

/** A part of an answer, which is any JSON. */
function at(answer: ExecutionResult, ...path: (string | number)[]): unknown {
  let part: unknown = answer.data;
  for (const key of path) part = (part as Record<string | number, unknown> | null | undefined)?.[key];
  return part;
}

/** A source that gives what it is told to, and says what is done to it. */
function handSource(events: object[]) {
  const seen = { pulled: 0, returned: 0 };
  const source: AsyncIterableIterator<object> = {
    [Symbol.asyncIterator]: () => source,
    next: () => {
      seen.pulled++;
      const value = events.shift();
      return value ? Promise.resolve({ done: false, value }) : new Promise(() => {});
    },
    return: () => {
      seen.returned++;
      return new Promise(() => {}); // as a generator that waits for its next event
    },
  };
  return { source, seen };
}

test('any number of references to entities makes one call of a subgraph, and each entity is looked up once', async () => {
  const answer = await ask('{ sparse { inStock } grid { inStock } items { ... on Product { inStock } } }');
  expect(answer.errors).toBeUndefined();
  expect(calls.map(({ name }) => name)).toEqual(['catalogue', 'stock']);
  expect(references.length).toBeGreaterThanOrEqual(4);
  for (const list of Object.values(calls[1]!.request.variables) as unknown[][]) {
    const sent = list.map((reference) => JSON.stringify(reference));
    expect(new Set(sent).size).toBe(sent.length);
  }
  expect(at(answer, 'sparse', 0)).toEqual(at(answer, 'sparse', 3));
});

test('a list that is selected twice comes once', async () => {
  const answer = await ask('{ products { title } products { inStock } }');
  expect(at(answer, 'products', 'length')).toBe(3);
});

test('an alias cannot take the place of a key or of a required field', async () => {
  const plain = await ask('{ product(id: "p0") { id title shipping inStock weight } }');
  const aliased = await ask('{ product(id: "p0") { id: title x: id weight(unit: KILO) shipping inStock } }');
  const [expected, actual] = [plain.data?.product, aliased.data?.product] as Record<string, unknown>[];
  expect(actual?.id).toBe(expected?.title);
  expect(actual?.shipping).toBe(expected?.shipping);
  expect(actual?.inStock).toBe(expected?.inStock);
});

test('the root fields of a mutation run one after the other, across subgraphs, in the order of the document', async () => {
  const { data } = await ask(
    `mutation ($no: Boolean!) {
      a: stepStock ...More skipped: step @include(if: $no) ... on Mutation { c: stepSellers } a: stepStock d: step
    }
    fragment More on Mutation { b: restock(id: "p1") { title inStock } left: step @skip(if: true) }`,
    { variables: { no: false } },
  );
  expect(world.current.log).toEqual(['stepStock', 'restock p1 1', 'stepSellers', 'step 1']);
  expect(Object.keys(data ?? {})).toEqual(['a', 'b', 'c', 'd']);
  expect(mostInFlight).toBe(1);
});

test('a null that reaches the root ends a mutation', async () => {
  const { data, errors } = await ask('mutation { a: attempt { id } b: step }');
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(world.current.log).toEqual(['attempt 1']);
});

test('a mutation of which a part cannot be planned does nothing', async () => {
  // A limit of the planner 0.0.38; when a newer one plans this, the test needs another operation.
  const unplannable = 'retitle(id: "p1", title: "x") { warehouse { products { shipping } } }';
  const { errors } = await ask(`mutation { step b: restock(id: "p2") { id } ${unplannable} }`);
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_PLANNING_FAILED']);
  expect(world.current.log).toEqual([]);
});

test('a subgraph that does not answer takes its own fields with it, says where, and nothing of itself', async () => {
  replace('stock', () => {
    throw new Error('connect ECONNREFUSED 10.0.0.7:4003 stock-primary');
  });
  const told = (answer: ExecutionResult) =>
    answer.errors?.map(({ path, message, extensions }) => ({ path, message, code: extensions.code }));
  const failure = { message: 'A part of the platform did not answer', code: 'DOWNSTREAM_SERVICE_ERROR' };

  const partial = await ask('{ products(first: 2) { title a: inStock } settings { locale } }');
  expect(at(partial, 'settings', 'locale')).toBeTruthy();
  expect(told(partial)).toEqual([
    { path: ['products', 0, 'a'], ...failure },
    { path: ['products', 1, 'a'], ...failure },
  ]);
  const nothing = await ask('{ lowStock { id } settings { locale } }');
  expect(nothing.data).toBeNull(); // lowStock is non-null
  expect(told(nothing)).toEqual([{ path: ['lowStock'], ...failure }]);
  expect(JSON.stringify([partial, nothing])).not.toMatch(/stock-primary|ECONN|"stock"/);
});

test('a subgraph that rejects the operation of the plan is our fault, and its words are not passed on', async () => {
  replace('stock', () => ({
    errors: [{ message: 'Cannot query field "secretName"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  }));
  const answer = await ask('{ product(id: "p1") { title inStock } }');
  expect(at(answer, 'product', 'title')).toBeTruthy();
  expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['DOWNSTREAM_SERVICE_ERROR']);
  expect(JSON.stringify(answer)).not.toContain('secretName');
});

test('an error without a path is told where it left nothing, and no answer at all is a failure', async () => {
  replace('stock', () => ({ data: null, errors: [{ message: 'Too many', extensions: { code: 'BUSY' } }] }));
  const busy = await ask('{ products(first: 2) { inStock } }');
  expect(busy.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['products', 0, 'inStock'], 'BUSY'],
    [['products', 1, 'inStock'], 'BUSY'],
  ]);
  replace('stock', () => ({}));
  const nothing = await ask('{ products(first: 1) { inStock } }');
  expect(nothing.errors?.map(({ extensions }) => extensions.code)).toEqual(['DOWNSTREAM_SERVICE_ERROR']);
});

test('what is not of its type is an error without the value', async () => {
  replace('catalogue', (_, request) => ({ data: { [rootKey(request)]: { kind: 'UNDISCLOSED' } } }));
  const { data, errors } = await ask('{ product(id: "p1") { kind } }');
  expect(data).toEqual({ product: null });
  expect(errors?.[0]?.extensions.code).toBe('INCOMPLETE_DATA');
  expect(JSON.stringify(errors)).not.toContain('UNDISCLOSED');
});

test('callers who ask the same at the same time are each told their own', async () => {
  const document = parse('{ product(id: "p1") { title } }');
  const echo = await createSupergraphExecutor({
    supergraphSdl,
    callSubgraph: async (_, request) => {
      await new Promise(setImmediate);
      return { data: { [rootKey(request)]: { title: (request.context as { caller: string }).caller } } };
    },
  });
  const callers = Array.from({ length: 40 }, (_, n) => `caller ${n}`);
  const answers = await Promise.all(callers.map((caller) => echo.execute({ document, context: { caller } })));
  expect(answers.map((answer) => at(answer, 'product', 'title'))).toEqual(callers);
});

test('variables are checked before anything is asked, by the custom scalars, too', async () => {
  const refused = await ask('query ($n: Int!) { products(first: $n) { id } }', { variables: { n: 'many' } });
  expect(refused.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(calls).toHaveLength(0);

  const sdl = 'scalar Points type Query { spend(points: Points!): Int }';
  const Points = new GraphQLScalarType({
    name: 'Points',
    parseValue: (value) => {
      if (typeof value !== 'number' || value < 1) throw new GraphQLError('Points are positive');
      return BigInt(value);
    },
  });
  const sent: unknown[] = [];
  const strict = await createSupergraphExecutor({
    supergraphSdl: composeSupergraph([{ name: 'till', sdl }]),
    scalars: { Points },
    callSubgraph: (_, request) => {
      sent.push(request.variables);
      return { data: { [rootKey(request)]: 1 } };
    },
  });
  const document = parse('query ($points: Points!) { spend(points: $points) }');
  const run = (points: unknown) => strict.execute({ document, variables: { points }, context: {} });
  expect((await run(-1)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect((await run(5)).data).toEqual({ spend: 1 });
  expect(sent).toEqual([{ points: 5 }]);
  expect(validate(strict.publicSchema, parse('{ spend(points: -5) }'))).toHaveLength(1);
});

test.each([
  ['a condition', 'query ($it: Boolean = false) { products { id title @skip(if: $it) } }', false],
  ['a condition of a mutation', 'mutation ($it: Boolean = false) { step @skip(if: $it) }', false],
  ['an argument with a default', 'mutation ($it: Int) { step(by: $it) }', 2],
  ['an argument in a fragment', 'mutation ($it: Int = 2) { ...S } fragment S on Mutation { step(by: $it) }', 2],
  ['a field of an input', 'query ($it: String = "b") { products(filter: { titled: { contains: $it } }) { id } }', 'a'],
])('a null where none may stand is refused before anything is asked: %s', async (_where, text, good) => {
  expect(validate(executor.publicSchema, parse(text))).toEqual([]);
  const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] };
  expect(await ask(text, { variables: { it: null } })).toMatchObject(refused);
  expect(calls).toHaveLength(0);
  const document = parse(text);
  const run = (variables: Record<string, unknown>) => executor.execute({ document, variables, context: {} });
  for (const variables of [{ it: good }, {}]) expect((await run(variables)).errors).toBeUndefined();
  const asked = calls.length;
  expect(await run({ it: null })).toMatchObject(refused);
  expect(calls).toHaveLength(asked);
});

test('a null may stand where null may, and in a fragment of another operation', async () => {
  const document = parse('query A ($it: Int) { products(first: $it) { id } } mutation B ($it: Int) { step(by: $it) }');
  const answer = await executor.execute({ document, operationName: 'A', variables: { it: null }, context: {} });
  expect(answer.errors).toBeUndefined();
});

test('a fault of ours is a 500, not the client’s mistake', async () => {
  const variables = new Proxy(
    {},
    {
      getOwnPropertyDescriptor: () => {
        throw new Error('a fault');
      },
    },
  );
  const { errors } = await ask('query ($n: Int) { products(first: $n) { id } }', { variables });
  expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', http: { status: 500 } });
});

test('introspection is answered beside data, from the public schema', async () => {
  const answer = await ask('{ __typename t: __type(name: "Product") { fields { name } } products(first: 1) { id } }');
  expect(Object.keys(answer.data ?? {})).toEqual(['__typename', 't', 'products']);
  const fields = (at(answer, 't', 'fields') as { name: string }[]).map(({ name }) => name);
  expect(fields).toContain('inStock');
  expect(fields).not.toContain('secret');
  expect(printSchema(executor.publicSchema)).not.toMatch(/join__|link__|_Entity|_Any/);
});

test('a server that patches the public schema does not change what is completed', async () => {
  for (const field of Object.values(executor.publicSchema.getQueryType()?.getFields() ?? {})) {
    field.resolve = () => 'patched';
  }
  expect((await ask('{ product(id: "p1") { id } }')).data).toEqual({ product: { id: 'p1' } });
});

test('an aborted request asks no further subgraph', async () => {
  const abort = new AbortController();
  interfere = async (_, request) => {
    abort.abort();
    return { data: { [rootKey(request)]: { __typename: 'Product', id: 'p1' } } };
  };
  const { data, errors } = await ask('{ product(id: "p1") { inStock } }', { signal: abort.signal });
  expect(calls).toHaveLength(1);
  expect(data).toEqual({ product: { inStock: null } });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['REQUEST_ABORTED']);
});

test('every event of a subscription begins with nothing of the one before', async () => {
  const events = [];
  for await (const event of await openStream('subscription { restocked(id: "p2") { title inStock } }'))
    events.push(event);
  expect(events.map(({ errors }) => errors?.length ?? 0)).toEqual([0, 1, 0]);
  expect(events[2]?.data?.restocked).not.toBeNull();
});

test('a quiet stream can be left at once, twice, and its source is told once', async () => {
  const { source, seen } = handSource([]);
  replace('catalogue', () => source);
  const stream = await openStream('subscription { ticks { n } }');
  const waiting = stream.next();
  expect(await stream.return?.()).toEqual({ done: true, value: undefined });
  expect(await stream.return?.()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(seen.returned).toBe(1);
});

test('the end of its request ends a stream', async () => {
  const { source, seen } = handSource([]);
  replace('catalogue', () => source);
  const abort = new AbortController();
  const stream = await openStream('subscription { ticks { n } }', abort.signal);
  const waiting = stream.next();
  abort.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(seen.returned).toBe(1);
});

test('nothing is read ahead of the reader', async () => {
  const tick = (n: number) => ({ data: { ticks: { n } } });
  const { source, seen } = handSource([tick(0), tick(1), tick(2), tick(3)]);
  replace('catalogue', () => source);
  const stream = await openStream('subscription { ticks { n } }');
  expect((await stream.next()).value?.data).toEqual({ ticks: { n: 0 } });
  expect((await stream.next()).value?.data).toEqual({ ticks: { n: 1 } });
  await new Promise(setImmediate);
  expect(seen.pulled).toBe(2);
  await stream.return?.();
});

test('a source that fails is a last event with a code, and then the end', async () => {
  const events = [];
  for await (const event of await openStream('subscription { troubled(to: 5) { id } }')) events.push(event);
  expect(events).toHaveLength(3);
  expect(events[2]?.data).toBeUndefined();
  expect(events[2]?.errors?.[0]?.extensions.code).toBe('DOWNSTREAM_SERVICE_ERROR');
  expect(JSON.stringify(events[2])).not.toContain('troubled failed');
});

test('a subscription that does not start is told with errors, not with a stream', async () => {
  replace('catalogue', () => ({ errors: [{ message: 'Not yours', extensions: { code: 'FORBIDDEN' } }] }));
  const refused = await executor.subscribe({ document: parse('subscription { ticks { n } }'), context: {} });
  expect('errors' in refused && refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const query = await executor.subscribe({ document: parse('{ products { id } }'), context: {} });
  expect('errors' in query && query.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
});

test('operations whose fragments multiply, or that are too deep, are refused before they are planned', async () => {
  let bomb = '{ products { ...F0 } }';
  for (let n = 0; n < 24; n++)
    bomb += ` fragment F${n} on Product { a${n}: related { ...F${n + 1} } b${n}: related { ...F${n + 1} } }`;
  bomb += ' fragment F24 on Product { id }';
  const deep = `{ products ${'{ related '.repeat(45)} { id } ${'}'.repeat(45)} }`;
  for (const text of [bomb, deep]) {
    const { errors } = await ask(text);
    expect(errors?.[0]?.extensions.code).toBe('OPERATION_TOO_LARGE');
  }
  expect(calls).toHaveLength(0);
});

test('plans are kept within bounds, the least recently used go first', async () => {
  const made: string[] = [];
  const cache = createPlanCache(async (text) => {
    made.push(text);
    return { kind: 'Sequence', nodes: [] };
  }, 3);
  for (const text of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await cache.planFor(text);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
  for (let n = 0; n < 1000; n++) await cache.planFor(`hostile ${n}`);
  expect(cache.size().plans).toBe(3);

  const heavy = createPlanCache(async () => ({ kind: 'Sequence', nodes: [] }), 1_000, 500);
  for (let n = 0; n < 100; n++) await heavy.planFor(`${n} ${'x'.repeat(100)}`);
  await heavy.planFor('y'.repeat(1_000));
  expect(heavy.size().weight).toBeLessThanOrEqual(500);
});

test('a plan that is being made is made once, and a failure is not kept', async () => {
  let made = 0;
  const cache = createPlanCache(async () => {
    made++;
    await new Promise(setImmediate);
    if (made === 1) throw new Error('not this time');
    return undefined;
  });
  const first = await Promise.allSettled([cache.planFor('a'), cache.planFor('a')]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await Promise.all([cache.planFor('a'), cache.planFor('a'), cache.planFor('a')]);
  expect(made).toBe(2);
});

test('a machine without a planner is told so in one sentence', async () => {
  const load = loadQueryPlanner(supergraphSdl, () => Promise.reject(new Error('Cannot find native binding')));
  await expect(load).rejects.toThrow(/^The query planner is not built for [^.]+\.$/);
});

test('a supergraph that would be planned wrongly is refused at the start', async () => {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';
  const sdl = composeSupergraph([
    { name: 'a', sdl: `${link} type Query { p: P } type P @key(fields: "id") { id: ID! weight(unit: Int): Int }` },
    {
      name: 'b',
      sdl: `${link} type P @key(fields: "id") { id: ID! weight(unit: Int): Int @external fee: Int @requires(fields: "weight(unit: 1)") }`,
    },
  ]);
  await expect(createSupergraphExecutor({ supergraphSdl: sdl, callSubgraph: () => ({}) })).rejects.toThrow(
    /@requires of P.fee/,
  );
});

test('subgraphs that do not compose are told with every error', () => {
  const compose = () =>
    composeSupergraph([
      { name: 'a', sdl: 'type Query { a: Int! }' },
      { name: 'b', sdl: 'type Query { a: String }' },
    ]);
  expect(compose).toThrow(/do not compose:\n {2}[A-Z_]+: /);
});

test('@defer is no part of the public schema', () => {
  const errors = validate(executor.publicSchema, parse('{ products { id ... @defer { inStock } } }'));
  expect(errors[0]?.message).toMatch(/Unknown directive "@defer"/);
});
