/**
 * Is this token good? Signature against a JWKS, issuer, audience, expiry, and an allow-list of asymmetric algorithms: with
 * `none` or with HS256 under a public key nothing can be signed that passes here.
 *
 * Keys come from the built-in issuer or from the URL of an external one. A key set that cannot be had is a fault of
 * ours (503), never the caller's (401): a client that is told "unauthenticated" throws its good token away.
 *
 * Verified tokens are remembered for at most a minute (and never beyond their expiry), so a busy client costs one signature
 * check a minute, and a key that is withdrawn works for a minute more.
 */
import { hash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from '../../subgraphs/shared/clock.ts';
import { type Identity, identityOf } from './claims.ts';
import { createRemembered } from './remembered.ts';

/** Where tokens come from and what they must say. */
export interface TokenTrust {
  /** Gives the key for a token's header: `createRemoteJWKSet` or that of the built-in issuer. */
  keys: JWTVerifyGetKey;
  /** `iss` that tokens must carry. */
  issuer: string;
  /** `aud` that tokens must carry. */
  audience: string;
  /** Signature algorithms accepted; only asymmetric ones may be listed. */
  algorithms: readonly string[];
  /** `typ` that tokens must carry in their header, where the issuer sets one. */
  type?: string;
}

/** What verifying a token came to. `unavailable`: the keys could not be had, the token may well be good. */
export type TokenVerdict =
  | { kind: 'valid'; identity: Identity }
  | { kind: 'invalid'; reason: string }
  | { kind: 'unavailable'; cause: unknown };

/** Verifies a compact JWT. Never throws. */
export type VerifyToken = (token: string) => Promise<TokenVerdict>;

/** Algorithms with which a key that everybody knows cannot sign. */
export const ASYMMETRIC = /^(EdDSA|Ed25519|(ES|RS|PS)(256|384|512))$/;
const LONGEST_TOKEN = 8_192;
const MOST_REMEMBERED = 10_000;
const REMEMBER_MILLIS = 60_000;
const CLOCK_TOLERANCE_SECONDS = 5;

/** The keys of an external issuer: fetched when needed, kept ten minutes, asked again for a key not seen before. */
export function externalKeys(jwksUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000, cooldownDuration: 15_000 });
}

/** The claims of a JWT that verifies, or what is wrong with it. */
export type ClaimsVerdict = { kind: 'valid'; claims: JWTPayload } | Exclude<TokenVerdict, { kind: 'valid' }>;

/**
 * Makes the check of signature, issuer, audience and times. A token says of which issuer it is; only that one's keys and algorithms are then
 * good for it. Never throws.
 * @throws when an issuer is named twice, or an algorithm is listed that is not asymmetric
 */
export function createClaimsVerifier(
  trusts: readonly TokenTrust[],
  clock: Clock,
): (token: string) => Promise<ClaimsVerdict> {
  for (const { algorithms } of trusts) {
    const forbidden = algorithms.find((algorithm) => !ASYMMETRIC.test(algorithm));
    if (forbidden !== undefined || algorithms.length === 0) {
      throw new Error(`Tokens may only be signed with an asymmetric algorithm, not ${forbidden ?? 'none at all'}.`);
    }
  }
  const byIssuer = new Map(trusts.map((trust) => [trust.issuer, trust]));
  if (byIssuer.size < trusts.length) throw new Error('Every token issuer can be named once.');

  return async (token) => {
    if (token.length > LONGEST_TOKEN) return { kind: 'invalid', reason: 'The token is too long.' };
    try {
      const trust = byIssuer.get(decodeJwt(token).iss ?? '');
      if (trust === undefined) return { kind: 'invalid', reason: "The token's iss is not what it must be." };
      const { payload } = await jwtVerify(token, trust.keys, {
        issuer: trust.issuer,
        audience: trust.audience,
        algorithms: [...trust.algorithms],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: clock(),
        ...(trust.type === undefined ? {} : { typ: trust.type }),
      });
      return { kind: 'valid', claims: payload };
    } catch (error) {
      return isTokensFault(error)
        ? { kind: 'invalid', reason: reasonOf(error) }
        : { kind: 'unavailable', cause: error };
    }
  };
}

/**
 * Makes the verifier of our access tokens, by whichever of these issuers.
 * @throws as `createClaimsVerifier`
 */
export function createTokenVerifier(trusts: readonly TokenTrust[], clock: Clock): VerifyToken {
  const verifyClaims = createClaimsVerifier(trusts, clock);
  const remembered = createRemembered<Identity>(MOST_REMEMBERED);

  async function verify(token: string): Promise<TokenVerdict> {
    const verdict = await verifyClaims(token);
    if (verdict.kind !== 'valid') return verdict;
    const identity = identityOf(verdict.claims);
    return identity
      ? { kind: 'valid', identity }
      : { kind: 'invalid', reason: 'The token does not say who is calling.' };
  }

  return async (token) => {
    if (token.length > LONGEST_TOKEN) return { kind: 'invalid', reason: 'The token is too long.' };
    const key = hash('sha256', token, 'base64');
    const now = clock().getTime();
    const known = remembered.of(key, now);
    if (known !== null) return { kind: 'valid', identity: known };
    const verdict = await verify(token);
    if (verdict.kind === 'valid') {
      const until = Math.min(now + REMEMBER_MILLIS, verdict.identity.expiresAt.getTime());
      remembered.remember(key, verdict.identity, until, now);
    }
    return verdict;
  };
}

type TokensFault = InstanceType<(typeof TOKENS_FAULTS)[number]>;

const TOKENS_FAULTS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
] as const;

function isTokensFault(error: unknown): error is TokensFault {
  return TOKENS_FAULTS.some((kind) => error instanceof kind);
}

function reasonOf(error: TokensFault): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) return `The token's ${error.claim} is not what it must be.`;
  return 'The token is not one of ours.';
}
