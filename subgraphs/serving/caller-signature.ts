/**
 * How a subgraph knows that a request comes from the gateway, and for whom.
 *
 * In the split deployment the gateway puts the caller that it verified into a header and signs it, with the subgraph's name,
 * the time and the raw body, under a secret that only gateways and subgraphs hold (HMAC-SHA256). A subgraph answers nothing
 * else. Changing any part breaks the signature; a captured request is good for 30 seconds and for that one body only, which
 * the idempotency keys make harmless. The signature covers the subgraph's name, so a request for one cannot be turned to another.
 *
 * Where a body holds queries of many callers (gathered-calls.ts), it names them itself, and is signed as a whole in a form of its own: neither can a part
 * of it be used alone, nor the one kind be taken for the other.
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

/** What is signed, and in which form: the request of one caller, or a body that names its callers. */
type Form = 'v1' | 'gathered-v1';

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
  const identity = Buffer.from(callerText(request.caller)).toString('base64url');
  return {
    [CALLER_HEADER]: identity,
    [REQUEST_ID_HEADER]: request.requestId,
    [SIGNATURE_HEADER]: sign(secrets, 'v1', request, `${request.requestId}\n${identity}\n`),
  };
}

/** The caller of a request whose signature is good; else null, and nothing more: the reason is nobody's business. */
export function verifyCaller(
  secrets: SigningSecrets,
  request: { subgraph: string; headers: Headers; body: string | Uint8Array; now: Date },
): { caller: Caller | null; requestId: string } | null {
  const identity = request.headers[CALLER_HEADER];
  const requestId = request.headers[REQUEST_ID_HEADER];
  if (typeof identity !== 'string' || typeof requestId !== 'string') return null;
  if (!isSigned(secrets, 'v1', request, `${requestId}\n${identity}\n`)) return null;
  return { caller: reviveCaller(JSON.parse(Buffer.from(identity, 'base64url').toString('utf8'))), requestId };
}

/** The headers of a body that names its callers. */
export function signGathered(
  secrets: SigningSecrets,
  request: { subgraph: string; body: string | Uint8Array; now: Date },
): Record<string, string> {
  return { [SIGNATURE_HEADER]: sign(secrets, 'gathered-v1', request, '') };
}

/** Whether a body that names its callers is from a gateway, for this subgraph. */
export function verifyGathered(
  secrets: SigningSecrets,
  request: { subgraph: string; headers: Headers; body: string | Uint8Array; now: Date },
): boolean {
  return isSigned(secrets, 'gathered-v1', request, '');
}

/** How such a body names the caller of one of its calls: as JSON text. */
export function gatheredIdentity(caller: Caller | null, requestId: string): string {
  return `{"requestId":${JSON.stringify(requestId)},"caller":${callerText(caller)}}`;
}

/** The same read, of a body that was verified. */
export function readGatheredIdentity(identity: unknown): { caller: Caller | null; requestId: string } {
  const { caller, requestId } = identity as { caller: WrittenCaller | null; requestId: string };
  return { caller: reviveCaller(caller), requestId };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The value of the signature's header. `also` is what is signed beside the body, each part with its end of line. */
function sign(
  secrets: SigningSecrets,
  form: Form,
  { subgraph, body, now }: { subgraph: string; body: string | Uint8Array; now: Date },
  also: string,
): string {
  const first = secrets[0];
  if (!first) throw new Error('No subgraph secret is set.');
  const time = String(now.getTime());
  const mac = macOf(first.secret, `${form}\n${time}\n${subgraph}\n${also}`, body);
  return `${form};${first.keyId};${time};${mac.toString('base64url')}`;
}

function isSigned(
  secrets: SigningSecrets,
  form: Form,
  { subgraph, headers, body, now }: { subgraph: string; headers: Headers; body: string | Uint8Array; now: Date },
  also: string,
): boolean {
  const signature = headers[SIGNATURE_HEADER];
  if (typeof signature !== 'string') return false;
  const [, signed, keyId, time, given] =
    /^(v1|gathered-v1);([\w-]{1,64});(\d{1,15});([\w-]{43})$/.exec(signature) ?? [];
  const secret = secrets.find((candidate) => candidate.keyId === keyId)?.secret;
  if (signed !== form || secret === undefined || time === undefined || given === undefined) return false;
  if (Math.abs(now.getTime() - Number(time)) > GOOD_FOR_MILLIS) return false;
  const mac = macOf(secret, `${form}\n${time}\n${subgraph}\n${also}`, body);
  return timingSafeEqual(mac, Buffer.from(given, 'base64url'));
}

function macOf(secret: string, head: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(head).update(body).digest();
}

/** A caller as JSON has it: only dates do not survive it. */
type WrittenCaller = Omit<Caller, 'expiresAt'> & { readonly expiresAt: string };

/** Of callers who ask more than one subgraph. */
const written = new WeakMap<Caller, string>();

function callerText(caller: Caller | null): string {
  const known = caller && written.get(caller);
  if (known) return known;
  const text = JSON.stringify(caller);
  if (caller) written.set(caller, text);
  return text;
}

/** What we signed ourselves needs no second look. */
function reviveCaller(caller: WrittenCaller | null): Caller | null {
  return caller && { ...caller, expiresAt: new Date(caller.expiresAt) };
}
