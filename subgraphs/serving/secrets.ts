/**
 * Secrets of API clients: made here, shown once, kept only as a hash.
 *
 * A secret reads `loyalty_secret_<43 characters><6 characters of checksum>`: the prefix lets a scanner of leaked code
 * recognise one, the checksum lets a mistyped one be refused before any work is done. It holds 256 random bits.
 *
 * The hash is scrypt with its parameters in the text, so that they can be raised later without touching old rows. The secret
 * has more entropy than can be guessed; scrypt is the second wall, and its cost (16 MiB, some 30 ms on a worker thread)
 * is why a token is asked for once and used for its lifetime.
 */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const PREFIX = 'loyalty_secret_';
const CHECKSUM_LENGTH = 6;
const SHAPE = /^loyalty_secret_[A-Za-z0-9_-]{49}$/;
const COST = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;
/** A stored hash asking for more is not ours. */
const MEMORY_LIMIT_BYTES = 64 * 1024 * 1024;

/** A new secret. `random` gives that many random bytes; the system's own unless told. */
export function makeClientSecret(random: (bytes: number) => Buffer = randomBytes): string {
  const body = random(32).toString('base64url');
  return `${PREFIX}${body}${checksumOf(body)}`;
}

/** Whether the text can be a secret of ours at all. Says nothing about whose. */
export function looksLikeClientSecret(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const body = text.slice(PREFIX.length, -CHECKSUM_LENGTH);
  return text.slice(-CHECKSUM_LENGTH) === checksumOf(body);
}

/** The text to store: `scrypt$N=16384,r=8,p=1$<salt>$<key>`, salt and key in base64url. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt, COST);
  return `scrypt$N=${COST.N},r=${COST.r},p=${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Whether `secret` is the one that was hashed. Takes as long for a wrong secret as for a right one, and as long for an unknown
 * client when the caller passes `null` for its hash: neither tells which clients exist.
 */
export async function verifySecret(secret: string, storedHash: string | null): Promise<boolean> {
  const stored = parseHash(storedHash ?? UNKNOWN_CLIENT_HASH);
  const key = await derive(secret, stored.salt, stored.cost);
  return timingSafeEqual(key, stored.key) && storedHash !== null;
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** The hash of nothing anyone can present: its key is all zeros. */
const UNKNOWN_CLIENT_HASH = `scrypt$N=${COST.N},r=${COST.r},p=${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function parseHash(text: string): { salt: Buffer; key: Buffer; cost: Cost } {
  const parts = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(text);
  const key = Buffer.from(parts?.[5] ?? '', 'base64url');
  if (parts === null || key.length !== KEY_BYTES) throw new Error('A stored secret hash cannot be read.');
  return {
    cost: { N: Number(parts[1]), r: Number(parts[2]), p: Number(parts[3]) },
    salt: Buffer.from(parts[4] ?? '', 'base64url'),
    key,
  };
}

function derive(secret: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem: MEMORY_LIMIT_BYTES }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function checksumOf(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, CHECKSUM_LENGTH);
}
