// Ids whose order is the order of deciding: UUIDv7 made from the decision time, which never goes back for a member, and a counter.
//
// Why not the usual source: it reads the wall clock. The ledger orders lots, debts and lines by their ids, and decision times are
// corrected when a clock jumps back; ids must not disagree with them.
import { randomFillSync } from 'node:crypto';
import type { IdSource } from '../../shared/ids.ts';

const POOL_BYTES = 6 * 1024;

/**
 * Makes id sources for instants. Ids of a later call, or of a later instant, are greater, up to 2^30 in one millisecond; 44 random bits
 * keep processes apart.
 */
export function createOrderedIds(
  random: (bytes: Buffer) => void = (bytes) => void randomFillSync(bytes),
): (at: Date) => IdSource {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  let lastMillis = 0;
  let counter = 0;

  const tail = (): string => {
    if (used >= POOL_BYTES) {
      random(pool);
      used = 0;
    }
    used += 6;
    return pool.toString('hex', used - 6, used).slice(1);
  };

  return (at) => () => {
    const millis = at.getTime();
    if (millis > lastMillis) {
      lastMillis = millis;
      counter = 0;
    } else {
      counter += 1;
      if (counter >= 2 ** 30) {
        lastMillis += 1;
        counter = 0;
      }
    }
    const time = lastMillis.toString(16).padStart(12, '0');
    // 12 bits beside the version, 18 beside the variant, 44 random.
    const high = (counter >>> 18).toString(16).padStart(3, '0');
    const low = counter & 0x3ffff;
    const variant = (0x8000 | (low >>> 4)).toString(16);
    const rest = (low & 0xf).toString(16) + tail();
    return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${variant}-${rest}`;
  };
}
