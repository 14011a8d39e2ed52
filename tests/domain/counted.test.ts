import { expect, it } from 'vitest';
import { counted } from '../../subgraphs/shared/counted.ts';

it.each([
  [counted(0n, 'point'), '0 points'],
  [counted(1n, 'point'), '1 point'],
  [counted(1, 'day'), '1 day'],
  [counted(2, 'day'), '2 days'],
  [counted(1_000_000_000_000n, 'point'), '1000000000000 points'],
  [counted(1n, 'point was', 'points were'), '1 point was'],
  [counted(3n, 'point was', 'points were'), '3 points were'],
])('%s', (said, expected) => expect(said).toBe(expected));
