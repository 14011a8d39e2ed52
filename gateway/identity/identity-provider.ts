/**
 * Who says who callers are: the built-in issuer (development, and programmes without one of their own) or external ones
 * (external-issuers.ts). One or the others: with external issuers the built-in one signs nothing, serves nothing and is not trusted.
 */
import { GraphQLError } from 'graphql';
import type { Database } from '../../db/client.ts';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import type { IdSource } from '../../subgraphs/shared/ids.ts';
import { createTokenVerifier, type VerifyToken } from '../authentication/token-verifier.ts';
import type { Route } from '../http/http-server.ts';
import { createClientAuthentication } from './client-authentication.ts';
import { createClientCredentialsGrant } from './client-credentials.ts';
import { type ExternalIssuer, trustIn } from './external-issuers.ts';
import { grantsByType } from './grants.ts';
import { issuerRoutes } from './issuer-routes.ts';
import { createTokenRevocation } from './revoke-token.ts';
import { createSigningKeys } from './signing-keys.ts';
import { type CustomerLookup, createTokenExchange, TOKEN_EXCHANGE } from './token-exchange.ts';
import { ACCESS_TOKEN_TYPE, createTokenIssuer, type IssuedToken, type TokenSubject } from './token-issuer.ts';

export interface IdentityOptions {
  /** External issuers; those of partners' front ends are for exchange only. */
  issuers: readonly ExternalIssuer[];
  /** What the index of members' keys knows a partner's own number of a customer by. Left out where no token is exchanged. */
  customerLookup?: CustomerLookup;
  /** `aud` that tokens carry. */
  audience: string;
  /** `iss` of the built-in issuer. */
  builtInIssuer: string;
  clock: Clock;
  ids: IdSource;
}

export interface IdentityProvider {
  verifyToken: VerifyToken;
  /** Signs a member's token (mutation `issueMemberToken`). */
  issueMemberToken: (subject: TokenSubject) => Promise<IssuedToken>;
  /** Routes of the built-in issuer; none with an external one. */
  routes: ReadonlyMap<string, Route>;
  /** Makes sure that there is a key to sign with, so that the first token does not wait for one. */
  warmUp(): Promise<void>;
}

const CLIENT_TOKEN_SECONDS = 3_600;
const MEMBER_TOKEN_SECONDS = 900;

/** @param database pool of the platform role: API clients and signing keys */
export function createIdentityProvider(database: Database, options: IdentityOptions): IdentityProvider {
  const { audience, clock, ids } = options;
  const external = options.issuers.filter(({ partnerId }) => partnerId === undefined);
  if (external.length > 0) {
    const trusts = external.map((issuer) => trustIn(issuer, audience));
    return {
      verifyToken: createTokenVerifier(trusts, clock),
      async issueMemberToken() {
        throw new GraphQLError('Tokens come from the external issuer of this platform; ask it for one.', {
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        });
      },
      routes: new Map(),
      async warmUp() {},
    };
  }
  const keys = createSigningKeys(database, { clock, ids, tokenMillis: CLIENT_TOKEN_SECONDS * 1000 });
  const issuer = createTokenIssuer(keys, { issuer: options.builtInIssuer, audience, clock, ids });
  const trust = {
    keys: issuer.verificationKey,
    issuer: issuer.issuer,
    audience,
    algorithms: [issuer.algorithm],
    type: ACCESS_TOKEN_TYPE,
  };
  const verifyToken = createTokenVerifier([trust], clock);
  const authenticateClient = createClientAuthentication(database, clock);
  return {
    verifyToken,
    issueMemberToken: (subject) => issuer.issue(subject, MEMBER_TOKEN_SECONDS),
    routes: issuerRoutes(
      new Map([
        [
          '/oauth/token',
          grantsByType({
            client_credentials: createClientCredentialsGrant(authenticateClient, issuer, CLIENT_TOKEN_SECONDS),
            [TOKEN_EXCHANGE]: createTokenExchange(database, authenticateClient, issuer, {
              frontEnds: options.issuers,
              audience,
              clock,
              tokenSeconds: MEMBER_TOKEN_SECONDS,
              ...(options.customerLookup === undefined ? {} : { customerLookup: options.customerLookup }),
            }),
          }),
        ],
        ['/oauth/revoke', createTokenRevocation(database, authenticateClient, verifyToken)],
      ]),
      keys,
    ),
    async warmUp() {
      await keys.current();
    },
  };
}
