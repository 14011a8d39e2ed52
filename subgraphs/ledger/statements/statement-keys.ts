/**
 * The keys of a programme's statements: one signs, the older ones stay published for as long as there are statements.
 *
 * A key is made when the first one is asked for, and anew when it is a year old; every process that signs finds the same one, under a
 * lock. Private halves lie sealed in the database (sealed-secret.ts). Whoever has a vault of its own gives its keys there: only
 * `signing` would have to ask it. A revoked key loses its private half; statements that it signed are signed again (sign-again.ts)
 * over the same bytes, so that nobody's chain breaks.
 */
import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { AnySql } from '../../../db/client.ts';
import type { SigningSecrets } from '../../serving/caller-signature.ts';
import { assert } from '../../shared/assert.ts';
import type { NonceMac } from '../domain/statement.ts';
import type { SigningKey } from '../domain/statement-signature.ts';
import {
  keepNonceKey,
  lockStatementKeys,
  markKeyRevoked,
  readNonceKey,
  readStatementKeys,
  replaceStatementKey,
  type StatementKeyRow,
} from '../store/statements/statement-keys.ts';
import { nonceMac } from './nonce-mac.ts';
import { seal, unseal } from './sealed-secret.ts';

const ALGORITHM = 'Ed25519';

export interface StatementKeys {
  /** The key that signs at this moment; made in this transaction when there is none, or the last one is a year old. */
  signing(sql: AnySql, programmeId: string, at: Date): Promise<SigningKey>;
  /** Every key, the newest first; there is one at least. */
  published(sql: AnySql, programmeId: string, at: Date): Promise<readonly StatementKeyRow[]>;
  /** Puts a new key in the place of the one that signs. */
  rotate(sql: AnySql, programmeId: string, at: Date): Promise<SigningKey>;
  /** Ends a key for ever. False when the programme has no such key. */
  revoke(sql: AnySql, programmeId: string, keyId: string, at: Date, because: string): Promise<boolean>;
  /** With the programme's key for nonces (`lineNonce`). */
  nonceMac(sql: AnySql, programmeId: string, at: Date): Promise<NonceMac>;
}

/** @param secrets under which private halves lie in the database; the first one seals */
export function createStatementKeys(secrets: SigningSecrets): StatementKeys {
  const opened = new Map<string, Promise<SigningKey>>();
  const nonceKeys = new Map<string, Buffer>();

  async function make(sql: AnySql, programmeId: string, at: Date): Promise<SigningKey> {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const { kty, crv, x } = await exportJWK(pair.publicKey);
    const publicJwk: JWK = { kty: kty!, crv: crv!, x: x! };
    const keyId = await calculateJwkThumbprint(publicJwk);
    const { d } = await exportJWK(pair.privateKey);
    const sealedPrivate = seal(secrets, purposeOf(programmeId, keyId), Buffer.from(d!, 'base64url'));
    await replaceStatementKey(sql, { keyId, programmeId, publicJwk, sealedPrivate, createdAt: at });
    return { privateKey: pair.privateKey, kid: keyId, alg: ALGORITHM };
  }

  function open({ keyId, programmeId, publicJwk, sealedPrivate }: StatementKeyRow): Promise<SigningKey> {
    assert(sealedPrivate !== null, 'a key that was revoked signs nothing');
    let key = opened.get(keyId);
    if (key === undefined) {
      const d = unseal(secrets, purposeOf(programmeId, keyId), sealedPrivate).toString('base64url');
      key = importJWK({ ...publicJwk, d }, ALGORITHM).then((privateKey) => {
        assert(!(privateKey instanceof Uint8Array), 'a private key is no shared secret');
        return { privateKey, kid: keyId, alg: ALGORITHM };
      });
      opened.set(keyId, key);
    }
    return key;
  }

  async function signing(sql: AnySql, programmeId: string, at: Date): Promise<SigningKey> {
    let current = signingRow(await readStatementKeys(sql, programmeId), at);
    if (current === null) {
      await lockStatementKeys(sql, programmeId);
      current = signingRow(await readStatementKeys(sql, programmeId), at);
    }
    return current === null ? make(sql, programmeId, at) : open(current);
  }

  return {
    signing,
    async published(sql, programmeId, at) {
      const keys = await readStatementKeys(sql, programmeId);
      if (keys.length > 0) return keys;
      await signing(sql, programmeId, at);
      return readStatementKeys(sql, programmeId);
    },
    async rotate(sql, programmeId, at) {
      await lockStatementKeys(sql, programmeId);
      return make(sql, programmeId, at);
    },
    async revoke(sql, programmeId, keyId, at, because) {
      await lockStatementKeys(sql, programmeId);
      const keys = await readStatementKeys(sql, programmeId);
      if (!keys.some((key) => key.keyId === keyId)) return false;
      await markKeyRevoked(sql, keyId, at, because);
      opened.delete(keyId);
      return true;
    },
    async nonceMac(sql, programmeId, at) {
      let key = nonceKeys.get(programmeId);
      if (key === undefined) {
        const purpose = `nonces of ${programmeId}`;
        const kept = await readNonceKey(sql, programmeId);
        key = unseal(
          secrets,
          purpose,
          kept ?? (await keepNonceKey(sql, programmeId, seal(secrets, purpose, randomBytes(32)), at)),
        );
        // One that was only just made goes if its transaction does.
        if (kept !== null) nonceKeys.set(programmeId, key);
      }
      const secret = key;
      return nonceMac(secret);
    },
  };
}

/** The key that signs, unless it is a year old. */
function signingRow(keys: readonly StatementKeyRow[], at: Date): StatementKeyRow | null {
  const current = keys.find((key) => key.retiredAt === null);
  if (current === undefined) return null;
  const aYearLater = new Date(current.createdAt);
  aYearLater.setUTCFullYear(aYearLater.getUTCFullYear() + 1);
  return at < aYearLater ? current : null;
}

function purposeOf(programmeId: string, keyId: string): string {
  return `signing key ${keyId} of ${programmeId}`;
}
