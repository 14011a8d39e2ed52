import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOffered } from '../../subgraphs/rewards/domain/offer.ts';
import { voucherCode } from '../../subgraphs/rewards/domain/voucher-code.ts';

test.each([
  { stock: null, until: null, offered: true },
  { stock: 1n, until: null, offered: true },
  { stock: 0n, until: null, offered: false },
  { stock: null, until: '2026-03-01T12:00:01Z', offered: true },
  { stock: null, until: '2026-03-01T12:00:00Z', offered: false },
  { stock: 5n, until: '2026-02-28T12:00:00Z', offered: false },
])('a reward with stock $stock until $until is offered at noon: $offered', ({ stock, until, offered }) => {
  const availableUntil = until === null ? null : new Date(until);
  expect(isOffered({ stock, availableUntil }, new Date('2026-03-01T12:00:00Z'))).toBe(offered);
});

test('a voucher code is written in groups of four that no one misreads', () => {
  expect(voucherCode(new Uint8Array(15))).toBe('0000-0000-0000-0000-0000-0000');
  expect(voucherCode(new Uint8Array(15).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  expect(voucherCode(Uint8Array.of(0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_00110_00, 0b111_01000))).toBe(
    '1234-5678',
  );
});

test('two different draws never give the same code', () => {
  const draw = fc.uint8Array({ minLength: 15, maxLength: 15 });
  fc.assert(
    fc.property(draw, draw, (one, other) => {
      expect(voucherCode(one) === voucherCode(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
    }),
  );
});
