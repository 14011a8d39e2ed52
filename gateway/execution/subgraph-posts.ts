/*
 * POSTs to subgraphs on kept-alive connections, each with an end. node:http and not the global `fetch`, which takes a multiple of the time per call.
 */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { StopSignal } from '../stop.ts';

export interface Connections {
  /** Sends a body to the subgraph of that name. */
  post(name: string, headers: Readonly<Record<string, string>>, body: Buffer): Posted;
  /** Lets go of all connections. */
  close(): void;
}

export interface Posted {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
}

/** The connection was broken before we used it, and nothing of an answer was read. */
export class StaleConnection extends Error {}

/** Connections to the subgraphs at these addresses. Each is read once; a subgraph may get another one. */
export function openConnections(urls: ReadonlyMap<string, string>): Connections {
  const agents = {
    'http:': new Agent({ keepAlive: true, maxFreeSockets: 64 }),
    'https:': new SecureAgent({ keepAlive: true, maxFreeSockets: 64 }),
  };

  const targets = new Map<string, { address: string; target: Target }>();
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

  return {
    post(name, headers, body) {
      const { secure, ...target } = targetOf(name);
      const request = (secure ? httpsRequest : httpRequest)({
        ...target,
        method: 'POST',
        agent: secure ? agents['https:'] : agents['http:'],
        headers: { ...headers, 'content-length': body.length },
      });
      const response = new Promise<IncomingMessage>((resolve, reject) => {
        request.on('response', resolve);
        // Stays for the life of the request: a connection that breaks later is told by the response.
        request.on('error', reject);
      });
      request.end(body);
      return { request, response };
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

type Target = ReturnType<typeof urlToHttpOptions> & { readonly secure: boolean };

/**
 * Waits for the response and what is made of it, but no longer than the limit and the signal allow.
 * @throws StaleConnection where the same may be sent once more, if it does no harm twice
 */
export async function withinLimits<T>(
  { request, response }: Posted,
  signal: StopSignal | undefined,
  timeoutMillis: number,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  let reason: Error | undefined;
  // Destroyed with no error: a connection that has just been given back has nobody who would hear it.
  const cut = (why: string): void => {
    reason ??= new Error(why);
    request.destroy();
  };
  const abort = (): void => cut('The request was aborted');
  const timer = setTimeout(() => cut(`No answer within ${timeoutMillis} ms`), timeoutMillis);
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
    throw reason ?? fault;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
