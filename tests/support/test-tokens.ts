/** An external issuer as a test needs one: its key set, and tokens of any kind, good and bad. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { claimsOf, type Identity } from '../../gateway/authentication/claims.ts';
import type { TokenTrust } from '../../gateway/authentication/token-verifier.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';

const PROGRAMME = '01890000-0000-7000-8000-000000000001';
const PARTNER = '01890000-0000-7000-8000-000000000002';
const MEMBER = '01890000-0000-7000-8000-000000000003';

export const OPERATOR: Omit<Identity, 'expiresAt'> = {
  subject: 'operator-client',
  clientId: 'operator-client',
  role: 'operator',
  programmeId: PROGRAMME,
  partnerId: null,
  storeIds: [],
  memberId: null,
  person: null,
  scopes: scopesOfRole('operator'),
};
export const PARTNER_APP: Omit<Identity, 'expiresAt'> = {
  ...OPERATOR,
  subject: 'partner-client',
  clientId: 'partner-client',
  role: 'partner',
  partnerId: PARTNER,
  scopes: scopesOfRole('partner'),
};
export const MEMBER_FRONT_END: Omit<Identity, 'expiresAt'> = {
  ...OPERATOR,
  subject: MEMBER,
  clientId: 'partner-client',
  role: 'member',
  memberId: MEMBER,
  scopes: scopesOfRole('member'),
};

export interface TestIssuer {
  trust: TokenTrust & { keys: JWTVerifyGetKey };
  /** The public key set, as a JWKS URL would serve it. */
  jwks: { keys: object[] };
  /** The public key in PEM-less form, for attacks that use it as a secret. */
  publicJwk: { x: string };
  /** A token for an identity. `claims` override any claim; `seconds` may be negative for an expired one. */
  token(
    identity: Omit<Identity, 'expiresAt'>,
    options?: { seconds?: number; claims?: Record<string, unknown>; kid?: string },
  ): Promise<string>;
}

/** A fresh issuer with one Ed25519 key. */
export async function testIssuer(keyId = 'key-1'): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const jwks = { keys: [{ ...publicJwk, kid: keyId, alg: 'EdDSA', use: 'sig' }] };
  return {
    trust: { keys: createLocalJWKSet(jwks), issuer: 'https://issuer.test', audience: 'loyalty', algorithms: ['EdDSA'] },
    jwks,
    publicJwk: { x: publicJwk.x ?? '' },
    token: (identity, { seconds = 600, claims = {}, kid = keyId } = {}) =>
      new SignJWT({ iss: 'https://issuer.test', aud: 'loyalty', ...claimsOf(identity), ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey),
  };
}
