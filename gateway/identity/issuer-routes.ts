/**
 * The HTTP side of the built-in issuer: `POST /oauth/token` and `GET /.well-known/jwks.json`. Behind a proxy every request
 * comes from the proxy's address, and the limit on failures per address is then one for all: limit there as well.
 */
import { HttpRefusal, sendJson } from '../http/answers.ts';
import type { Route } from '../http/http-server.ts';
import { readBody } from '../http/request-body.ts';
import type { GrantToken } from './client-credentials.ts';
import type { SigningKeys } from './signing-keys.ts';

const FORM_BYTES = 8 * 1024;

/** The routes by path. */
export function issuerRoutes(grantToken: GrantToken, keys: SigningKeys): ReadonlyMap<string, Route> {
  const token: Route = async (request, response, { address, note }) => {
    if (request.method !== 'POST') {
      throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'Ask for a token with POST.', { allow: 'POST' });
    }
    const form = new URLSearchParams(await readBody(request, 'application/x-www-form-urlencoded', FORM_BYTES));
    const { authorization } = request.headers;
    const answer = await grantToken({ form, authorization, address });
    note({ outcome: answer.body.error ?? 'granted' });
    sendJson(response, answer.status, answer.body, answer.headers);
  };
  const jwks: Route = async (request, response) => {
    if (request.method !== 'GET') throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'Use GET.', { allow: 'GET' });
    sendJson(response, 200, await keys.published(), { 'cache-control': 'public, max-age=300' });
  };
  return new Map([
    ['/oauth/token', token],
    ['/.well-known/jwks.json', jwks],
  ]);
}
