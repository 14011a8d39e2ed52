/** One attempt: a signed POST, bounded in time and size, never redirected, to a public address unless private ones are allowed. */
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { guardedLookup, isPublicAddress, type LookUp, urlProblem } from './address-guard.ts';

export interface Message {
  /** The same for every attempt. */
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** Base64, the one to sign with first; the previous one beside it while a rotation overlaps. */
  readonly secrets: readonly string[];
}

/** What came of an attempt: a status, with the seconds that the receiver asks to be left alone for, or why there was none. */
export type AttemptResult =
  | { readonly status: number; readonly failure: null; readonly retryAfterSeconds: number }
  | { readonly status: null; readonly failure: string };

/** Where it may go. */
export interface Targets {
  /** Whether to addresses that are not public, too: in development. */
  readonly privateTargets: boolean;
  readonly lookUp: LookUp;
}

const MILLIS = 10_000;
const MOST_BYTES = 65_536;

/** Headers of Standard Webhooks for a message at an instant. */
export function signedHeaders({ id, body, secrets }: Message, at: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'coalition-loyalty-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** Sends it. Never throws: what goes wrong is the result, in words that name no address of ours. */
export function postSigned(message: Message, at: Date, { privateTargets, lookUp }: Targets): Promise<AttemptResult> {
  return new Promise((resolve) => {
    const fail = (failure: string): void => resolve({ status: null, failure });
    if (urlProblem(message.url, privateTargets) !== null) {
      fail('FORBIDDEN_TARGET');
      return;
    }
    const url = new URL(message.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up.
    if (!privateTargets && isIP(host) !== 0 && !isPublicAddress(host)) {
      fail('FORBIDDEN_TARGET');
      return;
    }
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(
      url,
      {
        method: 'POST',
        headers: signedHeaders(message, at),
        agent: false,
        signal: AbortSignal.timeout(MILLIS),
        ...(privateTargets ? {} : { lookup: guardedLookup(lookUp) }),
      },
      (response) => {
        // The status is the answer. What follows is read to its end so that the receiver is not cut off, unless it never ends.
        resolve({
          status: response.statusCode ?? 0,
          failure: null,
          retryAfterSeconds: secondsOf(response.headers['retry-after']),
        });
        let bytes = 0;
        response.on('data', (data: Buffer) => {
          bytes += data.length;
          if (bytes > MOST_BYTES) request.destroy();
        });
        response.on('error', () => {});
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => fail(failureOf(error)));
    request.end(message.body);
  });
}

/** Of `Retry-After`; its other form, a date, is by the receiver's clock and counts for nothing. */
function secondsOf(header: string | undefined): number {
  return /^\d{1,9}$/.test(header ?? '') ? Number(header) : 0;
}

function failureOf(error: NodeJS.ErrnoException): string {
  if (error.name === 'ForbiddenTarget') return 'FORBIDDEN_TARGET';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'TIMED_OUT';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'NAME_UNKNOWN';
  if (error.code === 'ECONNREFUSED') return 'CONNECTION_REFUSED';
  if (error.code?.startsWith('ERR_TLS') === true || error.code?.includes('CERT') === true) return 'CERTIFICATE_WRONG';
  return 'CONNECTION_LOST';
}
