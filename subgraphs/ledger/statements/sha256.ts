import { hash } from 'node:crypto';
import type { Sha256 } from '../domain/merkle-tree.ts';

/** Node's own, three times as fast as the best pure one. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');
