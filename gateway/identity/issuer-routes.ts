/**
 * The HTTP side of the built-in issuer: `POST /oauth/token`, `POST /oauth/revoke` and `GET /.well-known/jwks.json`. Behind a proxy every request
 * comes from the proxy's address, and the limit on failures per address is then one for all: limit there as well.
 */
import { HttpRefusal, sendJson } from '../http/answers.ts';
import type { Route } from '../http/http-server.ts';
import { readBody } from '../http/request-body.ts';
import type { ClientRequest, IssuerAnswer } from './client-authentication.ts';
import type { SigningKeys } from './signing-keys.ts';

const FORM_BYTES = 8 * 1024;

/** The routes by path. */
export function issuerRoutes(
  endpoints: ReadonlyMap<string, (request: ClientRequest) => Promise<IssuerAnswer>>,
  keys: SigningKeys,
): ReadonlyMap<string, Route> {
  const posted =
    (answerTo: (request: ClientRequest) => Promise<IssuerAnswer>): Route =>
    async (request, response, { address, note }) => {
      if (request.method !== 'POST') {
        throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'Ask with POST.', { allow: 'POST' });
      }
      const form = new URLSearchParams(await readBody(request, 'application/x-www-form-urlencoded', FORM_BYTES));
      const { authorization } = request.headers;
      const answer = await answerTo({ form, authorization, address });
      note({ outcome: answer.body.error ?? 'done' });
      sendJson(response, answer.status, answer.body, answer.headers);
    };
  const jwks: Route = async (request, response) => {
    if (request.method !== 'GET') throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'Use GET.', { allow: 'GET' });
    sendJson(response, 200, await keys.published(), { 'cache-control': 'public, max-age=300' });
  };
  return new Map([
    ...[...endpoints].map(([path, answerTo]) => [path, posted(answerTo)] as const),
    ['/.well-known/jwks.json', jwks],
  ]);
}
