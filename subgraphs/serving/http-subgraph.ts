/**
 * The HTTP server of one subgraph, for the split deployment.
 *
 *   POST any path, JSON `{ query, variables }`       -> the result, from the same `execute` that serves in one process
 *   the same with `accept: text/event-stream`        -> a subscription: `next` events, then `complete`
 *   the same with a line of JSON for each of many    -> a line for each answer (gathered-calls.ts)
 *   GET /health                                      -> 200
 *
 * Nobody but the gateway is let in: the gatekeeper sees the headers and the raw body before anything is parsed. No CORS, no
 * introspection, no page; it listens on loopback unless told otherwise.
 *
 * Limits: the body, and what a slow reader may make us keep: the next event is taken from its source only when the
 * last one has left, so a stalled reader holds one event. A comment every 10 s tells the gateway that we live.
 * A stream that we cannot carry on is cut, without `complete`: the gateway then knows that events may follow elsewhere.
 *
 * A stop waits for what is being answered, 10 s at most; a reader that does not take the end of its stream, and a connection on which nothing was
 * ever said, are waited for a second.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ExecutionResult } from 'graphql';
import { answerCalls } from './answer-calls.ts';
import { CALLS_TYPE, readCalls } from './gathered-calls.ts';
import { withinTraceOf } from './tracing.ts';

/** What is served; `Identity` is what a request carries beside its operation. */
export interface ServedSubgraph<Identity> {
  execute(request: SubgraphOperation & Identity): Promise<ExecutionResult>;
  subscribe(request: SubgraphOperation & Identity): Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}

export interface SubgraphOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Who asks, or with which status (401, 403, 503) the request is turned away. */
export type Verification<Known> = Known | { refusedWith: number };

/** Who is let in, told by the headers and the raw body, before anything of it is parsed. */
export interface Gatekeeper<Identity> {
  /** A body with one operation. */
  verify(request: Received, rawBody: Buffer): Verification<{ identity: Identity }>;
  /** A body with many calls: how the identities that it names are read. */
  verifyGathered(request: Received, rawBody: Buffer): Verification<{ identityOf: (named: unknown) => Identity }>;
}

interface Received {
  readonly headers: IncomingHttpHeaders;
}

export interface HttpSubgraph {
  url: string;
  /** Takes no more requests, cuts the open streams, waits for what is being answered, as long as the header says unless told. */
  close(graceMillis?: number): Promise<void>;
}

const GRACE_MILLIS = 10_000;
const PARTING_MILLIS = 1_000;

