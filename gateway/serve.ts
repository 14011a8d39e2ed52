/**
 * The product as a server: gateway, identity provider and the subgraphs, on a migrated database.
 *
 * One process or split is a matter of addresses: a subgraph with an address is called there over HTTP, signed
 * (subgraphs/serving/caller-signature.ts); one without is started here. None given is the one-process deployment, four given
 * is the split one, and anything between works as well.
 *
 * Order: database and keys -> subgraphs -> gateway, which listens last. Closing goes the other way, the database last.
 */
import { readFile } from 'node:fs/promises';
import { Kind, parse } from 'graphql';
import { type DestinationStream, type Logger, pino } from 'pino';
import { openDatabase } from '../db/client.ts';
import { requireMigrations } from '../db/migrate.ts';
import type { FeedKeeping } from '../subgraphs/ledger/events/outbox-tail.ts';
import type { LookUp } from '../subgraphs/ledger/webhooks/address-guard.ts';
import type { AskSubgraph } from '../subgraphs/serving/call-subgraph.ts';
import {
  gatheredIdentity,
  type SigningSecrets,
  signCaller,
  signGathered,
} from '../subgraphs/serving/caller-signature.ts';
import { identityLookup, makePersonalDataKey, personalDataUnder } from '../subgraphs/serving/personal-data.ts';
import { SUBGRAPHS, type SubgraphName } from '../subgraphs/serving/sdl.ts';
import type { Subgraph } from '../subgraphs/serving/subgraph.ts';
import { traceHeaders } from '../subgraphs/serving/tracing.ts';
import { type Clock, systemClock } from '../subgraphs/shared/clock.ts';
import { type IdSource, uuidSource } from '../subgraphs/shared/ids.ts';
import { startTokenBars } from './authentication/token-bars.ts';
import { callInProcess } from './execution/call-in-process.ts';
import { callOverHttp } from './execution/call-over-http.ts';
import type { CallSubgraph } from './execution/subgraph-call.ts';
import { startGateway } from './gateway.ts';
import { hostSubgraph } from './hosting.ts';
import { type ReadinessChecks, requireOutboxLag } from './http/health.ts';
import type { ExternalIssuer } from './identity/external-issuers.ts';
import { createIdentityProvider } from './identity/identity-provider.ts';
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts';
import { measuredCalls } from './metrics/gateway-figures.ts';
import { type MetricsOptions, serveMetrics } from './metrics/metrics-server.ts';
import { NO_DOCUMENTS, readDocuments } from './operations/registered-documents.ts';
import type { RequestContext } from './request-context.ts';
import type { TracingOptions } from './tracing/start-tracing.ts';
import { tracedCalls } from './tracing/traced-calls.ts';

export interface ServeOptions {
  /** A migrated database. */
  readonly databaseUrl: string;
  /** Connections of each subgraph's pool; 10 unless told. */
  readonly databaseConnections?: number;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Base URL under which clients reach the gateway; it becomes the `iss` of built-in tokens. */
  readonly publicUrl?: string | null;
  readonly production: boolean;
  /** Token issuers other than the built-in one. */
  readonly issuers?: readonly ExternalIssuer[];
  readonly tokenAudience?: string;
  /** The secret of members' personal data. Left out it is made for this run: a database that has another refuses it. */
  readonly personalDataKey?: string;
  readonly logLevel?: string;
  /** Web origins that may use the API, beside the gateway's own. */
  readonly allowedOrigins?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Folder or manifest of documents that clients may name (operations/registered-documents.ts), and whether no others are served. */
  readonly documents?: { readonly path: string; readonly only: boolean } | null;
  /** Where `/metrics` is served; nowhere unless told. */
  readonly metrics?: MetricsOptions | null;
  /** Where traces go; nowhere unless told. */
  readonly tracing?: TracingOptions | null;
  /** Milliseconds for which a stopping gateway still answers while `/ready` says no; 0 unless told. */
  readonly drainMillis?: number;
  /** How many trusted proxies stand in front of the gateway; 0 unless told. */
  readonly trustedProxies?: number;
  /** Addresses of the subgraphs that run elsewhere, and the secrets that sign what is sent there. */
  readonly split?: {
    readonly urls: ReadonlyMap<SubgraphName, string>;
    readonly secrets: SigningSecrets;
  };
  /** Business time: what the subgraphs decide by. */
  readonly clock?: Clock;
  /** By which tokens begin and end; `clock` unless told. A scenario moves business time by months, and its callers stay logged in. */
  readonly tokenClock?: Clock;
  /** Milliseconds between the ledger's sweeps of what fell due; 0 is never. */
  readonly sweepEvery?: number;
  /** Milliseconds without an event after which a subscriber is told how far it has come; ten seconds unless told. */
  readonly markEvery?: number;
  /** Under which the keys of statements lie in the database. Left out: one that ends with the process. */
  readonly statementSecrets?: SigningSecrets;
  /** Whether webhooks may go to addresses that are not public. Outside of production unless told. */
  readonly privateWebhooks?: boolean;
  /** How names of webhooks' servers are looked up; the system's way unless told. */
  readonly webhookLookUp?: LookUp;
  /** For how long the feed keeps events; the ledger's own default unless told. */
  readonly feedKeeping?: FeedKeeping;
  readonly ids?: IdSource;
  /** Instead of a logger to standard error at `logLevel`. */
  readonly logger?: Logger;
}

