/**
 * The QR code of a member's own device: it changes every 30 seconds, so that a photograph of it cannot spend.
 *
 * It reads `LQ1.<handle>.<code>`. The handle finds the device; the code is a TOTP (RFC 6238: SHA-256, 8 digits, 30 seconds) under a secret that
 * only the device and we have. The device needs no network. Its clock may be one step off; a code is good once.
 */
import { Secret, TOTP } from 'otpauth';
import { toAsciiDigits } from '../../shared/decimal-digits.ts';

export const SECRET_BYTES = 32;
export const HANDLE_BYTES = 10;
const PERIOD_SECONDS = 30;
const DIGITS = 8;
const WINDOW = 1;
const TOKEN = /^LQ1\.([A-Z2-7]{16})\.([0-9]{8})$/;

/** Wrong codes for one device in a quarter of an hour: after that none is looked at. 10 guesses at 3 of 10^8 codes. */
export const MOST_FAILURES = 10;
export const FAILURES_COUNT_MILLIS = 15 * 60_000;

export interface QrToken {
  readonly handle: string;
  readonly code: string;
}

/** Reads what a till scanned, or somebody typed; null for what is no token of ours. */
export function readQrToken(text: string): QrToken | null {
  const match = TOKEN.exec(toAsciiDigits(text.trim()).toUpperCase());
  return match === null ? null : { handle: match[1]!, code: match[2]! };
}

/** A handle of `HANDLE_BYTES` random bytes. */
export function handleOf(random: Uint8Array): string {
  return new Secret({ buffer: random.slice().buffer as ArrayBuffer }).base32;
}

/** The otpauth URI that a device is set up with. `secret` is base32. */
export function deviceUri(secret: string, handle: string): string {
  return totp(secret, handle).toString();
}

/** A secret in base32. */
export function secretOf(random: Uint8Array): string {
  return new Secret({ buffer: random.slice().buffer as ArrayBuffer }).base32;
}

/** What the device shows at an instant. */
export function qrTokenAt(secret: string, handle: string, at: Date): string {
  return `LQ1.${handle}.${totp(secret, handle).generate({ timestamp: at.getTime() })}`;
}

/** The step of the clock whose code this is, within one step of now; null when it is none of them. */
export function stepOfCode(secret: string, { handle, code }: QrToken, at: Date): number | null {
  const device = totp(secret, handle);
  const timestamp = at.getTime();
  const delta = device.validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : device.counter({ timestamp }) + delta;
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Loyalty',
    label,
    algorithm: 'SHA256',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
