/**
 * One subgraph as a process of its own, for the split deployment. It answers the gateway and nobody else: every request must
 * carry a caller signed under a shared secret (subgraphs/serving/caller-signature.ts).
 */
import { openDatabase } from '../db/client.ts';
import { readGatheredIdentity, verifyCaller, verifyGathered } from '../subgraphs/serving/caller-signature.ts';
import { serveSubgraphOverHttp } from '../subgraphs/serving/http-subgraph.ts';
import { makePersonalDataKey, personalDataUnder } from '../subgraphs/serving/personal-data.ts';
import type { SubgraphName } from '../subgraphs/serving/sdl.ts';
import type { Subgraph } from '../subgraphs/serving/subgraph.ts';
import { systemClock } from '../subgraphs/shared/clock.ts';
import { uuidSource } from '../subgraphs/shared/ids.ts';
import { hostSubgraph } from './hosting.ts';
import { createIdentityProvider } from './identity/identity-provider.ts';
import { serveMetrics } from './metrics/metrics-server.ts';
import { callRemote, jsonLogger, type Served, type ServeOptions, subgraphsOver, traceTo } from './serve.ts';

/** As `serve`, for one subgraph. `split.urls` must hold the ledger's address where the subgraph is `rewards`. */
export type ServeSubgraphOptions = Omit<
  ServeOptions,
  'production' | 'allowedOrigins' | 'limits' | 'documents' | 'drainMillis' | 'split'
> & {
  readonly split: NonNullable<ServeOptions['split']>;
};

/** Serves one subgraph over HTTP until `close`. */
export async function serveSubgraph(
  name: SubgraphName,
  options: ServeSubgraphOptions,
): Promise<Pick<Served, 'url' | 'close'> & { readonly subgraph: Subgraph }> {
  const { clock = systemClock, ids = uuidSource, split } = options;
  const logger = options.logger ?? jsonLogger(options.logLevel ?? 'info');
  const stopTracing = options.tracing ? await traceTo(options.tracing, name) : null;
  const metrics = options.metrics ? await serveMetrics(options.metrics, logger) : null;
  const platform = openDatabase({ url: options.databaseUrl, role: 'platform', max: 1 });
  const remote = callRemote(split, clock);
  const identity = createIdentityProvider(platform, {
    issuers: options.issuers ?? [],
    audience: options.tokenAudience ?? 'loyalty',
    builtInIssuer: options.publicUrl ?? 'urn:coalition-loyalty',
    clock,
    ids,
  });
  const subgraph = await hostSubgraph(name, {
    databaseUrl: options.databaseUrl,
    databaseConnections: options.databaseConnections ?? 10,
    clock,
    ids,
    logger,
    personalData: personalDataUnder(options.personalDataKey ?? makePersonalDataKey()),
    issueMemberToken: identity.issueMemberToken,
    askSubgraph: subgraphsOver(remote.callSubgraph),
    statementSecrets: options.statementSecrets,
    privateWebhooks: options.privateWebhooks ?? false,
    feedKeeping: options.feedKeeping,
    ...(options.markEvery === undefined ? {} : { markEvery: options.markEvery }),
  });
  const stop = async (): Promise<void> => {
    await subgraph.stop();
    remote.close();
    await platform.close();
    await metrics?.close();
    await stopTracing?.();
  };
  try {
    const server = await serveSubgraphOverHttp({
      subgraph,
      gatekeeper: {
        verify: ({ headers }, body) => {
          const identity = verifyCaller(split.secrets, { subgraph: name, headers, body, now: clock() });
          return identity ? { identity } : { refusedWith: 401 };
        },
        verifyGathered: ({ headers }, body) =>
          verifyGathered(split.secrets, { subgraph: name, headers, body, now: clock() })
            ? { identityOf: readGatheredIdentity }
            : { refusedWith: 401 },
      },
      host: options.host,
      port: options.port,
      onFault: (fault) => logger.error({ err: fault }, 'fault in a request'),
    });
    return {
      url: server.url,
      subgraph,
      async close() {
        await server.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