export interface Served {
  /** Such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Streams open now. */
  readonly openStreams: number;
  /** Drains, then stops everything. May be called twice. */
  close(): Promise<void>;
}

const SUPERGRAPH = new URL('../schema/supergraph.graphql', import.meta.url);
const PLATFORM_CONNECTIONS = 4;

/**
 * Serves the product until `close`.
 * @throws what kept it from starting; what had been started is stopped again
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { clock = systemClock, ids = uuidSource } = options;
  const logger = options.logger ?? jsonLogger(options.logLevel ?? 'info');
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      await close().catch((error: unknown) => logger.error({ err: error }, 'fault while stopping'));
    }
  };
  try {
    const supergraphSdl = await readFile(SUPERGRAPH, 'utf8');
    if (options.tracing) closers.push(await traceTo(options.tracing, options.split ? 'gateway' : 'product'));
    const documents = options.documents
      ? { documents: await readDocuments(options.documents.path), only: options.documents.only }
      : NO_DOCUMENTS;
    if (options.metrics) {
      const metrics = await serveMetrics(options.metrics, logger);
      closers.push(() => metrics.close());
    }
    const personalData = personalDataUnder(options.personalDataKey ?? makePersonalDataKey());
    const platform = openDatabase({ url: options.databaseUrl, role: 'platform', max: PLATFORM_CONNECTIONS });
    closers.push(() => platform.close());
    const identity = createIdentityProvider(platform, {
      issuers: options.issuers ?? [],
      customerLookup: (programmeId, value) => identityLookup(personalData, programmeId, { kind: 'EXTERNAL', value }),
      audience: options.tokenAudience ?? 'loyalty',
      builtInIssuer: options.publicUrl ?? 'urn:coalition-loyalty',
      clock: options.tokenClock ?? clock,
      ids,
    });
    await identity.warmUp();
    const tokenBars = await startTokenBars(platform, (fault) =>
      logger.error({ err: fault }, 'revoked tokens cannot be read'),
    );
    closers.push(() => tokenBars.stop());

    const remote = options.split ? callRemote(options.split, clock) : null;
    if (remote) closers.push(async () => remote.close());
    const local = new Map<SubgraphName, Subgraph>();
    const isRemote = (name: string): boolean => options.split?.urls.has(name as SubgraphName) ?? false;
    const inProcess = callInProcess(local, identityOf);
    const callSubgraph: CallSubgraph = tracedCalls(
      measuredCalls((name, request) =>
        remote && isRemote(name) ? remote.callSubgraph(name, request) : inProcess(name, request),
      ),
    );

    for (const name of SUBGRAPHS.filter((candidate) => !isRemote(candidate))) {
      const subgraph = await hostSubgraph(name, {
        databaseUrl: options.databaseUrl,
        databaseConnections: options.databaseConnections ?? 10,
        clock,
        ids,
        logger,
        personalData,
        issueMemberToken: identity.issueMemberToken,
        askSubgraph: subgraphsOver(callSubgraph),
        statementSecrets: options.statementSecrets,
        privateWebhooks: options.privateWebhooks ?? !options.production,
        webhookLookUp: options.webhookLookUp,
        feedKeeping: options.feedKeeping,
        ...(options.sweepEvery === undefined ? {} : { sweepEvery: options.sweepEvery }),
        ...(options.markEvery === undefined ? {} : { markEvery: options.markEvery }),
      });
      local.set(name, subgraph);
      closers.push(() => subgraph.stop());
    }

    const gateway = await startGateway(
      {
        supergraphSdl,
        callSubgraph,
        verifyToken: identity.verifyToken,
        tokenBars,
        routes: identity.routes,
        checks: {
          database: () => platform.sql`SELECT 1`,
          migrations: requireMigrations(platform.sql),
          outbox: requireOutboxLag(platform.sql, options.limits?.outboxLagMillis ?? DEFAULT_LIMITS.outboxLagMillis),
          ...remoteChecks(options.split?.urls ?? new Map()),
        },
        allowedOrigins: options.allowedOrigins ?? [],
        ...(options.limits ? { limits: options.limits } : {}),
        documents,
        drainMillis: options.drainMillis ?? 0,
        trustedProxies: options.trustedProxies ?? 0,
        clock,
        ids,
        logger,
        production: options.production,
      },
      options.port,
      options.host,
    );
    closers.push(() => gateway.close());
    return {
      url: gateway.url,
      get openStreams() {
        return gateway.openStreams;
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Starts tracing; answers how to stop it. The SDK is loaded by who traces only. */
export async function traceTo(tracing: TracingOptions, service: string): Promise<() => Promise<void>> {
  const { startTracing } = await import('./tracing/start-tracing.ts');
  return startTracing(tracing, service);
}

