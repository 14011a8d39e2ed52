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
import { GraphQLError, OperationTypeNode, type ValidationRule } from 'graphql';
import type { Logger } from 'pino';
import { type ErrorForClient, isForClients } from '../errors/client-errors.ts';
import type { SupergraphExecutor } from '../execution/supergraph-executor.ts';
import type { Limits } from '../limits/limits.ts';
import { operationSeconds } from '../metrics/gateway-figures.ts';
import type { RequestContext } from '../request-context.ts';
import type { AdmitOperation } from './admit-operation.ts';
import type { RunOperation } from './run-operation.ts';
import type { ShortWay } from './short-way.ts';

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
  run: RunOperation;
  /** Learns which documents are valid. */
  shortWay: Pick<ShortWay, 'learnDocument'>;
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
          executor: async (request) => {
            const context = request.context as RequestContext;
            if (context.ran !== undefined) return context.ran.result;
            return parts.run(
              {
                document: request.document,
                kind: request.operation?.operation ?? OperationTypeNode.QUERY,
                name: request.operation?.name?.value ?? null,
                operationName: request.request.operationName,
                variables: request.request.variables,
              },
              context,
            );
          },
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
      gate(parts),
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
function gate({ admit, shortWay }: Pick<ShellParts, 'admit' | 'shortWay'>): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ source, document, operation, request, contextValue }) {
          if (!operation) return;
          shortWay.learnDocument(source, document);
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
    async requestDidStart({ contextValue }) {
      const began = contextValue.ran?.began ?? performance.now();
      return {
        async willSendResponse({ operation, response }) {
          const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
          const labels = {
            kind: operation?.operation ?? 'unknown',
            outcome: errors?.[0] ? String(errors[0].extensions?.code) : 'ok',
          };
          operationSeconds.observe(labels, (performance.now() - began) / 1_000);
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
