/**
 * Apollo Server as the shell of the gateway: it reads requests, parses, validates, keeps documents, prevents CSRF and formats
 * answers; the executor of gateway/execution/ is plugged in through Apollo Server's gateway interface.
 *
 * What it must not do is off: its landing page (it loads from a CDN), batches, a store of persisted queries (anyone could fill
 * it), reports to anywhere, stack traces, signal handlers (scripts own the process).
 */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type ExecutionResult, GraphQLError, OperationTypeNode, type ValidationRule } from 'graphql';
import type { Logger } from 'pino';
import { failSpan, inSpan } from '../../subgraphs/serving/tracing.ts';
import { type ErrorForClient, isForClients } from '../errors/client-errors.ts';
import type { SupergraphExecutor } from '../execution/supergraph-executor.ts';
import type { Limits } from '../limits/limits.ts';
import { operationSeconds } from '../metrics/gateway-figures.ts';
import type { RequestContext } from '../request-context.ts';
import type { AdmitOperation } from './admit-operation.ts';

/** The answer to which document a name stands for: the name is the text (`namedByItself`). */
const TEXT_AS_ITS_NAME = {
  get: async (key: string): Promise<string> => key.slice(key.indexOf(':') + 1),
  set: async (): Promise<void> => {},
  delete: async (): Promise<void> => {},
};

/**
 * A request's body for the shell. Apollo Server keeps parsed documents by their SHA-256, which it computes for every request, unless the request
 * names its document: so each is named by its own text. Names that clients give never get here (registered-documents.ts).
 */
export function namedByItself(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { query, ...rest } = body;
  if (typeof query !== 'string' || query === '') return { ...body };
  return { ...rest, extensions: { persistedQuery: { version: 1, sha256Hash: query } } };
}

/** What the shell is made of. */
export interface ShellParts {
  executor: SupergraphExecutor;
  supergraphSdl: string;
  admit: AdmitOperation;
  errorForClient: ErrorForClient;
  /** Rules on top of the standard ones. */
  rules: readonly ValidationRule[];
  limits: Limits;
  logger: Logger;
  /** No introspection, no suggestions. */
  production: boolean;
}

/** Starts the shell. Queries and mutations of every way in run through it; subscriptions do not (streams/). */
export async function startApolloShell(parts: ShellParts): Promise<ApolloServer<RequestContext>> {
  const { executor, limits, production } = parts;
  const shell = new ApolloServer<RequestContext>({
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: executor.publicSchema, coreSupergraphSdl: parts.supergraphSdl });
        return () => {};
      },
      async load() {
        return {
          executor: (request) =>
            withinTime(
              limits.operationMillis,
              (request.context as RequestContext).stop ?? new AbortController(),
              (signal) =>
                inSpan(`graphql ${request.operation?.operation ?? 'operation'}`, {}, async (span) => {
                  const named = request.operation?.name?.value;
                  if (named !== undefined) span.setAttribute('graphql.operation.name', named);
                  const result = await executor.execute({
                    document: request.document,
                    operationName: request.request.operationName,
                    variables: request.request.variables,
                    context: request.context,
                    // A mutation that has begun is carried through, whoever still waits for it.
                    ...(request.operation?.operation === OperationTypeNode.QUERY ? { signal } : {}),
                  });
                  const [error] = result.errors ?? [];
                  if (error) failSpan(span, String(error.extensions.code ?? 'INTERNAL_SERVER_ERROR'));
                  return result;
                }),
            ),
        };
      },
      async stop() {},
    },
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: { cache: TEXT_AS_ITS_NAME },
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: parts.logger,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [...parts.rules],
    validationOptions: { maxErrors: 20 },
    formatError: (_formatted, error) => parts.errorForClient(asGraphQLError(error)),
    plugins: [
      gate(parts.admit),
      faultLog(parts.logger),
      measured(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await shell.start();
  return shell;
}

/** Apollo Server's hook between validation and execution. */
function gate(admit: AdmitOperation): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (!operation) return;
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
            throw new GraphQLError(
              'A subscription is a stream: ask with `Accept: text/event-stream`, or over a WebSocket.',
              { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
            );
          }
          const refusal = admit({ document, operation, variables: request.variables ?? {} }, contextValue.caller);
          if (refusal) throw refusal;
        },
      };
    },
  };
}

/** How long operations take and how they end. */
function measured(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const stop = operationSeconds.startTimer();
      return {
        async willSendResponse({ operation, response }) {
          const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
          stop({
            kind: operation?.operation ?? 'unknown',
            outcome: errors?.[0] ? String(errors[0].extensions?.code) : 'ok',
          });
        },
      };
    },
  };
}

function faultLog(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          logFaults(logger, errors, contextValue.requestId);
        },
      };
    },
  };
}

/** Writes down what clients do not get to see. */
export function logFaults(logger: Logger, errors: readonly GraphQLError[], requestId: string): void {
  for (const error of errors) {
    if (isForClients(error) && error.extensions.code !== 'DOWNSTREAM_SERVICE_ERROR') continue;
    logger.error({ requestId, path: error.path, err: error.originalError ?? error }, 'fault in an operation');
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('Fault', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

/** Runs, answers in time whatever happens, and stops what runs when time is over. */
function withinTime(
  millis: number,
  stop: AbortController,
  run: (signal: AbortSignal) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop.abort();
      const error = new GraphQLError(
        'The operation took too long. A mutation may still complete: send it again with the same idempotency key.',
        { extensions: { code: 'REQUEST_TIMEOUT', http: { status: 504 } } },
      );
      resolve({ errors: [error] });
    }, millis);
    run(stop.signal)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}
