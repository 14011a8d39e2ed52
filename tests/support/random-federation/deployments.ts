/* The same subgraphs as one plain schema, in one process, and as HTTP servers. */
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFormattedError,
  type GraphQLSchema,
  subscribe,
} from 'graphql';
import { callInProcess, type InProcessSubgraph } from '../../../gateway/execution/call-in-process.ts';
import { callOverHttp } from '../../../gateway/execution/call-over-http.ts';
import type { CallSubgraph } from '../../../gateway/execution/subgraph-call.ts';
import { createSupergraphExecutor } from '../../../gateway/execution/supergraph-executor.ts';
import { composeSupergraph, publicSchemaOf } from '../../../gateway/supergraph.ts';
import { serveSubgraphOverHttp } from '../../../subgraphs/serving/http-subgraph.ts';
import { NO_IDENTITY, openGate } from '../call-identity.ts';
import { makePlain } from './resolvers.ts';
import { subgraphSdl } from './subgraphs.ts';
import { startTestSubgraph } from './test-subgraph.ts';
import { makeWorld, type World } from './world.ts';

export interface Answer {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
}

export interface Operation {
  document: DocumentNode;
  variables: Record<string, unknown>;
}

/** Something that answers operations over a world of its own. */
export interface Deployment {
  name: string;
  world: { current: World };
  answer(operation: Operation): Promise<Answer>;
  /** All events of a subscription, or why it did not start. */
  events(operation: Operation): Promise<Answer[]>;
  close(): Promise<void>;
}

export interface Deployments {
  publicSchema: GraphQLSchema;
  plain: Deployment;
  inProcess: Deployment;
  split: Deployment;
  /** How often each subgraph was called since the last look. */
  calls: { subgraph: string; query: string }[];
  close(): Promise<void>;
}

/** Starts all three. HTTP servers listen on loopback, on ports of their own. */
export async function startDeployments(): Promise<Deployments> {
  const supergraphSdl = composeSupergraph(subgraphSdl);
  const calls: { subgraph: string; query: string }[] = [];
  const counted =
    (callSubgraph: CallSubgraph): CallSubgraph =>
    (name, request) => {
      calls.push({ subgraph: name, query: request.query });
      return callSubgraph(name, request);
    };
  const plain = startPlain(publicSchemaOf(supergraphSdl));

  const near = { current: makeWorld(0) };
  const nearSubgraphs = new Map<string, InProcessSubgraph<object>>();
  for (const { name, sdl } of subgraphSdl) nearSubgraphs.set(name, await startTestSubgraph(sdl, near));
  const inProcess = await federated(
    'in-process',
    near,
    supergraphSdl,
    counted(callInProcess(nearSubgraphs, () => ({}))),
    async () => {},
  );

  const far = { current: makeWorld(0) };
  const servers = await Promise.all(
    subgraphSdl.map(async ({ name, sdl }) => {
      const subgraph = await startTestSubgraph(sdl, far);
      return { name, http: await serveSubgraphOverHttp({ subgraph, gatekeeper: openGate({}) }) };
    }),
  );
  const overHttp = callOverHttp({
    urls: new Map(servers.map(({ name, http }) => [name, http.url])),
    identity: NO_IDENTITY,
  });
  const split = await federated('split', far, supergraphSdl, counted(overHttp.callSubgraph), async () => {
    overHttp.close();
    await Promise.all(servers.map(({ http }) => http.close()));
  });

  return {
    publicSchema: publicSchemaOf(supergraphSdl),
    plain,
    inProcess,
    split,
    calls,
    close: async () => {
      await split.close();
    },
  };
}

function startPlain(publicSchema: GraphQLSchema): Deployment {
  const schema = makePlain(publicSchema);
  const world = { current: makeWorld(0) };
  const args = ({ document, variables }: Operation) => ({
    schema,
    document,
    variableValues: variables,
    contextValue: { world: world.current },
    typeResolver: (value: unknown) => String((value as { __typename: unknown }).__typename),
  });
  return {
    name: 'plain',
    world,
    answer: async (operation) => toJson(await execute(args(operation))),
    events: async (operation) => drain(await subscribe(args(operation))),
    close: async () => {},
  };
}

async function federated(
  name: string,
  world: { current: World },
  supergraphSdl: string,
  callSubgraph: CallSubgraph,
  close: () => Promise<void>,
): Promise<Deployment> {
  const executor = await createSupergraphExecutor({ supergraphSdl, callSubgraph });
  return {
    name,
    world,
    answer: async (operation) => toJson(await executor.execute({ ...operation, context: {} })),
    events: async (operation) => drain(await executor.subscribe({ ...operation, context: {} })),
    close,
  };
}

async function drain(events: AsyncIterable<ExecutionResult> | ExecutionResult): Promise<Answer[]> {
  if (!(Symbol.asyncIterator in events)) return [toJson(events)];
  const answers: Answer[] = [];
  try {
    for await (const event of events) answers.push(toJson(event));
  } catch (fault) {
    // A plain server throws where its source failed; a gateway says so in a last event.
    answers.push({ errors: [{ message: String(fault), extensions: { code: 'SOURCE_FAILED' } }] });
  }
  return answers;
}

/** As a client reads it. */
function toJson(result: ExecutionResult): Answer {
  return JSON.parse(JSON.stringify(result)) as Answer;
}
