/**
 * `/metrics` for Prometheus, on a port of its own: what a process tells about itself is for whoever runs it, never for clients. It listens on
 * loopback unless told otherwise, and asks for a bearer token where one is set.
 */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { figures } from '../../subgraphs/serving/figures.ts';

export interface MetricsOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** What a reader must show; null lets everybody in who reaches the port. */
  readonly token: string | null;
}

export interface MetricsServer {
  /** Such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

let processTold = false;

/** Serves the figures until `close`. Rejects with the system's error when the port cannot be had. */
export async function serveMetrics({ port, host, token }: MetricsOptions, logger: Logger): Promise<MetricsServer> {
  if (!processTold) collectDefaultMetrics({ register: figures });
  processTold = true;
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, async (request, response) => {
    const [status, text] = await answer(request);
    response.writeHead(status, {
      'content-type': status === 200 ? figures.contentType : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    });
    response.end(text);
  });

  async function answer(request: IncomingMessage): Promise<[number, string]> {
    if (request.url !== '/metrics') return [404, 'The figures are at /metrics.\n'];
    if (request.method !== 'GET') return [405, 'Use GET.\n'];
    if (token !== null && !isBearer(request.headers.authorization, token)) return [401, 'This needs the token.\n'];
    try {
      return [200, await figures.metrics()];
    } catch (error) {
      logger.error({ err: error }, 'the figures cannot be read');
      return [500, 'The figures cannot be read.\n'];
    }
  }

  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
