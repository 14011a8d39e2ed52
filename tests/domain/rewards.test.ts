import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOffered, NO_STANDING, periodOf, priceFor, startFor } from '../../subgraphs/rewards/domain/availability.ts';
import { lookOf, searchable, translationFor } from '../../subgraphs/rewards/domain/localised-text.ts';
import { discountOf, refuseVoucher } from '../../subgraphs/rewards/domain/voucher.ts';
import { readVoucherCode, voucherCode } from '../../subgraphs/rewards/domain/voucher-code.ts';

const AT = new Date('2026-03-01T12:00:00Z');
const DAY = '2026-03-01';
const open = {
  stock: null,
  availableFrom: null,
  availableUntil: null,
  withdrawnAt: null,
  blackoutDays: [],
  tierTerms: [],
};

test.each([
  ['without limit', {}, true],
  ['with one left', { stock: 1n }, true],
  ['with none left', { stock: 0n }, false],
  ['until a second later', { availableUntil: new Date('2026-03-01T12:00:01Z') }, true],
  ['until now', { availableUntil: AT }, false],
  ['from now', { availableFrom: AT }, true],
  ['from a second later', { availableFrom: new Date('2026-03-01T12:00:01Z') }, false],
  ['on a blackout day', { blackoutDays: ['2026-02-28', DAY] }, false],
  ['that was withdrawn', { withdrawnAt: AT }, false],
])('a reward %s is offered at noon: %s', (_what, terms, offered) => {
  expect(isOffered({ ...open, ...terms }, AT, DAY, NO_STANDING)).toBe(offered);
});

test('a tier has its own price and start, the others the general ones', () => {
  const gold = { tier: 'gold', points: '80', moneyMinor: '0', availableFrom: '2026-02-01T00:00:00Z' };
  const reward = {
    ...open,
    points: 100n,
    moneyMinor: 250n,
    availableFrom: new Date('2026-04-01T00:00:00Z'),
    tierTerms: [gold],
  };
  expect([null, 'silver', 'gold'].map((tier) => isOffered(reward, AT, DAY, { tier, earlyAccessHours: 0 }))).toEqual([
    false,
    false,
    true,
  ]);
  expect([null, 'silver', 'gold'].map((tier) => priceFor(reward, tier))).toEqual([
    { points: 100n, moneyMinor: 250n },
    { points: 100n, moneyMinor: 250n },
    { points: 80n, moneyMinor: null },
  ]);
});