/** JSON lines on standard error, so that standard output is for people. Known secrets are cut out wherever they might stray. */
export function jsonLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const secrets = ['authorization', 'client_secret', 'secret', 'access_token', 'password'];
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, base: null, redact: { paths, censor: '[secret]' } }, destination);
}

/** What a subgraph in this process is told of a request. */
function identityOf(context: unknown): { caller: RequestContext['caller']; requestId: string } {
  const { caller, requestId } = context as RequestContext;
  return { caller, requestId };
}

/** Calls to subgraphs elsewhere: signed for their callers, over kept-alive connections. */
export function callRemote({ urls, secrets }: NonNullable<ServeOptions['split']>, clock: Clock) {
  return callOverHttp({
    urls,
    identity: {
      headersFor: (subgraph, context, body) => ({
        ...traceHeaders(),
        ...signCaller(secrets, { subgraph, ...identityOf(context), body, now: clock() }),
      }),
      ofGathered: (context) => {
        const { caller, requestId } = identityOf(context);
        return { identity: gatheredIdentity(caller, requestId), trace: traceHeaders() };
      },
      headersForGathered: (subgraph, body) => signGathered(secrets, { subgraph, body, now: clock() }),
    },
  });
}

/** The contracts of subgraphs as another subgraph calls them, wherever they run. */
export function subgraphsOver(callSubgraph: CallSubgraph): AskSubgraph {
  return async (name, { query, variables, caller, requestId }) => {
    const document = parse(query);
    const [operation] = document.definitions;
    const answer = await callSubgraph(name, {
      query,
      document,
      variables: { ...variables },
      operationType: operation?.kind === Kind.OPERATION_DEFINITION ? operation.operation : 'query',
      context: { caller, requestId } satisfies RequestContext,
    });
    if (Symbol.asyncIterator in answer) throw new Error('Broken promise: a query or mutation is answered once');
    return answer as Awaited<ReturnType<AskSubgraph>>;
  };
}

function remoteChecks(urls: ReadonlyMap<SubgraphName, string>): ReadinessChecks {
  return Object.fromEntries(
    [...urls].map(([name, url]) => [
      name,
      async () => {
        const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(2_000) });
        await response.body?.cancel();
        if (!response.ok) throw new Error(`${name} answers ${response.status}`);
      },
    ]),
  );
}
