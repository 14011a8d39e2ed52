import { hash } from 'node:crypto';
import { assert } from '../../shared/assert.ts';
import type { NonceMac } from '../domain/statement.ts';

const BLOCK = 64;
const DIGEST = 32;
const NONCE = 16;

/**
 * The first 128 bits of HMAC-SHA-256 (RFC 2104) with one key of at most 64 bytes, for many short messages: both blocks of the key are made once, and
 * a message costs two one-shot hashes. An Hmac object a message costs four times as much, and a statement has a million of them.
 */
export function nonceMac(key: Uint8Array): NonceMac {
  assert(key.length <= BLOCK, 'a longer key would be hashed first');
  let inner = Buffer.alloc(BLOCK + 512, 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
  for (const [at, byte] of key.entries()) {
    inner[at]! ^= byte;
    outer[at]! ^= byte;
  }
  const digest = Buffer.alloc(DIGEST);
  return (message) => {
    // One UTF-16 code unit is at most three bytes of UTF-8.
    const longest = BLOCK + 3 * message.length;
    if (longest > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK)], 2 * longest);
    const length = BLOCK + inner.write(message, BLOCK, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, length), 'binary'), BLOCK, 'latin1');
    digest.write(hash('sha256', outer, 'binary'), 'latin1');
    return digest.toString('base64url', 0, NONCE);
  };
}
