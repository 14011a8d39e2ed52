/**
 * Two subgraphs made for testing what stands around the executor: protected fields and types, lists with sizes, faults, and
 * sources of events whose openings, pulls and ends can be counted.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { callInProcess, type InProcessSubgraph } from '../../gateway/execution/call-in-process.ts';
import type { CallSubgraph } from '../../gateway/execution/subgraph-call.ts';
import type { RequestContext } from '../../gateway/request-context.ts';
import { composeSupergraph } from '../../gateway/supergraph.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { maskError } from '../../subgraphs/serving/errors.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@authenticated", "@requiresScopes", "@cost", "@listSize"])`;

const NOTES = `${LINK}
  scalar Points
  type Query {
    hello: String!
    echo(points: Points, count: Int): String!
    secret: String @authenticated
    scoped: String @authenticated @requiresScopes(scopes: [["ledger:read"], ["partners:read", "members:read"]])
    notes(first: Int! = 20): [Note!]! @listSize(slicingArguments: ["first"])
    unsized: [Note!]!
    things: [Thing!]!
    whoami: Whoami
    fault: String
    slow: String
    heavy: String @cost(weight: 20000)
  }
  type Mutation {
    count(by: Int!): Int!
    record(input: RecordInput!): RecordPayload!
  }
  input RecordInput { items: [Int!]! }
  type RecordPayload { results: [Note!]! }
  type Subscription {
    ticks(to: Int!): Tick!
    secretTicks: Tick! @authenticated
    quiet: Tick!
    flood(bytes: Int!): String!
    breaks: Tick!
  }
  type Tick { n: Int! author: Author! }
  type Whoami { role: String subject: String requestId: String! }
  type Note @key(fields: "id") { id: ID! text: String! author: Author! replies(first: Int!): [Note!]! @listSize(slicingArguments: ["first"]) }
  type Author @key(fields: "id", resolvable: false) { id: ID! }
  interface Thing { id: ID! label: String! }
  type Plain implements Thing { id: ID! label: String! }
  type Vault implements Thing @authenticated { id: ID! label: String! @requiresScopes(scopes: [["settlement:read"]]) }
`;

const PEOPLE = `${LINK}
  type Query { people: [Author!]! @listSize(assumedSize: 5) }
  type Author @key(fields: "id") { id: ID! name: String! diary: String @requiresScopes(scopes: [["members:write"]]) }
`;

/** Counts what happened, so that a test can say what did not. */
export interface FederationLog {
  counted: number;
  executed: string[];
  opened: number;
  pulled: number;
  returned: number;
}

export interface SmallFederation {
  supergraphSdl: string;
  callSubgraph: CallSubgraph;
  log: FederationLog;
  /** Ends waiting of `slow`. */
  release(): void;
}

interface Asker {
  caller: Caller | null;
  requestId: string;
}

