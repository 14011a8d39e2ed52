/**
 * The yardstick for the gateway: `@apollo/gateway` behind Apollo Server, as its makers document it, everything in this process. It checks no token and
 * no limit: whoever holds one of the known tokens is taken for its caller, and a subgraph believes what it is told in a header. Development
 * only (Elastic-2.0).
 *
 * Its subgraphs are ours: the same schema, resolvers and pools, served in one of two ways. What its users run, and what `@apollo/subgraph` is documented
 * with, is Apollo Server in front of each (`startApolloSubgraph`). Our own HTTP host of a subgraph (subgraphs/serving/http-subgraph.ts), with documents
 * validated once and no framework, is a part of what is compared, and lent to the peer for a second figure.
 */
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import type { SubgraphName } from '../../subgraphs/serving/sdl.ts';
import type { Subgraph, SubgraphContext } from '../../subgraphs/serving/subgraph.ts';

interface Context {
  readonly caller: Caller | null;
}

export interface ApolloPeer {
  /** Where GraphQL is. */
  readonly url: string;
  close(): Promise<void>;
}

const CALLER = 'x-caller';
const REQUEST_ID = 'apollo-gateway';
const QUIET = { debug() {}, info() {}, warn() {}, error: console.error };
const LISTEN = { port: 0, host: '127.0.0.1' };

/** Apollo Server over one of our subgraphs. */
export async function startApolloSubgraph(subgraph: Subgraph): Promise<ApolloPeer> {
  const server = new ApolloServer<SubgraphContext>({
    schema: subgraph.schema,
    stopOnTerminationSignals: false,
    logger: QUIET,
  });
  const { url } = await startStandaloneServer(server, {
    listen: LISTEN,
    context: async ({ req }) =>
      subgraph.contextFor({ caller: readCaller(String(req.headers[CALLER])), requestId: REQUEST_ID }),
  });
  return { url, close: () => server.stop() };
}

/**
 * Serves the supergraph over the subgraphs at `urls`. `callers` is who holds which token; `sign` makes the headers of subgraphs that believe nobody
 * without.
 */
export async function startApolloGateway(options: {
  supergraphSdl: string;
  urls: ReadonlyMap<SubgraphName, string>;
  callers: ReadonlyMap<string, Caller>;
  sign?: (subgraph: SubgraphName, caller: Caller | null, body: string) => Record<string, string>;
}): Promise<ApolloPeer> {
  const { urls, sign } = options;
  const gateway = new ApolloGateway({
    // It refuses to start on protections that it does not give; here it need not give them.
    supergraphSdl: options.supergraphSdl.replaceAll(/,? *for: SECURITY/g, ''),
    logger: QUIET,
    buildService: ({ name }) => {
      const subgraph = [...urls.keys()].find((candidate) => candidate === name.toLowerCase()) as SubgraphName;
      const source = new RemoteGraphQLDataSource<Context>({
        url: urls.get(subgraph) as string,
        willSendRequest({ request, context }) {
          request.http?.headers.set(CALLER, JSON.stringify(context.caller ?? null));
        },
      });
      const sendOnce = source.fetcher;
      // Between its turns its servers close the connections that it keeps: asked again, as our own calls are, or the run would end with that.
      const send: typeof sendOnce = (url, init) =>
        sendOnce(url, init).catch((fault: NodeJS.ErrnoException) => {
          if (fault.code !== 'ECONNRESET' && fault.code !== 'EPIPE') throw fault;
          return sendOnce(url, init);
        });
      source.fetcher = send;
      if (!sign) return source;
      source.fetcher = (url, init) => {
        const { [CALLER]: caller = 'null', ...headers } = Object.fromEntries(
          new Map(Object.entries((init?.headers ?? {}) as Record<string, string>)),
        );
        const signed = sign(subgraph, readCaller(caller), String(init?.body ?? ''));
        return send(url, { ...init, headers: { ...headers, ...signed } });
      };
      return source;
    },
  });
  const server = new ApolloServer<Context>({ gateway, stopOnTerminationSignals: false, logger: QUIET });
  const { url } = await startStandaloneServer(server, {
    listen: LISTEN,
    context: async ({ req }) => ({
      caller: options.callers.get((req.headers.authorization ?? '').replace('Bearer ', '')) ?? null,
    }),
  });
  return { url, close: () => server.stop() };
}

function readCaller(json: string): Caller | null {
  const caller = JSON.parse(json) as (Omit<Caller, 'expiresAt'> & { expiresAt: string }) | null;
  return caller && { ...caller, expiresAt: new Date(caller.expiresAt) };
}
