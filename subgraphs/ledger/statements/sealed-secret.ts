/**
 * Secrets at rest: what lies in the database is of no use without the secret that the process was started with.
 *
 * AES-256-GCM under a key drawn from the configured secret (HKDF-SHA256, a salt of its own each time); the purpose is authenticated, so
 * that a sealed text moved to another place does not open. `v1.<secret's id>.<salt>.<iv>.<ciphertext and tag>`, all base64url.
 * To change the secret: add the new one everywhere, put it first, seal anew (`rotateSettlementKey` does for the keys), remove the old one.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SigningSecrets } from '../../serving/caller-signature.ts';

const TAG_BYTES = 16;

/** What was sealed cannot be opened with the secrets that this process was given. */
export class SecretNotGiven extends Error {}

/** Seals under the first secret. `purpose` says what and whose it is. */
export function seal(secrets: SigningSecrets, purpose: string, plain: Uint8Array): string {
  const first = secrets[0];
  if (first === undefined) throw new Error('No secret for statements is set.');
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(first.secret, salt), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return ['v1', first.keyId, ...[salt, iv, sealed].map((bytes) => bytes.toString('base64url'))].join('.');
}

/** Opens what was sealed for the same purpose. Throws `SecretNotGiven` when the secret is not among those given, and when the text was tampered with. */
export function unseal(secrets: SigningSecrets, purpose: string, text: string): Buffer {
  const [version, keyId, salt, iv, sealed] = text.split('.');
  const secret = secrets.find((candidate) => candidate.keyId === keyId)?.secret;
  if (version !== 'v1' || salt === undefined || iv === undefined || sealed === undefined)
    throw new Error('A sealed secret of statements cannot be read.');
  if (secret === undefined)
    throw new SecretNotGiven(
      `The secrets of statements are sealed under "${keyId}", which this process was not given.`,
    );
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyOf(secret, Buffer.from(salt, 'base64url')),
    Buffer.from(iv, 'base64url'),
  )
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
}

function keyOf(secret: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'coalition statements', 32));
}

/** Sealing under the secrets of this process. */
export interface Sealing {
  seal(purpose: string, plain: Uint8Array): string;
  unseal(purpose: string, text: string): Buffer;
}

export function sealingUnder(secrets: SigningSecrets): Sealing {
  return {
    seal: (purpose, plain) => seal(secrets, purpose, plain),
    unseal: (purpose, text) => unseal(secrets, purpose, text),
  };
}