/** Serves a subgraph until `close`. */
export async function serveSubgraphOverHttp<Identity extends object>(options: {
  subgraph: ServedSubgraph<Identity>;
  gatekeeper: Gatekeeper<Identity>;
  host?: string;
  /** 0 takes a free one. */
  port?: number;
  /** Default 4 MiB. */
  maxBodyBytes?: number;
  /** Between two comments on an open stream. Default 10 s. */
  commentMillis?: number;
  onFault?: (fault: unknown) => void;
}): Promise<HttpSubgraph> {
  const { subgraph, gatekeeper, host = '127.0.0.1', port = 0, onFault = () => {} } = options;
  const { maxBodyBytes = 4 * 2 ** 20, commentMillis = 10_000 } = options;
  const streams = new Set<ServerResponse>();
  const connected = new Set<Socket>();
  let closing = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (closing) response.setHeader('connection', 'close');
    if (request.method === 'GET' && request.url === '/health') return sendJson(response, 200, { status: 'ok' });
    if (request.method !== 'POST') return refuse(response, 405, 'POST a GraphQL operation');
    const way = wayOf(request.headers['content-type']);
    if (!way) return refuse(response, 415, `The body must be application/json or ${CALLS_TYPE}`);
    const body = await readBody(request, maxBodyBytes);
    if (!body) return refuse(response, 413, `The body is longer than ${maxBodyBytes} bytes`);
    return way === 'one' ? answerOne(request, response, body) : answerMany(request, response, body);
  }

  async function answerMany(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const verification = gatekeeper.verifyGathered(request, body);
    if ('refusedWith' in verification) return turnAway(response, verification.refusedWith);
    const calls = readCalls(body.toString('utf8'));
    if (!calls) return refuse(response, 400, 'Each line of the body must be a call in JSON');
    await answerCalls(response, calls, {
      execute: ({ query, variables, identity }) =>
        subgraph.execute({ query, variables, ...verification.identityOf(identity) }),
      onFault,
    });
  }

  async function answerOne(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const verification = gatekeeper.verify(request, body);
    if ('refusedWith' in verification) return turnAway(response, verification.refusedWith);
    const operation = readOperation(body);
    if (!operation) return refuse(response, 400, 'The body must be JSON with a query and variables');
    const whole = { ...operation, ...verification.identity };
    if (!request.headers.accept?.includes('text/event-stream')) {
      return sendJson(response, 200, await withinTraceOf(request.headers, () => subgraph.execute(whole)));
    }
    const events = await withinTraceOf(request.headers, () => subgraph.subscribe(whole));
    if (!(Symbol.asyncIterator in events)) return sendJson(response, 200, events);
    streams.add(response);
    await sendEvents(response, events, commentMillis).finally(() => streams.delete(response));
  }

  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 30_000 }, (request, response) => {
    answer(request, response).catch((fault: unknown) => {
      onFault(fault);
      // A stream whose source failed: what was sent arrives, and the missing `complete` says that it was cut.
      if (response.headersSent) response.end();
      else refuse(response, 500, 'Internal server error');
    });
  });
  server.on('connection', (socket) => {
    connected.add(socket);
    socket.once('close', () => connected.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: boundPort } = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}/graphql`,
    async close(graceMillis = GRACE_MILLIS) {
      if (closing) return;
      closing = true;
      const closed = once(server, 'close');
      server.close();
      for (const stream of streams) {
        if (stream.writableNeedDrain) stream.destroy();
        else stream.end();
      }
      // Connections that were answering keep alive until their next idle moment; look for it until none is left.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const part = setTimeout(
        () => {
          for (const stream of streams) stream.destroy();
          // Node counts a connection as busy until its first request has been answered.
          for (const socket of connected) if (socket.bytesRead === 0) socket.destroy();
        },
        Math.min(PARTING_MILLIS, graceMillis),
      );
      const cut = setTimeout(() => server.closeAllConnections(), graceMillis);
      await closed;
      clearInterval(sweep);
      clearTimeout(part);
      clearTimeout(cut);
    },
  };
}

/** One event at a time: taken when the one before has left, and never after the reader has gone. */
async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<ExecutionResult>,
  commentMillis: number,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
    Promise.resolve(iterator.return?.()).catch(() => {});
  };
  if (response.destroyed) return leave();
  response.once('close', leave);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  response.flushHeaders();
  // A reader that takes nothing is told nothing: comments would pile up behind the event that it leaves lying.
  const comments = setInterval(() => {
    if (!response.writableNeedDrain && !response.writableEnded) response.write(':\n\n');
  }, commentMillis);
  try {
    for (;;) {
      const next = await iterator.next();
      if (response.destroyed || response.writableEnded) return;
      if (next.done) {
        response.end('event: complete\ndata:\n\n');
        return;
      }
      if (!response.write(`event: next\ndata: ${JSON.stringify(next.value)}\n\n`)) {
        await once(response, 'drain', { signal: gone.signal }).catch(() => {});
      }
    }
  } finally {
    clearInterval(comments);
  }
}

function wayOf(contentType = ''): 'one' | 'many' | null {
  if (contentType.startsWith('application/json')) return 'one';
  return contentType.startsWith(CALLS_TYPE) ? 'many' : null;
}

/** The raw body, or nothing when it is too long. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      // Not destroyed: the refusal still has to leave on the same connection.
      request.pause();
      request.removeAllListeners('data');
      resolve(undefined);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('The body ended too early'));
    });
  });
}

function readOperation(body: Buffer): SubgraphOperation | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('query' in parsed) || typeof parsed.query !== 'string') {
    return undefined;
  }
  const variables = 'variables' in parsed ? (parsed.variables ?? {}) : {};
  if (typeof variables !== 'object' || Array.isArray(variables)) return undefined;
  return { query: parsed.query, variables: variables as Record<string, unknown> };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function turnAway(response: ServerResponse, status: number): void {
  refuse(response, status, 'This is for the gateway only');
}

function refuse(response: ServerResponse, status: number, message: string): void {
  // What is left of the body is not worth reading.
  if (status === 413) response.setHeader('connection', 'close');
  sendJson(response, status, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}
