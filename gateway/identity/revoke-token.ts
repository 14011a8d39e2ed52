/**
 * Token revocation (RFC 7009): a client ends a token before it expires, its own or one that it had issued for a member; the operator ends
 * any token of its programme. It is good no more in any gateway within seconds, open streams included (authentication/token-bars.ts).
 *
 * A token that is none, has expired or was revoked before is answered with 200, as the standard says: what the client wanted is so.
 */
import type { Database } from '../../db/client.ts';
import type { Identity } from '../authentication/claims.ts';
import type { VerifyToken } from '../authentication/token-verifier.ts';
import {
  type ApiClient,
  type AuthenticateClient,
  type ClientRequest,
  type IssuerAnswer,
  refuse,
  refuseRepeated,
} from './client-authentication.ts';

/** Answers one revocation request. */
export type RevokeToken = (request: ClientRequest) => Promise<IssuerAnswer>;

/** A token that expired a moment ago may still pass (token-verifier.ts); its bar stays longer. */
const KEEP_AFTER_EXPIRY = '1 minute';

/** @param database pool of the platform role */
export function createTokenRevocation(
  database: Database,
  authenticateClient: AuthenticateClient,
  verifyToken: VerifyToken,
): RevokeToken {
  return async (request) => {
    const { form } = request;
    const repeated = refuseRepeated(form, ['token', 'token_type_hint', 'client_id', 'client_secret']);
    if (repeated) return repeated;
    const client = await authenticateClient(request);
    if ('status' in client) return client;
    const token = form.get('token');
    if (!token) return refuse(400, 'invalid_request', 'token is missing.');
    const verdict = await verifyToken(token);
    if (verdict.kind === 'invalid') return revoked();
    if (verdict.kind === 'unavailable') {
      const answer = refuse(503, 'temporarily_unavailable', 'The token cannot be verified at the moment: try again.');
      return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
    }
    const { identity } = verdict;
    if (!mayRevoke(client, identity)) {
      return refuse(400, 'unauthorized_client', 'The token was issued to another client.');
    }
    const id = identity.token?.id ?? null;
    if (id === null) throw new Error('Broken promise: a token of the built-in issuer has an id');
    await database.withTransaction(async ({ sql }) => {
      await sql`DELETE FROM platform.token_bar WHERE forget_after < now()`;
      await sql`
        SELECT platform.bar_tokens('TOKEN', ${id}, 'infinity', ${identity.expiresAt}::timestamptz + ${KEEP_AFTER_EXPIRY}::interval)`;
    });
    return revoked();
  };
}

/** The client that the token names, or the operator of its programme. */
function mayRevoke(client: ApiClient, identity: Identity): boolean {
  if (identity.clientId === client.client_id) return true;
  return client.role === 'OPERATOR' && client.programme_id === identity.programmeId;
}

function revoked(): IssuerAnswer {
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: {} };
}