/** A fresh pair of subgraphs with a fresh log. */
export function smallFederation(): SmallFederation {
  const log: FederationLog = { counted: 0, executed: [], opened: 0, pulled: 0, returned: 0 };
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  /** Endless until `to`; counts pulls and the end. */
  function source<T>(to: number, make: (n: number) => T): AsyncIterableIterator<T> {
    log.opened += 1;
    let n = 0;
    let over = false;
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        await new Promise((resolve) => setImmediate(resolve));
        if (over || n >= to) return { done: true, value: undefined };
        log.pulled += 1;
        n += 1;
        return { done: false, value: make(n) };
      },
      async return() {
        if (!over) log.returned += 1;
        over = true;
        return { done: true, value: undefined };
      },
    };
  }
  const silent = (): AsyncIterableIterator<never> => {
    const events = source<never>(0, () => ({}) as never);
    return { ...events, next: () => new Promise<never>(() => {}) };
  };
  const tick = (n: number) => ({ n, author: { id: 'a1' } });
  const note = (id: string) => ({ id, text: `note ${id}`, author: { id: 'a1' } });

  const notes = buildSubgraphSchema([
    {
      typeDefs: parse(NOTES),
      resolvers: {
        Query: {
          hello: () => 'hello',
          echo: (_: unknown, args: object) => JSON.stringify(args),
          secret: () => 'secret',
          scoped: () => 'scoped',
          notes: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_v, i) => note(`${i}`)),
          unsized: () => [note('1')],
          things: () => [{ __typename: 'Plain', id: '1', label: 'plain' }],
          whoami: (_: unknown, __: unknown, { caller, requestId }: Asker) => ({
            role: caller?.role ?? null,
            subject: caller?.subject ?? null,
            requestId,
          }),
          fault: () => {
            throw new Error('password=hunter2 at /srv/app.ts:1');
          },
          slow: async () => {
            await released;
            return 'slow';
          },
          heavy: () => 'heavy',
        },
        Thing: { __resolveType: (thing: { __typename: string }) => thing.__typename },
        Note: { __resolveReference: ({ id }: { id: string }) => note(id), replies: () => [] },
        Mutation: {
          count: (_: unknown, { by }: { by: number }) => {
            log.counted += by;
            return log.counted;
          },
          record: (_: unknown, { input }: { input: { items: number[] } }) => ({
            results: input.items.map((n) => note(`${n}`)),
          }),
        },
        Subscription: {
          ticks: {
            subscribe: (_: unknown, { to }: { to: number }) => source(to, (n) => ({ ticks: tick(n) })),
          },
          secretTicks: { subscribe: () => source(1_000_000, (n) => ({ secretTicks: tick(n) })) },
          quiet: { subscribe: silent },
          flood: {
            subscribe: (_: unknown, { bytes }: { bytes: number }) =>
              source(1_000_000, () => ({ flood: 'x'.repeat(bytes) })),
          },
          breaks: {
            subscribe: () => {
              const events = source(2, (n) => ({ breaks: tick(n) }));
              return {
                ...events,
                next: async () => {
                  const event = await events.next();
                  if (event.done) throw new Error('the source broke: secret detail');
                  return event;
                },
              };
            },
          },
        },
      },
    },
  ]);
  const people = buildSubgraphSchema([
    {
      typeDefs: parse(PEOPLE),
      resolvers: {
        Query: { people: () => [{ id: 'a1', name: 'Ada' }] },
        Author: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: id === 'a1' ? 'Ada' : 'Unknown' }),
          diary: () => 'dear diary',
        },
      },
    },
  ]);

  return {
    supergraphSdl: composeSupergraph([
      { name: 'notes', sdl: NOTES },
      { name: 'people', sdl: PEOPLE },
    ]),
    callSubgraph: callInProcess<Asker>(
      new Map([
        ['notes', inProcess(notes, log)],
        ['people', inProcess(people, log)],
      ]),
      (context) => {
        const { caller, requestId } = context as RequestContext;
        return { caller, requestId };
      },
    ),
    log,
    release: () => release(),
  };
}

function inProcess(schema: GraphQLSchema, log: FederationLog): InProcessSubgraph<Asker> {
  const documents = new Map<string, DocumentNode>();
  const mask = (result: ExecutionResult): ExecutionResult =>
    result.errors
      ? {
          ...result,
          errors: result.errors.map((error) => {
            const { message, extensions } = maskError(error.toJSON());
            return new GraphQLError(message, { path: error.path, extensions: extensions ?? {} });
          }),
        }
      : result;
  return {
    async execute({ query, variables, ...asker }) {
      log.executed.push(query);
      let document = documents.get(query);
      if (!document) {
        document = parse(query);
        const errors = validate(schema, document);
        if (errors.length > 0) throw errors[0];
        documents.set(query, document);
      }
      return mask(await execute({ schema, document, variableValues: variables, contextValue: asker }));
    },
    async subscribe({ query, variables, ...asker }) {
      const args = { schema, document: parse(query), variableValues: variables, contextValue: asker };
      const events = await createSourceEventStream(args);
      if (!(Symbol.asyncIterator in events)) return mask(events);
      const iterator = events[Symbol.asyncIterator]();
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          const event = await iterator.next();
          return event.done ? event : { done: false, value: mask(await execute({ ...args, rootValue: event.value })) };
        },
        async return() {
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      } as AsyncIterableIterator<ExecutionResult>;
    },
  };
}
