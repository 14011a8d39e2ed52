/**
 * The gateway over a supergraph: everything between a client's request and `CallSubgraph`. It knows neither database nor
 * deployment; serve.ts gives it those.
 *
 *   /graphql                  queries, mutations, subscriptions (SSE, WebSocket), GraphiQL in development
 *   /health, /ready           for whoever runs the process
 *   and the routes it is given (the built-in issuer's, when there is one)
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { scalars } from '../subgraphs/serving/scalars.ts';
import type { Clock } from '../subgraphs/shared/clock.ts';
import type { IdSource } from '../subgraphs/shared/ids.ts';
import { type Authenticate, createAuthentication } from './authentication/authenticate.ts';
import { NO_BARS, type TokenBars } from './authentication/token-bars.ts';
import type { VerifyToken } from './authentication/token-verifier.ts';
import { createErrorForClient } from './errors/client-errors.ts';
import type { CallSubgraph } from './execution/subgraph-call.ts';
import { createSupergraphExecutor } from './execution/supergraph-executor.ts';
import { clientAddress } from './http/client-address.ts';
import { createGraphQLEndpoint } from './http/graphql-endpoint.ts';
import { createReadiness, type ReadinessChecks, sendHealth, sendReadiness } from './http/health.ts';
import { createHttpServer, type Route } from './http/http-server.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { operationShapeRule } from './limits/operation-shape-rule.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { openSocketsGauge, openStreamsGauge } from './metrics/gateway-figures.ts';
import { createAdmission } from './operations/admit-operation.ts';
import { startApolloShell } from './operations/apollo-shell.ts';
import { createOperationReader } from './operations/read-operation.ts';
import { NO_DOCUMENTS, type RegisteredDocuments, requireServable } from './operations/registered-documents.ts';
import { createRunOperation } from './operations/run-operation.ts';
import { createShortWay } from './operations/short-way.ts';
import { createOpenStreams } from './streams/open-streams.ts';
import { createSockets } from './streams/websocket.ts';

export interface GatewayOptions {
  supergraphSdl: string;
  callSubgraph: CallSubgraph;
  /** How tokens are verified; null where nobody can be known, which a supergraph with protected fields does not allow. */
  verifyToken: VerifyToken | null;
  /** Which of the tokens that verify are good no more; none unless told. */
  tokenBars?: TokenBars;
  /** More routes, by path. */
  routes?: ReadonlyMap<string, Route>;
  /** What must answer before requests should come. */
  checks?: ReadinessChecks;
  /** Web origins that may use the gateway, such as `https://shop.example`; its own always may. */
  allowedOrigins?: readonly string[];
  limits?: Partial<Limits>;
  /** Documents that clients may name instead of sending them. */
  documents?: RegisteredDocuments;
  /** Milliseconds for which everything is still answered while `/ready` says no; 0 unless told. */
  drainMillis?: number;
  /** How many trusted proxies stand in front (http/client-address.ts); 0 unless told. */
  trustedProxies?: number;
  clock: Clock;
  ids: IdSource;
  logger: Logger;
  /** No introspection, no GraphiQL, no suggestions; strict transport security. */
  production: boolean;
}

export interface Gateway {
  /** Where clients reach it, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Streams open now. */
  readonly openStreams: number;
  /** Drains (`drainMillis`) and stops; what is still being answered after the grace period (10 s unless told) is cut. May be called twice. */
  close(graceMillis?: number): Promise<void>;
}

/**
 * Starts a gateway: plans once, then listens. Port 0 takes a free one.
 * @throws when the supergraph asks for a protection that would not be given, and when the port cannot be had
 */
export async function startGateway(options: GatewayOptions, port: number, host: string): Promise<Gateway> {
  const { supergraphSdl, callSubgraph, clock, ids, logger, production } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const allowedOrigins = new Set(options.allowedOrigins ?? []);
  const addressOf = clientAddress(options.trustedProxies ?? 0);
  const bars = options.tokenBars ?? NO_BARS;
  const executor = await createSupergraphExecutor({ supergraphSdl, callSubgraph, scalars });
  const rules = [operationShapeRule(limits)];
  const admit = createAdmission(executor.publicSchema, supergraphSdl, {
    limits,
    canAuthenticate: options.verifyToken !== null,
  });
  const errorForClient = createErrorForClient({ suggestions: !production });
  const authenticate: Authenticate = options.verifyToken
    ? createAuthentication(options.verifyToken, bars)
    : async () => ({ ok: true, caller: null });
  const readOperation = createOperationReader(executor.publicSchema, rules, limits);
  const documents = options.documents ?? NO_DOCUMENTS;
  requireServable(documents.documents, readOperation, limits);
  const rates = createRateLimits(limits);
  const run = createRunOperation(executor, limits);
  const shortWay = createShortWay({ admit, run, limits });
  const shell = await startApolloShell({
    executor,
    supergraphSdl,
    admit,
    run,
    shortWay,
    errorForClient,
    rules,
    limits,
    logger,
    production,
  });
  const streams = createOpenStreams(limits, clock, bars);
  const shared = {
    executor,
    readOperation,
    admit,
    rates,
    documents,
    streams,
    limits,
    shell,
    shortWay,
    authenticate,
    errorForClient,
    logger,
  };
  const readiness = createReadiness(options.checks ?? {}, logger);
  const sockets = createSockets({ ...shared, bars, allowedOrigins, addressOf, clock, ids });
  const server = createHttpServer({
    routes: new Map<string, Route>([
      ...(options.routes ?? []),
      ['/graphql', createGraphQLEndpoint({ ...shared, production })],
      ['/health', (_request, response) => sendHealth(response)],
      ['/ready', (_request, response) => sendReadiness(response, { readiness, stopping: server.stopping })],
    ]),
    upgrade: sockets.upgrade,
    allowedOrigins,
    addressOf,
    rates,
    limits,
    // In no order: random ones are the cheapest.
    requestIds: randomUUID,
    logger,
    production,
  });

  const stopFigures = [openStreamsGauge(() => streams.size), openSocketsGauge(() => sockets.size)];
  let closing: Promise<void> | null = null;
  async function close(graceMillis: number): Promise<void> {
    const endStreams = async (): Promise<void> => {
      streams.endAll();
      await sockets.close(Math.min(graceMillis, 1_000));
    };
    await server.close(endStreams, graceMillis, options.drainMillis ?? 0);
    await shell.stop();
    for (const stop of stopFigures) stop();
  }

  await executor.warmUp();
  let url: string;
  try {
    url = await server.listen(port, host);
  } catch (error) {
    await shell.stop();
    throw error;
  }
  return {
    url,
    get openStreams() {
      return streams.size;
    },
    close: (graceMillis = 10_000) => {
      closing ??= close(graceMillis);
      return closing;
    },
  };
}
