import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { mapEvents } from './map-events.ts';

/** What a subgraph does to an error before it leaves: Apollo Server's own hook, so that both ways out mask alike. */
export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** The result of one operation or one event as it leaves a subgraph: errors already masked. */
export interface SubgraphResult {
  data?: ExecutionResult['data'];
  errors?: readonly GraphQLFormattedError[];
}

/**
 * Runs one subscription of a subgraph; Apollo Server has no path for them.
 *
 * Each event is executed with a context of its own, as if it were a request: a per-request dataloader that lived as
 * long as the subscription would answer every later event from its first look-up.
 *
 * @param contextFor makes a fresh context, once for the subscribe resolver and once per event
 * @returns the events, or the errors that kept the subscription from starting
 */
export async function subscribeSubgraph(subscription: {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Record<string, unknown>;
  contextFor: () => unknown;
  formatError?: FormatError | undefined;
}): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult> {
  const { schema, document, contextFor, formatError } = subscription;
  const operation = { schema, document, variableValues: subscription.variables };
  const source = await createSourceEventStream({ ...operation, contextValue: await contextFor() });
  if (!(Symbol.asyncIterator in source)) return masked(source, formatError);
  return mapEvents(source, async (event) =>
    masked(await execute({ ...operation, rootValue: event, contextValue: await contextFor() }), formatError),
  );
}

function masked(result: ExecutionResult, formatError: FormatError | undefined): SubgraphResult {
  if (!result.errors) return { data: result.data ?? null };
  const errors = result.errors.map((error) => maskError(error, formatError));
  return result.data === undefined ? { errors } : { data: result.data, errors };
}

/** As Apollo Server does it: a code for every error, then the subgraph's own hook. */
function maskError(error: GraphQLError, formatError: FormatError | undefined): GraphQLFormattedError {
  const json = error.toJSON();
  const formatted = { ...json, extensions: { code: 'INTERNAL_SERVER_ERROR', ...json.extensions } };
  return formatError ? formatError(formatted, error) : formatted;
}
