/*
 * Calls subgraphs over HTTP on kept-alive connections: queries of one turn of the event loop in one POST (gathered-queries.ts), one POST per mutation,
 * a server-sent event stream per subscription.
 *
 * Every call has an end: a time limit, a size limit, the abort of its request. Calls are never shared between requests: two
 * callers who ask the same may not be told the same.
 */
import type { IncomingMessage } from 'node:http';
import { readEventStream } from './event-stream-response.ts';
import { gatherQueries } from './gathered-queries.ts';
import { parseJson, readText, refuseStatus, requireAnswer } from './http-answers.ts';
import type { CallSubgraph, SubgraphRequest, SubgraphResponse } from './subgraph-call.ts';
import { openConnections, type Posted, withinLimits } from './subgraph-posts.ts';

export interface HttpCallOptions {
  /** Where each subgraph is, by the name that the supergraph gives it. */
  urls: ReadonlyMap<string, string>;
  /** Who calls, and how a subgraph knows it. */
  identity: CallIdentity;
  /** How long a query or mutation may take, and a subscription to open. Default 10 s. */
  timeoutMillis?: number;
  /** The longest answer, and the longest event. Default 16 MiB. */
  maxResponseBytes?: number;
  /** How long an open subscription may be silent; subgraphs send a comment every 10 s. Default 30 s. */
  silenceMillis?: number;
}

/** What subgraphs are told of callers. */
export interface CallIdentity {
  /** Headers of one call, made of its exact body: the signed identity of the caller. */
  headersFor(subgraphName: string, context: unknown, rawBody: Uint8Array): Record<string, string>;
  /** The identity of the caller of one of many calls, as JSON text; the trace that it is part of, as headers. */
  ofGathered(context: unknown): { identity: string; trace: Readonly<Record<string, string>> };
  /** Headers of many calls, made of their exact body, which says the identities. */
  headersForGathered(subgraphName: string, rawBody: Uint8Array): Record<string, string>;
}

/** The calls, and how to let go of the connections when the gateway stops. */
export function callOverHttp(options: HttpCallOptions): { callSubgraph: CallSubgraph; close: () => void } {
  const { urls, identity, timeoutMillis = 10_000, maxResponseBytes = 16 * 2 ** 20, silenceMillis = 30_000 } = options;
  const connections = openConnections(urls);
  const query = gatherQueries({ connections, identity, timeoutMillis, maxResponseBytes });

  function post(name: string, call: SubgraphRequest, accept: string): Posted {
    // Bytes: it is signed, counted and sent.
    const body = Buffer.from(JSON.stringify({ query: call.query, variables: call.variables }));
    const headers = identity.headersFor(name, call.context, body);
    return connections.post(name, { ...headers, 'content-type': 'application/json', accept }, body);
  }

  async function mutate(name: string, call: SubgraphRequest): Promise<SubgraphResponse> {
    const posted = post(name, call, 'application/json');
    return withinLimits(posted, call.signal, timeoutMillis, (response) => readWhole(response, maxResponseBytes));
  }

  async function subscribe(
    name: string,
    call: SubgraphRequest,
  ): Promise<SubgraphResponse | AsyncIterable<SubgraphResponse>> {
    const posted = post(name, call, 'text/event-stream, application/json');
    return withinLimits(posted, call.signal, timeoutMillis, async (response) => {
      if (response.statusCode !== 200 || !response.headers['content-type']?.startsWith('text/event-stream')) {
        return readWhole(response, maxResponseBytes);
      }
      return readEventStream(response, { maxEventBytes: maxResponseBytes, silenceMillis });
    });
  }

  const ways = { query, mutation: mutate, subscription: subscribe };
  return {
    callSubgraph: (name, call) => ways[call.operationType](name, call),
    close: () => connections.close(),
  };
}

/** A response with the answer to one operation, whatever its status. */
async function readWhole(response: IncomingMessage, maxBytes: number): Promise<SubgraphResponse> {
  const text = await readText(response, maxBytes);
  refuseStatus(response);
  return requireAnswer(parseJson(text, response), response);
}
