/**
 * The built-in issuer: signs access tokens (RFC 9068, `typ: at+jwt`) and gives the keys that verify them.
 *
 * For development, and for programmes without an identity provider of their own. A production set-up with one names its
 * JWKS URL instead, and then none of this runs.
 */
import { createLocalJWKSet, errors, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import type { IdSource } from '../../subgraphs/shared/ids.ts';
import { claimsOf, type Identity } from '../authentication/claims.ts';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts';

/** `typ` in the header of our access tokens: an ID token of the same issuer is none. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Whom a token is for: a caller, but for its request and its expiry. */
export type TokenSubject = Omit<Identity, 'expiresAt' | 'token'>;

export interface IssuedToken {
  accessToken: string;
  expiresAt: Date;
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: string;
  /** Signs a token for a caller, good for so many seconds. */
  issue(subject: TokenSubject, seconds: number): Promise<IssuedToken>;
  /** Finds the key of a token's header, as `jose` asks for it. */
  verificationKey: JWTVerifyGetKey;
}

const RELOAD_AFTER_MILLIS = 60_000;
const RELOAD_FOR_UNKNOWN_MILLIS = 2_000;

/** The issuer over its keys. `issuer` is the base URL under which clients reach the gateway. */
export function createTokenIssuer(
  keys: SigningKeys,
  { issuer, audience, clock, ids }: { issuer: string; audience: string; clock: Clock; ids: IdSource },
): TokenIssuer {
  let loaded: { find: JWTVerifyGetKey; at: number } | null = null;

  async function load(olderThanMillis: number): Promise<JWTVerifyGetKey> {
    const now = clock().getTime();
    if (loaded && now - loaded.at < olderThanMillis) return loaded.find;
    loaded = { find: createLocalJWKSet(await keys.published()), at: now };
    return loaded.find;
  }

  return {
    issuer,
    audience,
    algorithm: SIGNING_ALGORITHM,
    async issue(subject, seconds) {
      const { key, keyId } = await keys.current();
      // With its milliseconds: a token asked for right after a bar (authentication/token-bars.ts) is not of before it.
      const issuedAt = clock().getTime() / 1000;
      const expiresAt = Math.floor(issuedAt) + seconds;
      const accessToken = await new SignJWT(claimsOf(subject))
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: keyId, typ: ACCESS_TOKEN_TYPE })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .setJti(ids())
        .sign(key);
      return { accessToken, expiresAt: new Date(expiresAt * 1000) };
    },
    async verificationKey(header, token) {
      const find = await load(RELOAD_AFTER_MILLIS);
      try {
        return await find(header, token);
      } catch (error) {
        // Another gateway may have made a key since; strangers with made-up key ids cause one look every two seconds.
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        return (await load(RELOAD_FOR_UNKNOWN_MILLIS))(header, token);
      }
    },
  };
}
