/*
 * Calls subgraphs over HTTP: one JSON POST per fetch on kept-alive connections, a server-sent event stream per
 * subscription. node:http and not the global `fetch`, which takes a multiple of the time per call.
 *
 * Every call has an end: a time limit, a size limit, the abort of its request. Calls are never shared between requests: two
 * callers who ask the same may not be told the same.
 */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { readEventStream } from './event-stream-response.ts';
import { isObject } from './json.ts';
import type { CallSubgraph, SubgraphRequest, SubgraphResponse } from './subgraph-call.ts';

export interface HttpCallOptions {
  /** Where each subgraph is, by the name that the supergraph gives it. */
  urls: ReadonlyMap<string, string>;
  /** Headers of one call, made of its exact body: the signed identity of the caller. */
  headersFor: (subgraphName: string, context: unknown, rawBody: Uint8Array) => Record<string, string>;
  /** How long a query or mutation may take, and a subscription to open. Default 10 s. */
  timeoutMillis?: number;
  /** The longest answer, and the longest event. Default 16 MiB. */
  maxResponseBytes?: number;
  /** How long an open subscription may be silent; subgraphs send a comment every 10 s. Default 30 s. */
  silenceMillis?: number;
}

/** The calls, and how to let go of the connections when the gateway stops. */
export function callOverHttp(options: HttpCallOptions): { callSubgraph: CallSubgraph; close: () => void } {
  const { urls, headersFor, timeoutMillis = 10_000, maxResponseBytes = 16 * 2 ** 20, silenceMillis = 30_000 } = options;
  const agents = {
    'http:': new Agent({ keepAlive: true, maxFreeSockets: 64 }),
    'https:': new SecureAgent({ keepAlive: true, maxFreeSockets: 64 }),
  };

  const targets = new Map<string, { address: string; target: Target }>();
  /** Read once for each address; a subgraph may get another one. */
  function targetOf(name: string): Target {
    const address = urls.get(name);
    if (!address) throw new Error(`No address is known for the subgraph ${name}`);
    const known = targets.get(name);
    if (known?.address === address) return known.target;
    const url = new URL(address);
    const target = { ...urlToHttpOptions(url), secure: url.protocol === 'https:' };
    targets.set(name, { address, target });
    return target;
  }

  function post(name: string, call: SubgraphRequest, accept: string): Posted {
    const { secure, ...target } = targetOf(name);
    // Bytes: it is signed, counted and sent.
    const body = Buffer.from(JSON.stringify({ query: call.query, variables: call.variables }));
    const request = (secure ? httpsRequest : httpRequest)({
      ...target,
      method: 'POST',
      agent: secure ? agents['https:'] : agents['http:'],
      headers: {
        ...headersFor(name, call.context, body),
        'content-type': 'application/json',
        'content-length': body.length,
        accept,
      },
    });
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve);
      // Stays for the life of the request: a connection that breaks later is told by the response.
      request.on('error', reject);
    });
    request.end(body);
    return { request, response };
  }

  async function callOnce(name: string, call: SubgraphRequest): Promise<SubgraphResponse> {
    const posted = post(name, call, 'application/json');
    return limited(posted, call.signal, timeoutMillis, async (response) => {
      const text = await readText(response, maxResponseBytes);
      return readResult(response, text);
    });
  }

  async function subscribe(
    name: string,
    call: SubgraphRequest,
  ): Promise<SubgraphResponse | AsyncIterable<SubgraphResponse>> {
    const posted = post(name, call, 'text/event-stream, application/json');
    return limited(posted, call.signal, timeoutMillis, async (response) => {
      if (response.statusCode !== 200 || !response.headers['content-type']?.startsWith('text/event-stream')) {
        return readResult(response, await readText(response, maxResponseBytes));
      }
      return readEventStream(response, { maxEventBytes: maxResponseBytes, silenceMillis });
    });
  }

  return {
    callSubgraph: async (name, call) => {
      if (call.operationType === 'subscription') return subscribe(name, call);
      try {
        return await callOnce(name, call);
      } catch (fault) {
        // A kept-alive connection that the subgraph closed meanwhile. A mutation might have been done: its caller decides.
        if (call.operationType === 'query' && !call.signal?.aborted && fault instanceof StaleConnection) {
          return callOnce(name, call);
        }
        throw fault;
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

type Target = ReturnType<typeof urlToHttpOptions> & { readonly secure: boolean };

interface Posted {
  request: ClientRequest;
  response: Promise<IncomingMessage>;
}

/** The connection was broken before we used it, and nothing of an answer was read. */
class StaleConnection extends Error {}

/** Waits for the response and what is made of it, but no longer than the limit and the signal allow. */
async function limited<T>(
  { request, response }: Posted,
  signal: AbortSignal | undefined,
  timeoutMillis: number,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  const abort = () => request.destroy(new Error('The request was aborted'));
  const timer = setTimeout(() => request.destroy(new Error(`No answer within ${timeoutMillis} ms`)), timeoutMillis);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const head = await response.catch((fault: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && (fault.code === 'ECONNRESET' || fault.code === 'EPIPE');
      throw stale ? new StaleConnection(fault.message, { cause: fault }) : fault;
    });
    return await read(head);
  } catch (fault) {
    request.destroy();
    throw fault;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** By events: an iterator over the stream costs as much as the rest of a short call. */
function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(new Error(`The answer is longer than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    response.once('error', reject);
    response.once('close', () => {
      if (!response.complete) reject(new Error('The answer was cut off'));
    });
  });
}

/** A GraphQL answer, whatever its status; that the subgraph does not know us (401, 403) is nothing for the client. */
function readResult({ statusCode = 0 }: IncomingMessage, text: string): SubgraphResponse {
  if (statusCode === 401 || statusCode === 403) throw new Error(`The subgraph refused the gateway: ${statusCode}`);
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The subgraph did not answer in JSON: ${statusCode}`, { cause });
  }
  if (!isObject(result) || !('data' in result || Array.isArray(result.errors))) {
    throw new Error(`The subgraph did not answer in GraphQL: ${statusCode}`);
  }
  return result as SubgraphResponse;
}
