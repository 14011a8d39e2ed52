import { ApolloServer } from '@apollo/server';
import { createSourceEventStream, type ExecutionResult, execute, parse } from 'graphql';
import type { InProcessSubgraph } from '../../../gateway/execution/call-in-process.ts';
import { mapEvents } from '../../../subgraphs/serving/map-events.ts';
import { makeSubgraphSchema, visibleIn, type WorldContext } from './resolvers.ts';
import type { World } from './world.ts';

/** A subgraph over a world: Apollo Server for queries and mutations, graphql-js for subscriptions. */
export async function startTestSubgraph(
  sdl: string,
  world: { current: World },
  onReference?: (ref: Record<string, unknown>) => void,
): Promise<InProcessSubgraph<object>> {
  const schema = makeSubgraphSchema(sdl);
  const visible = visibleIn(sdl);
  const contextOf = (): WorldContext => ({ world: world.current, visible, onReference });
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const server = new ApolloServer<WorldContext>({
    schema,
    logger: silent,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  });
  await server.start();
  return {
    async execute({ query, variables }) {
      const { body } = await server.executeOperation({ query, variables }, { contextValue: contextOf() });
      if (body.kind !== 'single') throw new Error('A subgraph answers in one piece');
      return body.singleResult as ExecutionResult;
    },
    async subscribe({ query, variables }) {
      const operation = { schema, document: parse(query), variableValues: variables };
      const source = await createSourceEventStream({ ...operation, contextValue: contextOf() });
      if (!(Symbol.asyncIterator in source)) return source;
      return mapEvents(source, (event) => execute({ ...operation, rootValue: event, contextValue: contextOf() }));
    },
  };
}
