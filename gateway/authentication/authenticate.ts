/**
 * Who sent this? From the `Authorization` header of a request, or from what stands for it in a WebSocket's `connection_init`.
 *
 * No credentials at all is an anonymous caller: what needs one is refused later, by name (authorization/). Credentials that
 * are no good are refused at once, even for what would need none: the client believes to be someone, and must learn otherwise.
 */
import type { Caller } from '../../subgraphs/serving/caller.ts';
import type { TokenBars } from './token-bars.ts';
import type { TokenVerdict, VerifyToken } from './token-verifier.ts';

/** The outcome: a caller (null is anonymous), or why there is none and the HTTP status that says so. */
export type Authentication =
  | { ok: true; caller: Caller | null }
  | { ok: false; status: 401 | 503; code: 'UNAUTHENTICATED' | 'SERVICE_UNAVAILABLE'; message: string; cause?: unknown };

/** Authenticates the value of an `Authorization` header for one request from a network address. */
export type Authenticate = (
  authorization: string | undefined,
  request: { readonly requestId: string; readonly address: string },
) => Promise<Authentication>;

/** Makes the check over a token verifier, and over what was revoked since. */
export function createAuthentication(verifyToken: VerifyToken, bars: TokenBars): Authenticate {
  return async (authorization, request) => {
    if (authorization === undefined || authorization === '') return { ok: true, caller: null };
    const bearer = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization);
    if (!bearer) return refused('Credentials must be a bearer token: `Authorization: Bearer <token>`.');
    const verdict = await verifyToken(bearer[1] as string).then((verified) => unlessBarred(verified, bars));
    switch (verdict.kind) {
      case 'valid':
        return { ok: true, caller: { ...verdict.identity, ...request } };
      case 'invalid':
        return refused(verdict.reason);
      case 'unavailable':
        return {
          ok: false,
          status: 503,
          code: 'SERVICE_UNAVAILABLE',
          message: 'Tokens cannot be verified at the moment. Yours may well be good: try again.',
          cause: verdict.cause,
        };
    }
  };
}

/** A token that verifies, but is good no more. Whether it is cannot always be known. */
async function unlessBarred(verdict: TokenVerdict, bars: TokenBars): Promise<TokenVerdict> {
  if (verdict.kind !== 'valid') return verdict;
  try {
    const barred = await bars.isBarred(verdict.identity);
    return barred ? { kind: 'invalid', reason: 'The token is no longer good. Ask for a new one.' } : verdict;
  } catch (cause) {
    return { kind: 'unavailable', cause };
  }
}

function refused(message: string): Authentication {
  return { ok: false, status: 401, code: 'UNAUTHENTICATED', message };
}