test.each([
  // hours of early access, the tier's own start: when it opens
  [0, null, '2026-04-01T00:00:00Z'],
  [48, null, '2026-03-30T00:00:00Z'],
  [48, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  [48, '2026-03-31T00:00:00Z', '2026-03-30T00:00:00Z'],
])(
  'with %i hours of early access and the tier’s own start %s it opens at %s',
  (earlyAccessHours, availableFrom, opens) => {
    const reward = {
      ...open,
      availableFrom: new Date('2026-04-01T00:00:00Z'),
      tierTerms: [{ tier: 'gold', points: null, moneyMinor: null, availableFrom }],
    };
    expect(startFor(reward, { tier: 'gold', earlyAccessHours })).toEqual(new Date(opens));
    expect(startFor({ ...reward, availableFrom: null }, { tier: 'gold', earlyAccessHours })).toBeNull();
  },
);

test.each([
  ['EVER', ''],
  ['YEAR', '2026'],
  ['MONTH', '2026-03'],
  ['DAY', '2026-03-01'],
] as const)("a member's limit by %s counts in the period '%s'", (period, name) => {
  expect(periodOf(period, DAY)).toBe(name);
});

test.each([
  ['fa', 'fa'],
  ['fa-IR', 'fa'],
  ['de', 'de-AT'],
  ['de-CH', 'de-AT'],
  ['fr', null],
  [null, null],
])('for the language %s the translation to %s is shown', (wish, shown) => {
  const translations = [{ locale: 'fa' }, { locale: 'de-AT' }];
  expect(translationFor(translations, wish)?.locale ?? null).toBe(shown);
});

test.each([
  ['Espresso ۲ نفره', '2 نفره'],
  ['كافي', 'کافی'],
  ['قھوهٔ تُرک', 'قهوه ترک'],
  ['مسأله', 'مساله'],
  ['خانۀ چای', 'خانه'],
  ['CAFÉ Crème', 'café cr'],
])('%s is found by %s', (text, part) => {
  expect(searchable(text)).toContain(searchable(part));
});

test.each([
  ['شیر', 'ش\u200bیر', true],
  ['شیر', 'شير', true],
  ['Falcon', 'FAL CON', true],
  ['Falcon', 'Fal\u2060con\u{e0041}', true],
  ['Falcon', 'Falco', false],
])('the names %j and %j look alike: %s', (one, other, alike) => {
  expect(lookOf(one) === lookOf(other)).toBe(alike);
});

const coupon = {
  ...{ partnerId: 'cafe', honouredAt: ['one'], blackoutDays: ['2026-12-24'] },
  ...{ minSpendMinor: 1000n, discountMinor: null, discountBasisPoints: 1250 },
};
const ISSUED = new Date(AT.getTime() - 3_600_000);
const valid = { state: 'ACTIVE', usesLeft: 1, issuedAt: ISSUED, expiresAt: new Date('2026-04-01T00:00:00Z') } as const;
const shown = { storeId: 'one', at: AT, day: DAY, purchaseMinor: 1000n };

test.each([
  ['as it should be', {}, {}, null],
  ['before it is paid', { state: 'DRAWN' as const }, {}, 'VOUCHER_UNKNOWN'],
  ['after its order was refunded', { state: 'CANCELLED' as const }, {}, 'VOUCHER_UNKNOWN'],
  ['at the instant it expires', {}, { at: valid.expiresAt }, 'VOUCHER_EXPIRED'],
  ['again', { usesLeft: 0 }, {}, 'VOUCHER_USED'],
  ['again and too late', { usesLeft: 0 }, { at: valid.expiresAt }, 'VOUCHER_EXPIRED'],
  ['before it was there', {}, { at: new Date(ISSUED.getTime() - 600_001) }, 'VOUCHER_NOT_APPLICABLE'],
  ['by a till whose clock is behind', {}, { at: new Date(ISSUED.getTime() - 600_000) }, null],
  ['at another store', {}, { storeId: 'two' }, 'VOUCHER_NOT_APPLICABLE'],
  ['on a blackout day', {}, { day: '2026-12-24' }, 'VOUCHER_NOT_APPLICABLE'],
  ['for a cent too little', {}, { purchaseMinor: 999n }, 'VOUCHER_NOT_APPLICABLE'],
  ['without a purchase', {}, { purchaseMinor: null }, 'VOUCHER_NOT_APPLICABLE'],
])('a coupon shown %s: %s', (_what, facts, presented, code) => {
  expect(refuseVoucher({ ...valid, ...facts }, coupon, { ...shown, ...presented })?.code ?? null).toBe(code);
});

test.each([
  [1000n, null, 1250, 125n],
  [1004n, null, 1250, 126n],
  [1003n, null, 1250, 125n],
  [1000n, 300n, null, 300n],
  [200n, 300n, null, 200n],
  [null, 300n, null, 300n],
  [1000n, null, null, 0n],
])(
  'of a purchase of %s a voucher of %s or %s basis points takes %s',
  (purchase, discountMinor, discountBasisPoints, off) => {
    expect(discountOf({ ...coupon, discountMinor, discountBasisPoints }, purchase)).toBe(off);
  },
);

test('a code is read however it was typed: any case, any grouping, Persian and Arabic digits, letters that look alike', () => {
  const code = '1234-5678-90AB-CDEF';
  for (const typed of [
    code,
    '1234567890abcdef',
    '۱۲۳۴ ۵۶۷۸ ۹۰ab cdef',
    '١٢٣٤-٥٦٧٨-٩٠AB‌CDEF',
    'l2345678 9oab cdef',
    'I234–5678–9OAB–CDEF',
  ])
    expect(readVoucherCode(typed)).toBe(code);
  for (const typed of ['', '123', 'ABCD-EFGU', 'ABCD!', 'x'.repeat(200)]) expect(readVoucherCode(typed)).toBeNull();
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
