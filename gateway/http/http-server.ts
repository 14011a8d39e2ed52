/**
 * The HTTP server around the endpoints: request ids, security headers, cross-origin rules, routes, refusals, timeouts, the
 * access log, and a drain that loses no request.
 *
 * Drain: `/ready` fails and keep-alive clients are told to go (`connection: close`), while everything is still answered, until whoever sends
 * requests has noticed (`drainMillis`); then stop listening, end the streams with a code, wait for what is being answered, and cut what is left
 * after the grace period. Who does not read that its stream has ended, and who connected and has said nothing, is not waited for that long: the one
 * goes on from its cursor elsewhere, the other has lost nothing.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { failSpan, inSpan, withinTraceOf } from '../../subgraphs/serving/tracing.ts';
import type { Limits } from '../limits/limits.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { knownMethod, requestSeconds } from '../metrics/gateway-figures.ts';
import { HttpRefusal, refuseUpgrade, sendRefusal } from './answers.ts';
import type { AddressOf } from './client-address.ts';
import { isAllowedOrigin, setCrossOriginHeaders } from './cross-origin.ts';
import { answerWithoutUpgrade, asksForWebSocket } from './other-upgrades.ts';

/** A request on its way: `note` adds facts to its line in the log. */
export interface Asked {
  /** What follows the path, with its question mark; empty where nothing does. */
  search: string;
  requestId: string;
  /** Network address of the client. */
  address: string;
  note: (facts: Record<string, unknown>) => void;
}

/** Answers the requests of one path. Throws HttpRefusal to refuse. */
export type Route = (request: IncomingMessage, response: ServerResponse, asked: Asked) => Promise<void> | void;

export interface HttpServerOptions {
  routes: ReadonlyMap<string, Route>;
  /** Takes WebSocket upgrades of `/graphql`; without it every upgrade is refused. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  allowedOrigins: ReadonlySet<string>;
  addressOf: AddressOf;
  /** Counts a request of an address (limits/rate-limits.ts). */
  rates: Pick<RateLimits, 'ofAddress'>;
  limits: Limits;
  /** Names requests that bring no id of their own. */
  requestIds: () => string;
  logger: Logger;
  /** Adds `strict-transport-security`. */
  production: boolean;
}

export interface HttpServer {
  /** Starts listening; rejects with the system's error (`EADDRINUSE`, ...). Gives the base URL. */
  listen(port: number, host: string): Promise<string>;
  /** Drains as the header says: is told to stop, goes on answering for `drainMillis`, and runs `endStreams` once nothing new comes in. */
  close(endStreams: () => Promise<void>, graceMillis: number, drainMillis: number): Promise<void>;
  readonly stopping: boolean;
}

const REQUEST_ID = /^[\w.-]{8,64}$/;
const HEADERS_MILLIS = 10_000;
/** How long a stopping server waits for the last event of a stream to be read, and for the first word on a connection. */
const PARTING_MILLIS = 1_000;
const KEEP_ALIVE_MILLIS = 61_000;
/** Asked by whoever runs the process, often and from one address. */
const UNLIMITED = new Set(['/health', '/ready']);

