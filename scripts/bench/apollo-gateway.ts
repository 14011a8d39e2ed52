/**
 * The yardstick for the gateway: `@apollo/gateway` behind Apollo Server over the very subgraphs that ours serves, reached over HTTP, everything in this
 * process. It checks no token and no limit: whoever holds one of the known tokens is taken for its caller. Development only (Elastic-2.0).
 */
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import { type SigningSecrets, signCaller } from '../../subgraphs/serving/caller-signature.ts';
import type { SubgraphName } from '../../subgraphs/serving/sdl.ts';

interface Context {
  readonly caller: Caller | null;
}

export interface ApolloGatewayPeer {
  /** Where GraphQL is. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the supergraph over the subgraphs at `urls`. `callers` is who holds which token. */
export async function startApolloGateway(options: {
  supergraphSdl: string;
  urls: ReadonlyMap<SubgraphName, string>;
  secrets: SigningSecrets;
  callers: ReadonlyMap<string, Caller>;
}): Promise<ApolloGatewayPeer> {
  const { urls, secrets } = options;
  const gateway = new ApolloGateway({
    // It refuses to start on protections that it does not give; here it need not give them.
    supergraphSdl: options.supergraphSdl.replaceAll(/,? *for: SECURITY/g, ''),
    logger: { debug() {}, info() {}, warn() {}, error: console.error },
    buildService: ({ name }) => {
      const subgraph = [...urls.keys()].find((candidate) => candidate === name.toLowerCase()) as SubgraphName;
      const source = new RemoteGraphQLDataSource<Context>({
        url: urls.get(subgraph) as string,
        willSendRequest({ request, context }) {
          request.http?.headers.set('x-caller', JSON.stringify(context.caller ?? null));
        },
      });
      const send = source.fetcher;
      source.fetcher = (url, init) => {
        const { 'x-caller': caller = 'null', ...headers } = Object.fromEntries(
          new Map(Object.entries((init?.headers ?? {}) as Record<string, string>)),
        );
        const body = String(init?.body ?? '');
        const known = JSON.parse(caller) as (Omit<Caller, 'expiresAt'> & { expiresAt: string }) | null;
        const signed = signCaller(secrets, {
          subgraph,
          caller: known && { ...known, expiresAt: new Date(known.expiresAt) },
          requestId: 'apollo-gateway',
          body,
          now: new Date(),
        });
        return send(url, { ...init, headers: { ...headers, ...signed } });
      };
      return source;
    },
  });
  const server = new ApolloServer<Context>({
    gateway,
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn() {}, error: console.error },
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({
      caller: options.callers.get((req.headers.authorization ?? '').replace('Bearer ', '')) ?? null,
    }),
  });
  return { url, close: () => server.stop() };
}
