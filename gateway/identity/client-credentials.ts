/** The OAuth2 client credentials grant (RFC 6749, 4.4): a client id and secret for an access token. */
import { type CallerRole, scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { type ApiClient, type AuthenticateClient, refuse } from './client-authentication.ts';
import type { GrantToken } from './grants.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** The grant to clients that are who they say; tokens live for `tokenSeconds`. */
export function createClientCredentialsGrant(
  authenticateClient: AuthenticateClient,
  issuer: TokenIssuer,
  tokenSeconds: number,
): GrantToken {
  return async (request) => {
    const { form } = request;
    const client = await authenticateClient(request);
    if ('status' in client) return client;
    const role = callerRole(client.role);
    if (!role) return refuse(400, 'unauthorized_client', 'This client may not use the client credentials grant.');

    const mayHave = client.scopes.filter((scope) => scopesOfRole(role).includes(scope));
    const wanted = form.get('scope')?.split(' ').filter(Boolean) ?? [];
    const tooMuch = wanted.find((scope) => !mayHave.includes(scope));
    if (tooMuch !== undefined) return refuse(400, 'invalid_scope', 'The client was not given every scope asked for.');

    const scopes = wanted.length > 0 ? [...new Set(wanted)] : mayHave;
    const { accessToken } = await issuer.issue(
      {
        subject: client.client_id,
        clientId: client.client_id,
        role,
        programmeId: client.programme_id,
        partnerId: client.partner_id,
        storeIds: client.store_ids ?? [],
        memberId: null,
        person: client.person,
        scopes,
      },
      tokenSeconds,
    );
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: { access_token: accessToken, token_type: 'Bearer', expires_in: tokenSeconds, scope: scopes.join(' ') },
    };
  };
}

/** The role that a client's tokens carry; null for one that gets no token here. */
function callerRole(role: ApiClient['role']): CallerRole | null {
  switch (role) {
    case 'PARTNER':
      return 'partner';
    case 'OPERATOR':
      return 'operator';
    case 'PLATFORM':
      return 'platform';
    case 'MEMBER_ISSUER':
      return null;
  }
}
