// The signature over a statement's header: compact JWS (RFC 7515) with Ed25519 (RFC 8037, named as RFC 9864 asks).
//
// The payload is the header's canonical JSON, byte for byte, so that signature, digest and `prev` speak of the same bytes. Signatures
// are deterministic: signing a header again gives the same statement. ES256 is accepted for partners and vaults without Ed25519.
// A verifier uses pinned keys only: never a key, certificate or address that the JWS itself brings along.

import {
  base64url,
  CompactSign,
  type CryptoKey,
  compactVerify,
  decodeProtectedHeader,
  importJWK,
  type JWK,
} from 'jose';
import { canonicalJson, parseStrictJson } from './canonical-json.ts';
import { type Read, readHeader, type StatementHeader } from './statement.ts';

export const STATEMENT_TYPE = 'coalition-statement+jws';

/** `EdDSA` is the deprecated name of `Ed25519`. */
const ALGORITHMS = ['Ed25519', 'EdDSA', 'ES256'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly alg: 'Ed25519' | 'ES256';
}

/** Signs a header. The result is the statement's `jws`. */
export function signHeader(header: StatementHeader, key: SigningKey): Promise<string> {
  return signPayload(canonicalJson(header), key);
}

/** Signs a header that was written before, byte for byte. */
export function signPayload(header: string, key: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(header))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: STATEMENT_TYPE })
    .sign(key.privateKey);
}

/**
 * Verifies a JWS against pinned public keys and gives the header that it signs, or a sentence that says what is wrong. `what` names
 * the document in that sentence, such as "the statement".
 */
export async function readSignedHeader(
  jws: string,
  keys: readonly JWK[],
  what: string,
): Promise<Read<StatementHeader>> {
  const wrong = (problem: string): Read<StatementHeader> => ({ ok: false, problem });
  const parts = jws.split('.');
  if (parts.length !== 3 || parts[0] === '' || parts[1] === '')
    return wrong(`What stands as the signature of ${what} is no signature (no compact JWS).`);
  let claims: ReturnType<typeof decodeProtectedHeader>;
  try {
    claims = decodeProtectedHeader(jws);
  } catch {
    return wrong(`The signature of ${what} is damaged: its protected header can not be read.`);
  }
  const { alg, kid, typ } = claims;
  if (typeof alg === 'string' && alg.toLowerCase() === 'none')
    return wrong(`The signature of ${what} was stripped: its algorithm is "none".`);
  if (parts[2] === '') return wrong(`The signature of ${what} was stripped.`);
  // base64url has unused bits in its last character: a signature has one spelling only.
  if (!isStrictBase64url(parts[2]!)) return wrong(`The signature of ${what} is damaged: it is no base64url.`);
  if (!isAlgorithm(alg))
    return wrong(`The signature of ${what} uses the algorithm ${JSON.stringify(alg)}, which is not accepted.`);
  if (typ !== STATEMENT_TYPE) {
    return wrong(
      `The signature of ${what} is for another kind of document: its type is ${JSON.stringify(typ)}, not "${STATEMENT_TYPE}".`,
    );
  }
  const candidates = keys.filter((key) => key.kid === kid && fits(key, alg));
  if (typeof kid !== 'string' || candidates.length === 0) {
    return wrong(
      `The signature of ${what} was made with another key: ${JSON.stringify(kid ?? null)} is not among the given keys.`,
    );
  }
  for (const candidate of candidates) {
    const payload = await verifiedPayload(jws, candidate, alg);
    if (payload !== null) return headerOf(payload, what);
  }
  return wrong(
    `The signature of ${what} does not fit its header: the header or the signature was changed, or another key signed it.`,
  );
}

/** The payload when the signature is good under `key`, else null. */
async function verifiedPayload(jws: string, key: JWK, alg: Algorithm): Promise<Uint8Array | null> {
  try {
    // Public members only: a key file that holds a private key must not change how we verify.
    const { kty, crv, x, y } = key;
    const publicKey = { kty: kty!, crv: crv!, x: x!, ...(y === undefined ? {} : { y }) };
    const { payload } = await compactVerify(jws, await importJWK(publicKey, alg), { algorithms: [alg] });
    return payload;
  } catch {
    return null;
  }
}

function headerOf(payload: Uint8Array, what: string): Read<StatementHeader> {
  const wrong = (problem: string): Read<StatementHeader> => ({
    ok: false,
    problem: `What is signed in ${what} is no statement header: ${problem}.`,
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return wrong('it is not UTF-8');
  }
  const json = parseStrictJson(text);
  if (!json.ok) return wrong(json.problem);
  const header = readHeader(json.value);
  if (!header.ok) return wrong(header.problem);
  return canonicalJson(json.value) === text ? header : wrong('it is not in canonical form');
}

function isAlgorithm(alg: unknown): alg is Algorithm {
  return ALGORITHMS.some((known) => known === alg);
}

/** Whether a key is of the kind that the algorithm needs; a key's own `alg`, where it has one, must say so as well. */
function fits(key: JWK, alg: Algorithm): boolean {
  const edwards = alg !== 'ES256';
  const kind = edwards ? key.kty === 'OKP' && key.crv === 'Ed25519' : key.kty === 'EC' && key.crv === 'P-256';
  const named = key.alg === undefined || key.alg === alg || (edwards && (key.alg === 'Ed25519' || key.alg === 'EdDSA'));
  return kind && named && (key.use === undefined || key.use === 'sig');
}

function isStrictBase64url(text: string): boolean {
  try {
    return base64url.encode(base64url.decode(text)) === text;
  } catch {
    return false;
  }
}
