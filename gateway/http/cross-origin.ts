/**
 * Which web pages may talk to the gateway: those of the gateway's own origin, and those whose origin is on the list.
 *
 * The API knows no cookies, so a foreign page can never act for a logged-in user; this keeps it from reading answers with a
 * token that it should not have been given. Over HTTP the browser enforces it from our headers; a WebSocket has no such
 * protection, so its upgrade is refused here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const METHODS = 'GET, POST';
const REQUEST_HEADERS = 'authorization, content-type, x-request-id, apollo-require-preflight';
const EXPOSED = 'x-request-id, retry-after, ratelimit, ratelimit-policy';

/** Whether a request comes from no web page, from our own, or from one on the list. */
export function isAllowedOrigin(request: IncomingMessage, allowed: ReadonlySet<string>): boolean {
  const origin = request.headers.origin;
  return origin === undefined || allowed.has(origin) || isOwnOrigin(origin, request);
}

/** Sets the CORS headers where the origin is allowed. */
export function setCrossOriginHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: ReadonlySet<string>,
): void {
  response.setHeader('vary', 'Origin');
  const origin = request.headers.origin;
  if (origin === undefined || !allowed.has(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', EXPOSED);
  if (request.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', METHODS);
  response.setHeader('access-control-allow-headers', REQUEST_HEADERS);
  response.setHeader('access-control-max-age', '600');
}

function isOwnOrigin(origin: string, request: IncomingMessage): boolean {
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}
