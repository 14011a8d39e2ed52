/**
 * Personal data at rest: sealed where it must be read again, a keyed hash where it must only be found.
 *
 * | use    | how                                                                                                             |
 * |--------|-----------------------------------------------------------------------------------------------------------------|
 * | find   | HMAC-SHA-256 over programme, kind and value: equal values find each other inside one programme and nowhere else   |
 * | seal   | AES-256-GCM, a random nonce, bound to the row it belongs to: moved to another row it does not open                |
 *
 * Both keys are derived (HKDF-SHA-256) from one secret that comes by configuration (`PERSONAL_DATA_KEY`) and is never in the database:
 * whoever has only a copy of that can neither read a phone number nor try all of them. A database remembers the fingerprint of its
 * secret, and a start under another one is refused: it would find nobody and enrol everybody twice.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Sql } from '../../db/client.ts';
import { StartFailure } from '../../db/start-failure.ts';

export interface PersonalData {
  /** What stands in an index for a value: 43 characters that say nothing about it. `parts` are what makes it unique, such as programme, kind, value. */
  lookup(...parts: readonly string[]): string;
  /** The text, sealed for one row. */
  seal(text: string, row: string): Buffer;
  /** The text of `seal`; throws when it was sealed for another row or under another secret. */
  open(sealed: Uint8Array, row: string): string;
  /** Tells whether two processes have the same secret, and nothing else about it. */
  readonly fingerprint: string;
}

/** What the index of members' keys holds for an identity in its stored form. */
export function identityLookup(
  personalData: PersonalData,
  programmeId: string,
  identity: { readonly kind: string; readonly value: string },
): string {
  return personalData.lookup('identity', programmeId, identity.kind, identity.value);
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 32 random bytes are 43 characters in base64url. */
const LEAST_CHARACTERS = 43;

/** A new secret, in base64url. */
export function makePersonalDataKey(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Makes the keys of a secret.
 * @throws StartFailure when the secret is too short to be one
 */
export function personalDataUnder(secret: string): PersonalData {
  if (secret.length < LEAST_CHARACTERS) {
    throw new StartFailure(
      `PERSONAL_DATA_KEY must have at least ${LEAST_CHARACTERS} characters (32 random bytes in base64url).`,
    );
  }
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'coalition-loyalty', use, 32));
  const lookupKey = derive('personal-data lookup');
  const sealKey = derive('personal-data seal');
  return {
    lookup: (...parts) => createHmac('sha256', lookupKey).update(JSON.stringify(parts)).digest('base64url'),
    seal(text, row) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, row) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new Error('Sealed personal data has a version that is not known.');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(row)).setAuthTag(tag);
      return Buffer.concat([cipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), cipher.final()]).toString(
        'utf8',
      );
    },
    fingerprint: createHmac('sha256', derive('personal-data fingerprint')).digest('base64url'),
  };
}

/**
 * Refuses a secret that is not the database's; `claim` makes it the database's where it has none yet.
 * @throws StartFailure
 */
export async function requirePersonalDataKey(sql: Sql, { fingerprint }: PersonalData, claim: boolean): Promise<void> {
  if (claim) {
    await sql`INSERT INTO members.personal_data_key (fingerprint) VALUES (${fingerprint}) ON CONFLICT DO NOTHING`;
  }
  const [known] = await sql<{ fingerprint: string }[]>`SELECT fingerprint FROM members.personal_data_key`;
  if (known !== undefined && known.fingerprint !== fingerprint) {
    throw new StartFailure(
      'PERSONAL_DATA_KEY is not the one under which this database keeps its members: they could not be found or read.',
    );
  }
}
