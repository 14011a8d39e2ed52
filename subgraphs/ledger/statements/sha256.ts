import { hash } from 'node:crypto';
import type { Sha256 } from '../domain/merkle-tree.ts';

/**
 * Node's own, six times as fast as the best pure one. It is asked for text, one character a byte, and not for a buffer: Node takes longer to make a
 * buffer of its own for 32 bytes than to hash them.
 */
export const sha256: Sha256 = (bytes) => {
  const digest = Buffer.allocUnsafe(32);
  digest.write(hash('sha256', bytes, 'binary'), 'latin1');
  return digest;
};
