import { buildSchema, type GraphQLError } from 'graphql';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { rememberCommand } from '../../subgraphs/serving/idempotency.ts';
import { createKnownDocuments } from '../../subgraphs/serving/known-operations.ts';
import { entityLoader, lazyLoaders } from '../../subgraphs/serving/loaders.ts';
import { SUBGRAPHS } from '../../subgraphs/serving/sdl.ts';
import { createSharedRead } from '../../subgraphs/serving/shared-reads.ts';
import { buildSchemaOf, type Subgraph, type SubgraphContext, startSubgraph } from '../../subgraphs/serving/subgraph.ts';
import { accepted, refuse, refused } from '../../subgraphs/shared/refusal.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { callerOf } from '../support/subgraph-client.ts';

const operator = callerOf({ role: 'operator', programmeId: '018f0000-0000-7000-8000-0000000000a1' });

interface Numbered extends SubgraphContext {
  readonly number: number;
}

describe('a subgraph', () => {
  const log: { level: number; requestId?: string; fault?: { message: string; stack: string } }[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => log.push(JSON.parse(line)) });
  let contexts = 0;
  let returned = 0;
  let subgraph: Subgraph;
  let events: () => AsyncIterable<unknown> = async function* () {};

  const start = (): Promise<Subgraph> =>
    startSubgraph<Numbered>({
      name: 'ledger',
      contextFor: (request) => {
        contexts += 1;
        return { ...request, number: contexts };
      },
      logger,
      resolvers: {
        Query: {
          transaction: () => {
            throw new Error('SELECT secret FROM vault');
          },
          hold: () => 'not a hold',
        },
        Hold: { id: () => 'h' },
        Subscription: { pointsUpdated: { subscribe: () => events() } },
        PointsUpdate: { cursor: (_: unknown, __: unknown, context: Numbered) => `${context.number}` },
      },
    });
  beforeAll(async () => {
    subgraph = await start();
  });
  afterEach(() => {
    log.length = 0;
  });
  afterAll(() => subgraph.stop());

  const execute = (query: string, caller: typeof operator | null = operator, variables: Record<string, unknown> = {}) =>
    subgraph.execute({ query, variables, caller, requestId: 'request-7' });
  const SUBSCRIPTION = 'subscription($m: ID!) { pointsUpdated(memberId: $m) { cursor } }';
  const subscribe = (
    query = SUBSCRIPTION,
    caller: typeof operator | null = operator,
    variables: Record<string, unknown> = { m: '1' },
  ) => subgraph.subscribe({ query, variables, caller, requestId: 'request-8' });
  const codeOf = (result: object): unknown =>
    'errors' in result ? (result.errors as GraphQLError[]).map((error) => error.extensions?.code) : 'opened';

  it('builds from its contract alone, each of the four', () => {
    for (const name of SUBGRAPHS) expect(buildSchemaOf(name, {}).getQueryType()?.name).toBe('Query');
  });

  it('reads default values with the parsers of its scalars', () => {
    const input = buildSchemaOf('partners', {}).getType('SignContractInput');
    const fields = (input as { getFields(): Record<string, { defaultValue: unknown }> }).getFields();
    expect([fields.earnPoints?.defaultValue, fields.issuePriceMicros?.defaultValue]).toEqual([1n, 10_000n]);
  });

  it('masks a fault and logs it under the request id', async () => {
    const { data, errors } = await execute('{ transaction(id: "1") { id } }');
    expect(data).toEqual({ transaction: null });
    expect(errors?.map((error) => error.toJSON())).toEqual([
      {
        message: 'Something went wrong on our side.',
        locations: [{ line: 1, column: 3 }],
        path: ['transaction'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect(log).toMatchObject([{ requestId: 'request-7', fault: { message: 'SELECT secret FROM vault' } }]);
  });

  it.each([
    ['a document that does not parse', '{ hold(', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a field that does not exist', '{ hold(id: "1") { idd } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of the wrong type', 'query($id: ID!) { hold(id: $id) { id } }', { id: {} }, 'BAD_USER_INPUT'],
    [
      'a scalar of the wrong form',
      'query($t: DateTime!) { pointsLiability(asOf: $t) { __typename } }',
      { t: 'yesterday' },
      'BAD_USER_INPUT',
    ],
    ['introspection', '{ __schema { types { name } } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ])('answers %s with a stable code, without suggestions, and logs no fault', async (_, query, variables, code) => {
    const { errors, data } = await execute(query, operator, variables);
    expect(data ?? null).toBeNull();
    expect(errors?.map((error) => error.extensions?.code)).toEqual([code]);
    expect(JSON.stringify(errors)).not.toMatch(/Did you mean|stack/);
    expect(log).toEqual([]);
  });

  it('answers queries and mutations once, and subscriptions as streams, never one for the other', async () => {
    const unresolved = ['OPERATION_RESOLUTION_FAILURE'];
    const { errors } = await execute(SUBSCRIPTION, operator, { m: '1' });
    expect(errors?.map((error) => error.extensions?.code)).toEqual(unresolved);
    expect(codeOf(await subscribe('{ transaction(id: "1") { id } }', operator, {}))).toEqual(unresolved);
    const { errors: which } = await execute('query A { __typename } query B { __typename }');
    expect(which?.map((error) => error.extensions?.code)).toEqual(unresolved);
    expect(log).toEqual([]);
  });

  it('enforces callers and scopes itself, before a resolver runs', async () => {
    const { errors: none } = await execute('{ transaction(id: "1") { id } }', null);
    expect(none?.map((error) => error.extensions?.code)).toEqual(['UNAUTHENTICATED']);
    const { errors: narrow } = await execute('{ transaction(id: "1") { id } }', {
      ...operator,
      scopes: ['settlement:read'],
    });
    expect(narrow?.map((error) => error.extensions?.code)).toEqual(['FORBIDDEN']);
    expect(log).toEqual([]);
  });

  it('every event of a subscription has a context of its own', async () => {
    events = async function* () {
      yield { pointsUpdated: {} };
      yield { pointsUpdated: {} };
    };
    const before = contexts;
    const stream = await subscribe();
    if (!(Symbol.asyncIterator in stream)) throw new Error('not a stream');
    const cursors: unknown[] = [];
    for await (const { data } of stream) cursors.push(data?.pointsUpdated);
    // One for opening the source, one for each event.
    expect(cursors).toEqual([{ cursor: String(before + 2) }, { cursor: String(before + 3) }]);
  });

  it('a source that breaks ends the stream with one masked error', async () => {
    events = async function* () {
      yield { pointsUpdated: {} };
      throw new Error('socket 10.0.0.1 broke');
    };
    const stream = await subscribe();
    if (!(Symbol.asyncIterator in stream)) throw new Error('not a stream');
    const results: unknown[] = [];
    for await (const result of stream) results.push(result);
    expect(results).toHaveLength(2);
    expect(codeOf(results[1] as object)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(results)).not.toContain('10.0.0.1');
    expect(log).toMatchObject([{ requestId: 'request-8', fault: { message: 'socket 10.0.0.1 broke' } }]);
  });

  it('a reader that leaves a quiet stream leaves at once, and its source is told once', async () => {
    returned = 0;
    events = () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<unknown>>(() => {}),
        return: async () => {
          returned += 1;
          return { done: true, value: undefined };
        },
      }),
    });
    const stream = await subscribe();
    if (!(Symbol.asyncIterator in stream)) throw new Error('not a stream');
    const pending = stream.next();
    await stream.return?.();
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(returned).toBe(1);
  });

  it.each([
    ['without a caller', SUBSCRIPTION, null, { m: '1' }, 'UNAUTHENTICATED'],
    ['without the scope', SUBSCRIPTION, { ...operator, scopes: [] }, { m: '1' }, 'FORBIDDEN'],
    ['with a variable of the wrong type', SUBSCRIPTION, operator, { m: {} }, 'BAD_USER_INPUT'],
    ['to a field that does not exist', 'subscription { pointsUpdate }', operator, {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['that does not parse', 'subscription {', operator, {}, 'GRAPHQL_PARSE_FAILED'],
  ])('a subscription %s is not opened', async (_, query, caller, variables, code) => {
    const result = await subscribe(query, caller, variables);
    expect(codeOf(result)).toEqual([code]);
    expect(JSON.stringify(result)).not.toContain('Did you mean');
  });
});

describe('the documents that are kept', () => {
  const schema = buildSchema('type Query { a: Int b: Int }');

  it('are parsed once, a bounded number of them, and the least recently used go first', () => {
    const known = createKnownDocuments(schema, 2);
    const [a, b] = [known('{ a }'), known('{ b }')];
    expect(known('{ a }')).toBe(a);
    known('{ a b }');
    expect(known('{ a }')).toBe(a);
    expect(known('{ b }')).not.toBe(b);
  });

  it('are bounded by their length, too, and one that is longer than all may be is not kept', () => {
    const known = createKnownDocuments(schema, 100, 12);
    const a = known('{ a }');
    known('{ b }');
    expect(known('{ a }')).toBe(a);
    known('{ a  b }');
    expect(known('{ a }')).not.toBe(a);
    const long = '{ a b a b a b }';
    expect(known(long)).not.toBe(known(long));
  });

  it('are valid ones', () => {
    const known = createKnownDocuments(schema);
    expect(known('{ c }')).not.toBe(known('{ c }'));
  });
});

describe('a shared read', () => {
  it('asks once for what many want at the same moment, each group by itself, and keeps nothing', async () => {
    const asked: [string, string[]][] = [];
    const read = createSharedRead(async (group: string, ids) => {
      asked.push([group, [...ids].sort()]);
      return ids.map((id) => `${group} ${id}`);
    });
    const [first, second, other] = await Promise.all([read('p', ['a', 'b']), read('p', ['b', 'c']), read('q', ['a'])]);
    expect([first, second]).toEqual([
      ['p a', 'p b', 'p c'],
      ['p a', 'p b', 'p c'],
    ]);
    expect(other).toEqual(['q a']);
    expect(await read('p', ['a'])).toEqual(['p a']);
    expect(asked).toEqual([
      ['p', ['a', 'b', 'c']],
      ['q', ['a']],
      ['p', ['a']],
    ]);
  });

  it('reads after every question that it answers: what is asked for meanwhile is read again', async () => {
    let version = 1;
    let go = (): void => {};
    const begun = new Promise<void>((resolve) => {
      go = resolve;
    });
    const finish: (() => void)[] = [];
    const read = createSharedRead(async () => {
      const seen = version;
      go();
      await new Promise<void>((resolve) => finish.push(resolve));
      return [seen];
    });
    const before = read('p', []);
    await begun;
    version = 2;
    const after = read('p', []);
    while (finish.length < 2) await new Promise<void>((resolve) => setImmediate(resolve));
    for (const end of finish) end();
    expect([await before, await after]).toEqual([[1], [2]]);
  });

  it('that fails fails for all that wanted it, and for nobody after', async () => {
    let fails = true;
    const read = createSharedRead(async () => {
      if (fails) throw new Error('gone');
      return ['row'];
    });
    const outcomes = await Promise.allSettled([read('p', ['a']), read('p', ['b']), read('q', ['a'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    fails = false;
    expect(await read('p', ['a'])).toEqual(['row']);
  });
});

describe('loaders of a request', () => {
  it('are made when they are first asked for, once, and for that request only', () => {
    const made: string[] = [];
    const loadersOf = lazyLoaders<string, { one: { of: string }; both: { of: string }[] }>({
      one: (request) => {
        made.push(`one of ${request}`);
        return { of: request };
      },
      both: (request, { one }) => [one, { of: request }],
    });
    const [first, second] = [loadersOf('first'), loadersOf('second')];
    expect(made).toEqual([]);
    expect(first.both).toEqual([{ of: 'first' }, { of: 'first' }]);
    expect(first.both[0]).toBe(first.one);
    expect(second.one).toEqual({ of: 'second' });
    expect(made).toEqual(['one of first', 'one of second']);
  });
});

describe('entity loaders', () => {
  it('ask once for what many want, in any case of letters, and never for what is no id', async () => {
    const asked: string[][] = [];
    const A = '018f0000-0000-7000-8000-00000000000a';
    const B = '018f0000-0000-7000-8000-00000000000b';
    const loader = entityLoader(
      async (ids) => {
        asked.push([...ids]);
        return [{ id: B }, { id: A }];
      },
      (row) => row.id,
    );
    const rows = await Promise.all([A, A.toUpperCase(), "x' OR 1=1", B, ''].map((id) => loader.load(id)));
    expect(rows.map((row) => row?.id ?? null)).toEqual([A, A, null, B, null]);
    expect(asked).toEqual([[A, B]]);
  });
});

describe('a remembered command', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = openDatabase({ url: test.url, role: 'members', lockTimeout: 50 });
  });
  afterAll(async () => {
    await database.close();
    await test.close();
  });

  const request = (idempotencyKey: string, body: object = {}) => ({
    keySpace: 'client',
    caller: null,
    idempotencyKey,
    command: 'test',
    body,
    at: new Date(),
  });
  const memories = async (idempotencyKey: string) =>
    test.sql`SELECT outcome FROM members.remembered_command WHERE key = ${idempotencyKey}`;

  it('that fails is not remembered: the next request under its key is done', async () => {
    await expect(
      rememberCommand(database, 'members', request('fails'), async () => {
        throw new Error('the disk is full');
      }),
    ).rejects.toThrow('the disk is full');
    expect(await memories('fails')).toHaveLength(0);
    const { outcome, replayed } = await rememberCommand(database, 'members', request('fails'), async () =>
      accepted({ id: 'x' }),
    );
    expect([outcome, replayed]).toEqual([{ ok: true, result: { id: 'x' } }, false]);
  });

  it('that is refused after it wrote leaves nothing but the refusal', async () => {
    const insert = async (sql: typeof test.sql) =>
      sql`INSERT INTO members.member (member_id, programme_id, locale, status, enrolled_at, status_changed_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'en', 'ACTIVE', now(), now())`;
    const { outcome } = await rememberCommand(database, 'members', request('half'), async (tx) => {
      await insert(tx.sql as unknown as typeof test.sql);
      return refused(refuse('LIMIT_EXCEEDED', 'No.', ['input', 'x']));
    });
    expect(outcome).toEqual({ ok: false, refusal: { code: 'LIMIT_EXCEEDED', message: 'No.', field: ['input', 'x'] } });
    expect(await test.sql`SELECT 1 FROM members.member`).toHaveLength(0);
    expect(await memories('half')).toMatchObject([{ outcome: { ok: false } }]);
    const again = await rememberCommand(database, 'members', request('half'), async () => accepted({ id: 'never' }));
    expect(again).toEqual({ outcome, replayed: true });
  });

  it('whose key is held too long by another is told to try again, and nothing is remembered', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let claimed = (): void => {};
    const isClaimed = new Promise<void>((resolve) => {
      claimed = resolve;
    });
    const first = rememberCommand(database, 'members', request('held'), async () => {
      claimed();
      await held;
      return accepted({ id: 'first' });
    });
    await isClaimed;
    const second = await rememberCommand(database, 'members', request('held'), async () => accepted({ id: 'second' }));
    expect(second.outcome).toMatchObject({ ok: false, refusal: { code: 'TRY_AGAIN' } });
    release();
    expect((await first).outcome).toEqual({ ok: true, result: { id: 'first' } });
    const third = await rememberCommand(database, 'members', request('held'), async () => accepted({ id: 'third' }));
    expect(third).toEqual({ outcome: { ok: true, result: { id: 'first' } }, replayed: true });
  });
});