/** Makes the server. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { routes, limits, logger } = options;
  let stopping = false;
  const answering = new Set<ServerResponse>();
  const connected = new Set<Socket>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const requestId = requestIdOf(request, options.requestIds);
    const facts: Record<string, unknown> = {};
    const path = pathOf(request);
    answering.add(response);
    response.once('close', () => {
      answering.delete(response);
      const elapsed = performance.now() - started;
      if (facts.stream !== true) {
        requestSeconds.observe(
          {
            route: routes.has(path) ? path : 'other',
            method: knownMethod(request.method),
            status: String(response.statusCode),
          },
          elapsed / 1_000,
        );
      }
      const millis = Math.round(elapsed);
      logger.info(
        { requestId, method: request.method, path, status: response.statusCode, millis, ...facts },
        'request',
      );
    });
    setStandingHeaders(response, requestId, options.production);
    if (stopping) response.setHeader('connection', 'close');
    const name = `${knownMethod(request.method)} ${routes.has(path) ? path : 'other'}`;
    const attributes = { 'loyalty.request_id': requestId };
    try {
      await withinTraceOf(request.headers, () =>
        inSpan(name, { kind: 'server', attributes }, async (span) => {
          await route(request, response, requestId, (more) => Object.assign(facts, more));
          span.setAttribute('http.response.status_code', response.statusCode);
          if (response.statusCode >= 500) failSpan(span, String(response.statusCode));
        }),
      );
    } catch (error) {
      if (error instanceof HttpRefusal) {
        sendRefusal(response, error);
      } else {
        logger.error({ requestId, err: error }, 'fault in a request');
        sendRefusal(response, new HttpRefusal(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
      }
    }
    // A refused body is left unread: the connection cannot be used again.
    if (!request.complete && response.writableEnded) request.resume();
  }

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    note: Asked['note'],
  ): Promise<void> {
    setCrossOriginHeaders(request, response, options.allowedOrigins);
    const address = options.addressOf(request);
    const target = targetOf(request);
    if (target && !UNLIMITED.has(target.pathname)) {
      const { allowed, message, headers } = await options.rates.ofAddress(address);
      if (!allowed) throw new HttpRefusal(429, 'TOO_MANY_REQUESTS', message, headers);
    }
    const found = target && routes.get(target.pathname);
    if (!found) throw new HttpRefusal(404, 'NOT_FOUND', 'There is nothing here.');
    if (request.method === 'OPTIONS') {
      response.writeHead(isAllowedOrigin(request, options.allowedOrigins) ? 204 : 403);
      response.end();
      return;
    }
    await found(request, response, { search: target.search, requestId, address, note });
  }

  /** Most requests name a route and nothing else: the rest is what a URL parser makes of it. */
  function targetOf({ url = '/' }: IncomingMessage): Pick<URL, 'pathname' | 'search'> | null {
    return routes.has(url) ? { pathname: url, search: '' } : URL.parse(url, 'http://gateway');
  }

  const server: Server = createServer(
    {
      requestTimeout: limits.requestMillis,
      headersTimeout: Math.min(HEADERS_MILLIS, limits.requestMillis),
      keepAliveTimeout: KEEP_ALIVE_MILLIS,
      connectionsCheckingInterval: Math.min(5_000, limits.requestMillis),
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => void handle(request, response),
  );
  server.on('connection', (socket) => {
    // One that is given back (other-upgrades.ts) is known already.
    if (connected.has(socket)) return;
    connected.add(socket);
    socket.once('close', () => connected.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    // Answers leave in the order of the requests; who cannot wait for the one before has no business with another protocol.
    if ([...answering].some(({ req }) => req.socket === socket)) return socket.destroy();
    if (!asksForWebSocket(request)) return answerWithoutUpgrade(server, request, socket, head);
    socket.on('error', (error) => logger.debug({ err: error }, 'a connection failed'));
    if (!options.upgrade || pathOf(request) !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    if (stopping) return refuseUpgrade(socket, '503 Service Unavailable', { 'retry-after': '1' });
    options.rates.ofAddress(options.addressOf(request)).then(
      ({ allowed, headers }) => {
        if (!allowed) return refuseUpgrade(socket, '429 Too Many Requests', headers);
        options.upgrade?.(request, socket, head);
      },
      () => refuseUpgrade(socket, '500 Internal Server Error'),
    );
  });

  return {
    get stopping() {
      return stopping;
    },
    async listen(port, host) {
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      return `http://${name === '0.0.0.0' || name === '[::]' ? 'localhost' : name}:${address.port}`;
    },
    async close(endStreams, graceMillis, drainMillis) {
      stopping = true;
      await delay(drainMillis);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const response of answering) if (!response.headersSent) response.setHeader('connection', 'close');
      await endStreams();
      server.closeIdleConnections();
      const part = setTimeout(
        () => {
          for (const response of answering) if (isStream(response)) response.destroy();
          // Node counts a connection as busy until its first request has been answered.
          for (const socket of connected) if (socket.bytesRead === 0) socket.destroy();
        },
        Math.min(PARTING_MILLIS, graceMillis),
      );
      const cut = setTimeout(() => server.closeAllConnections(), graceMillis);
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      await closed;
      clearTimeout(part);
      clearTimeout(cut);
      clearInterval(sweep);
    },
  };
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

function requestIdOf(request: IncomingMessage, requestIds: () => string): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : requestIds();
}

/** Without the search: a query over GET holds data. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] as string;
}

function setStandingHeaders(response: ServerResponse, requestId: string, production: boolean): void {
  response.setHeader('x-request-id', requestId);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (production) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
