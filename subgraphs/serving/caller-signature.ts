/**
 * How a subgraph knows that a request comes from the gateway, and for whom.
 *
 * In the split deployment the gateway puts the caller that it verified into a header and signs it, with the subgraph's name,
 * the time and the raw body, under a secret that only gateways and subgraphs hold (HMAC-SHA256). A subgraph answers nothing
 * else. Changing any part breaks the signature; a captured request is good for 30 seconds and for that one body only, which
 * the idempotency keys make harmless. The signature covers the subgraph's name, so a request for one cannot be turned to another.
 *
 * Secrets have ids. To change one: add the new secret everywhere, then put it first (the first signs), then remove the old one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';

/** Secrets by key id, the one that signs first. At least 32 bytes each. */
export type SigningSecrets = readonly { readonly keyId: string; readonly secret: string }[];

export const CALLER_HEADER = 'x-loyalty-caller';
export const SIGNATURE_HEADER = 'x-loyalty-signature';
export const REQUEST_ID_HEADER = 'x-request-id';

/** Milliseconds that a signature is good for, before and after its time: clocks of two machines differ. */
const GOOD_FOR_MILLIS = 30_000;
const SHORTEST_SECRET = 32;

/**
 * Reads secrets as configured: `id:secret`, several separated by commas, the signing one first.
 * @throws one sentence when the text cannot be used
 */
export function readSigningSecrets(text: string): SigningSecrets {
  const secrets = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, keyId, secret] = /^([\w-]{1,64}):(.+)$/.exec(part) ?? [];
      if (keyId === undefined || secret === undefined) throw new Error('A secret must read `id:secret`.');
      if (Buffer.byteLength(secret) < SHORTEST_SECRET) {
        throw new Error(`The secret ${keyId} is shorter than ${SHORTEST_SECRET} bytes.`);
      }
      return { keyId, secret };
    });
  if (secrets.length === 0) throw new Error('No secret is set.');
  return secrets;
}

/** The headers that carry a caller (null is anonymous) to a subgraph with this body. */
export function signCaller(
  secrets: SigningSecrets,
  request: { subgraph: string; caller: Caller | null; requestId: string; body: string | Uint8Array; now: Date },
): Record<string, string> {
  const first = secrets[0];
  if (!first) throw new Error('No subgraph secret is set.');
  const identity = identityHeader(request.caller);
  const time = String(request.now.getTime());
  const mac = macOf(first.secret, { ...request, identity, time });
  return {
    [CALLER_HEADER]: identity,
    [REQUEST_ID_HEADER]: request.requestId,
    [SIGNATURE_HEADER]: `v1;${first.keyId};${time};${mac.toString('base64url')}`,
  };
}

/** Of callers who ask more than one subgraph. */
const written = new WeakMap<Caller, string>();

function identityHeader(caller: Caller | null): string {
  const known = caller && written.get(caller);
  if (known) return known;
  const header = Buffer.from(JSON.stringify(caller)).toString('base64url');
  if (caller) written.set(caller, header);
  return header;
}

/** The caller of a request whose signature is good; else null, and nothing more: the reason is nobody's business. */
export function verifyCaller(
  secrets: SigningSecrets,
  request: {
    subgraph: string;
    headers: Readonly<Record<string, string | string[] | undefined>>;
    body: string | Uint8Array;
    now: Date;
  },
): { caller: Caller | null; requestId: string } | null {
  const identity = request.headers[CALLER_HEADER];
  const requestId = request.headers[REQUEST_ID_HEADER];
  const signature = request.headers[SIGNATURE_HEADER];
  if (typeof identity !== 'string' || typeof requestId !== 'string' || typeof signature !== 'string') return null;
  const [, keyId, time, given] = /^v1;([\w-]{1,64});(\d{1,15});([\w-]{43})$/.exec(signature) ?? [];
  const secret = secrets.find((candidate) => candidate.keyId === keyId)?.secret;
  if (secret === undefined || time === undefined || given === undefined) return null;
  if (Math.abs(request.now.getTime() - Number(time)) > GOOD_FOR_MILLIS) return null;
  const mac = macOf(secret, { ...request, identity, requestId, time });
  if (!timingSafeEqual(mac, Buffer.from(given, 'base64url'))) return null;
  return { caller: reviveCaller(Buffer.from(identity, 'base64url').toString('utf8')), requestId };
}

function macOf(
  secret: string,
  parts: { time: string; subgraph: string; identity: string; requestId: string; body: string | Uint8Array },
): Buffer {
  return createHmac('sha256', secret)
    .update(`v1\n${parts.time}\n${parts.subgraph}\n${parts.requestId}\n${parts.identity}\n`)
    .update(parts.body)
    .digest();
}

/** What we signed ourselves needs no second look; only dates do not survive JSON. */
function reviveCaller(text: string): Caller | null {
  const caller = JSON.parse(text) as (Omit<Caller, 'expiresAt'> & { expiresAt: string }) | null;
  return caller && { ...caller, expiresAt: new Date(caller.expiresAt) };
}
