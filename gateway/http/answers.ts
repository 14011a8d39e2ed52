/** Answers over HTTP that are not a GraphQL result: JSON in the shape of GraphQL errors, so that a client reads one shape. */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Sends a JSON body. Does nothing when an answer was sent already. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Refuses to make a WebSocket of a connection. */
export function refuseUpgrade(socket: Duplex, status: string, headers: Readonly<Record<string, string>> = {}): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** A refusal of the request itself: `code` is stable, `message` is for a developer. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Sends a refusal as `{"errors":[{"message","extensions":{"code"}}]}`. */
export function sendRefusal(response: ServerResponse, refusal: HttpRefusal): void {
  const error = { message: refusal.message, extensions: { code: refusal.code } };
  sendJson(response, refusal.status, { errors: [error] }, refusal.headers);
}
