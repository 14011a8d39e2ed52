// Earn rules as tables of baskets that an accountant could check, and what holds for any rules and baskets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../subgraphs/partners/domain/rules/compile-rules.ts';
import {
  type BasketLine,
  type Evaluation,
  evaluatePurchase,
  type MemberFacts,
  NO_USAGE,
  type PurchaseFacts,
  type RuleUsage,
} from '../../subgraphs/partners/domain/rules/evaluate-purchase.ts';
import { type Directory, readRule, termsOf } from '../../subgraphs/partners/domain/rules/read-rule.ts';
import type { RuleVersion } from '../../subgraphs/partners/domain/rules/rule-terms.ts';

const ONE_PER_EURO = { earnPoints: 1n, earnPerMinor: 100n, earnRounding: 'DOWN' as const };
const NOON = new Date('2026-03-02T11:00:00Z');
const DIRECTORY: Directory = {
  partner: (name) => (['acme', 'bolt'].includes(name) ? name : null),
  store: (name) => (name.startsWith('acme/') ? { storeId: name, partnerId: 'acme' } : null),
  category: (name) => ['food', 'gift-cards', 'toys'].includes(name),
  currency: 'EUR',
};
const PRICES = { exponent: 2, priceMicros: () => 10_000n };

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const fixed = (points: number) => ({ type: 'FIXED', points });
const SINCE = { validFrom: '2026-01-01T00:00:00Z' };
const OPERATOR_PAYS = { fundingSplit: [{ basisPoints: 10_000 }] };

type Written = Record<string, unknown>;
const base = (award: Written, conditions: Written = {}, more: Written = {}): Written => ({
  ...{ kind: 'BASE', name: 'Base', ...SINCE, award, conditions },
  ...more,
});
const promotion = (award: Written, conditions: Written = {}, more: Written = {}): Written => ({
  ...{ kind: 'PROMOTION', name: 'Promotion', ...SINCE, award, conditions, ...OPERATOR_PAYS },
  ...more,
});

function versionOf(written: Written, code: string, version = 1): RuleVersion {
  const read = readRule(written, DIRECTORY, ['input', 'rule']);
  if (!read.ok) throw new Error(`${read.refusal.message} (${read.refusal.field?.join('.')})`);
  const id = `${code}-${version}`;
  return {
    ...{ ruleId: code, ruleVersionId: id, code, version, terms: termsOf(read.result) },
    ...{ publishedAt: new Date('2026-01-01T00:00:00Z'), ended: null },
  };
}

function compiled(...rules: readonly Written[]) {
  return compileRules(rules.map((rule, index) => versionOf(rule, `r${index + 1}`)));
}

const line = (sku: string, cents: bigint, category: string | null = null, quantity = 1n): BasketLine => ({
  ...{ sku, quantity, amountMinor: cents, category, brand: null },
});

function purchaseOf(lines: readonly BasketLine[], more: Partial<PurchaseFacts> = {}): PurchaseFacts {
  return {
    ...{ partnerId: 'acme', storeId: 'acme/1', timeZone: 'Europe/Berlin', occurredAt: NOON, decidedAt: NOON },
    ...{ businessDate: '2026-03-02', currency: 'EUR', channel: null, paymentMethod: null },
    ...{
      amountMinor: lines.reduce((sum, one) => sum + one.amountMinor, 0n),
      lines,
      paidWithPointsMinor: 0n,
      codes: [],
    },
    ...more,
  };
}

const ANN: MemberFacts = {
  ...{ memberId: 'ann', tier: 'GOLD', plans: ['CLUB'], segments: ['families'], birthday: '03-02', householdId: null },
  ...{ benefitBasisPoints: 10_000n, firstPurchase: false, optedIn: new Set<string>() },
};

function evaluate(
  rules: readonly Written[],
  purchase: PurchaseFacts,
  member: MemberFacts = ANN,
  usage: RuleUsage = NO_USAGE,
): Evaluation {
  return evaluatePurchase(compiled(...rules), ONE_PER_EURO, purchase, member, usage, PRICES, true);
}

const BASKET = [line('bread', 250n, 'food'), line('card', 5_000n, 'gift-cards'), line('robot', 3_990n, 'toys')];

it('a benefit multiplier gives what the member’s tier or membership says, as a multiplier of that size would', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_001, max: 50_000 }), fc.bigInt({ min: 1n, max: 100_000n }), (size, amount) => {
      const basket = purchaseOf([line('bread', amount, 'food'), line('robot', 3_990n, 'toys')]);
      const member = { ...ANN, benefitBasisPoints: BigInt(size) };
      const toys = { categories: ['toys'] };
      const given = evaluate([promotion({ type: 'BENEFIT_MULTIPLIER' }, toys)], basket, member);
      const same = evaluate([promotion({ type: 'MULTIPLIER', basisPoints: size }, toys)], basket, member);
      expect([given.points, given.byLine]).toEqual([same.points, same.byLine]);
    }),
  );
});

describe('what a basket earns', () => {
  it.each<[string, Written[], PurchaseFacts, bigint, bigint[]]>([
    ['no rule: the contract', [], purchaseOf(BASKET), 92n, [2n, 50n, 40n]],
    [
      'gift cards earn nothing',
      [{ kind: 'EXCLUSION', name: 'x', ...SINCE, excludes: 'ITEMS', conditions: { categories: ['gift-cards'] } }],
      purchaseOf(BASKET),
      42n,
      [2n, 0n, 40n],
    ],
    [
      'toys have a rate of their own, the rest the contract',
      [base({ type: 'PER_AMOUNT', points: 3, perAmount: eur('1') }, { categories: ['toys'] })],
      purchaseOf(BASKET),
      52n + 119n,
      [2n, 50n, 119n],
    ],
    [
      'two points for each piece of bread',
      [base({ type: 'PER_QUANTITY', points: 2, perQuantity: 1 }, { skus: ['bread'] })],
      purchaseOf([line('bread', 250n, 'food', 3n), line('robot', 1_000n, 'toys')]),
      16n,
      [6n, 10n],
    ],
    [
      'the first base rule in order has the line',
      [
        base({ type: 'PER_AMOUNT', points: 2, perAmount: eur('1') }, { categories: ['food'] }, { order: 2 }),
        base({ type: 'PER_AMOUNT', points: 5, perAmount: eur('1') }, { categories: ['food'] }, { order: 1 }),
      ],
      purchaseOf([line('bread', 1_000n, 'food')]),
      50n,
      [50n],
    ],
    [
      'double points',
      [promotion({ type: 'MULTIPLIER', basisPoints: 20_000 })],
      purchaseOf(BASKET),
      184n,
      [4n, 100n, 80n],
    ],
    [
      'what the member’s tier or membership gives: nothing here',
      [promotion({ type: 'BENEFIT_MULTIPLIER' })],
      purchaseOf(BASKET),
      92n,
      [2n, 50n, 40n],
    ],
    [
      'half as much again on toys only',
      [promotion({ type: 'MULTIPLIER', basisPoints: 15_000 }, { categories: ['toys'] })],
      purchaseOf(BASKET),
      92n + 19n,
      [2n, 50n, 59n],
    ],
    [
      'a fixed bonus above 50 euro',
      [promotion(fixed(100), { minimumSpend: eur('50') })],
      purchaseOf(BASKET),
      192n,
      [5n, 104n, 83n],
    ],
    [
      'the part paid with points earns nothing',
      [{ kind: 'EXCLUSION', name: 'x', ...SINCE, excludes: 'PART_PAID_WITH_POINTS' }],
      purchaseOf([line('robot', 1_000n)], { paidWithPointsMinor: 400n }),
      6n,
      [6n],
    ],
    [
      'of a group the best for the member',
      [
        promotion(fixed(10), {}, { stacking: { group: 'g', mode: 'BEST' } }),
        promotion(fixed(30), {}, { stacking: { group: 'g', mode: 'BEST' } }),
        promotion(fixed(20), {}, { stacking: { group: 'g', mode: 'BEST' } }),
      ],
      purchaseOf([line('a', 100n)]),
      31n,
      [31n],
    ],
    [
      'of a group the first in order',
      [
        promotion(fixed(10), {}, { order: 2, stacking: { group: 'g', mode: 'FIRST' } }),
        promotion(fixed(5), {}, { order: 1, stacking: { group: 'g', mode: 'FIRST' } }),
      ],
      purchaseOf([line('a', 100n)]),
      6n,
      [6n],
    ],
    ['groups add up', [promotion(fixed(10)), promotion(fixed(5))], purchaseOf([line('a', 100n)]), 16n, [16n]],
    [
      'without lines what asks for items gives nothing',
      [promotion(fixed(10), { categories: ['food'] })],
      purchaseOf([], { amountMinor: 500n }),
      5n,
      [5n],
    ],
    [
      'truncated by its cap',
      [promotion(fixed(10), {}, { caps: [{ per: 'PURCHASE', points: 10, onExceed: 'TRUNCATE' }] })],
      purchaseOf([line('a', 100n)]),
      11n,
      [11n],
    ],
  ])('%s', (_, rules, purchase, points, byLine) => {
    const evaluation = evaluate(rules, purchase);
    expect(evaluation.points).toBe(points);
    expect(evaluation.byLine).toEqual(byLine);
  });

  it.each<[string, Written, Partial<PurchaseFacts>, Partial<MemberFacts>, boolean]>([
    ['another store', { stores: ['acme/2'] }, {}, {}, false],
    ['its store', { stores: ['acme/1'] }, {}, {}, true],
    ['another partner', { partners: ['bolt'] }, {}, {}, false],
    ['a channel that was not told', { channels: ['web'] }, {}, {}, false],
    ['its channel', { channels: ['web'] }, { channel: 'web' }, {}, true],
    ['its way to pay', { paymentMethods: ['card'] }, { paymentMethod: 'card' }, {}, true],
    ['its tier', { tiers: ['GOLD'] }, {}, {}, true],
    ['another tier', { tiers: ['SILVER'] }, {}, {}, false],
    ['its membership', { plans: ['PLUS', 'CLUB'] }, {}, {}, true],
    ['another membership', { plans: ['PLUS'] }, {}, {}, false],
    ['a membership, of a member without', { plans: ['CLUB'] }, {}, { plans: [] }, false],
    ['its tag', { segments: ['families', 'x'] }, {}, {}, true],
    ['a Monday', { days: ['MONDAY'] }, {}, {}, true],
    ['a Tuesday', { days: ['TUESDAY'] }, {}, {}, false],
    [
      'Tuesday already where the store is',
      { days: ['TUESDAY'] },
      { occurredAt: new Date('2026-03-02T23:30:00Z') },
      {},
      true,
    ],
    ['noon, one hour later there', { hours: { from: '12:00', until: '12:30' } }, {}, {}, true],
    ['the end of the hours', { hours: { from: '11:00', until: '12:00' } }, {}, {}, false],
    ['hours over midnight', { hours: { from: '22:00', until: '12:30' } }, {}, {}, true],
    ['the birthday', { birthday: 'DAY' }, {}, {}, true],
    ['a birthday in another month', { birthday: 'MONTH' }, {}, { birthday: '04-02' }, false],
    [
      '29 February in a common year',
      { birthday: 'DAY' },
      { occurredAt: new Date('2026-02-28T12:00:00Z') },
      { birthday: '02-29' },
      true,
    ],
    ['the first purchase', { firstPurchase: true }, {}, { firstPurchase: true }, true],
    ['a later purchase', { firstPurchase: true }, {}, {}, false],
  ])('a condition: %s', (_, conditions, purchase, member, applies) => {
    const { points } = evaluate([promotion(fixed(7), conditions)], purchaseOf([line('a', 0n)], purchase), {
      ...ANN,
      ...member,
    });
    expect(points).toBe(applies ? 7n : 0n);
  });

  it('says what was missing', () => {
    const { outcomes } = evaluate([promotion(fixed(7), { minimumSpend: eur('10') })], purchaseOf([line('a', 650n)]));
    expect(outcomes.at(-1)).toMatchObject({ status: 'NOT_QUALIFIED', missingMinor: 350n, reason: 'r1/1: 3.50 more' });
  });

  it('a code and an opt-in are asked for', () => {
    const byCode = promotion(fixed(7), {}, { activation: { type: 'CODE', code: 'SUMMER' } });
    const byOptIn = promotion(fixed(9), {}, { activation: { type: 'OPT_IN' } });
    const rules = [byCode, byOptIn];
    const basket = [line('a', 0n)];
    expect(evaluate(rules, purchaseOf(basket)).points).toBe(0n);
    expect(evaluate(rules, purchaseOf(basket, { codes: ['SUMMER'] })).points).toBe(7n);
    expect(evaluate(rules, purchaseOf(basket), { ...ANN, optedIn: new Set(['r2']) }).points).toBe(9n);
  });

  it('a later version takes the place of an earlier one from its beginning on', () => {
    const versions = [
      versionOf(promotion(fixed(7)), 'r'),
      versionOf(promotion(fixed(9), {}, { validFrom: '2026-03-01T00:00:00Z' }), 'r', 2),
    ];
    const points = (occurredAt: Date) =>
      evaluatePurchase(
        compileRules(versions),
        ONE_PER_EURO,
        purchaseOf([line('a', 0n)], { occurredAt }),
        ANN,
        NO_USAGE,
        PRICES,
      ).points;
    expect(points(NOON)).toBe(9n);
    expect(points(new Date('2026-02-01T00:00:00Z'))).toBe(7n);
    expect(points(new Date('2025-02-01T00:00:00Z'))).toBe(0n);
  });
});

describe('a budget', () => {
  // Points of earlier purchases at a cent; the split is a third, a third and the rest.
  const THIRDS = [
    { partner: 'acme', basisPoints: 3_333 },
    { partner: 'bolt', basisPoints: 3_333 },
    { basisPoints: 3_334 },
  ];
  it.each<[string, Written, Record<string, bigint>, bigint]>([
    ['with enough left gives all', { points: 100 }, { acme: 30n, bolt: 30n, OP: 30n }, 7n],
    ['in points gives what is left', { points: 95 }, { acme: 30n, bolt: 30n, OP: 30n }, 5n],
    ['that is spent gives nothing', { points: 90 }, { acme: 30n, bolt: 30n, OP: 30n }, 0n],
    [
      'in money gives as much as its funder can pay',
      { money: [{ partner: 'acme', amount: eur('0.31') }] },
      { acme: 30n },
      4n,
    ],
    [
      'is over when one funder is done, whoever else could pay',
      { money: [{ partner: 'acme', amount: eur('0.30') }] },
      { acme: 30n },
      0n,
    ],
    [
      'is over for all funders at once',
      {
        money: [
          { partner: 'acme', amount: eur('9') },
          { partner: 'bolt', amount: eur('0.30') },
        ],
      },
      { bolt: 30n },
      0n,
    ],
  ])('%s', (_, budget, before, points) => {
    const rule = versionOf(promotion(fixed(7), {}, { fundingSplit: THIRDS, budget }), 'r1');
    const spent = {
      points: Object.values(before).reduce((sum, one) => sum + one, 0n),
      money: new Map(Object.entries(before)),
    };
    const usage = { counted: () => 0n, spent: () => spent };
    const basket = purchaseOf([line('a', 0n)]);
    expect(evaluatePurchase(compileRules([rule]), ONE_PER_EURO, basket, ANN, usage, PRICES).points).toBe(points);
  });
});

describe('bad rules are refused with the path of the field', () => {
  const cap = (points: number) => ({ caps: [{ per: 'DAY', points, onExceed: 'REJECT' }] });
  it.each<[string, unknown, string, string]>([
    [
      'a split that is not 10,000',
      promotion(fixed(1), {}, { fundingSplit: [{ basisPoints: 9_999 }] }),
      'INVALID_INPUT',
      'fundingSplit',
    ],
    [
      'an unknown category',
      promotion(fixed(1), { categories: ['food', 'shoes'] }),
      'CATEGORY_UNKNOWN',
      'conditions.categories.1',
    ],
    ['a cap below a single award', promotion(fixed(10), {}, cap(9)), 'INVALID_INPUT', 'caps.0.points'],
    [
      'an end before its start',
      promotion(fixed(1), {}, { validUntil: '2025-12-31T00:00:00Z' }),
      'INVALID_INPUT',
      'validUntil',
    ],
    ['no funder', promotion(fixed(1), {}, { fundingSplit: undefined }), 'INVALID_INPUT', 'fundingSplit'],
    ['no award', { kind: 'BASE', name: 'x', ...SINCE }, 'INVALID_INPUT', 'award'],
    [
      'all it includes excluded',
      promotion(fixed(1), { categories: ['food'], excludeCategories: ['food'] }),
      'INVALID_INPUT',
      'conditions.excludeCategories',
    ],
    [
      'empty hours',
      promotion(fixed(1), { hours: { from: '10:00', until: '10:00' } }),
      'INVALID_INPUT',
      'conditions.hours.until',
    ],
    [
      'a store of none of the partners',
      promotion(fixed(1), { partners: ['bolt'], stores: ['acme/1'] }),
      'INVALID_INPUT',
      'conditions.stores.0',
    ],
    ['an unknown partner', promotion(fixed(1), { partners: ['nobody'] }), 'PARTNER_UNKNOWN', 'conditions.partners.0'],
    ['an unknown key', promotion(fixed(1), { category: ['food'] }), 'INVALID_INPUT', 'conditions.category'],
    [
      'an amount with too many digits',
      base({ type: 'PER_AMOUNT', points: 1, perAmount: eur('0.001') }),
      'INVALID_AMOUNT',
      'award.perAmount.amount',
    ],
    [
      'a currency that is none',
      base({ type: 'PER_AMOUNT', points: 1, perAmount: { amount: '1', currency: 'XXX' } }),
      'UNKNOWN_CURRENCY',
      'award.perAmount.currency',
    ],
    ['half a point', base(fixed(0.5)), 'INVALID_INPUT', 'award.points'],
    [
      'a budget of who does not fund',
      promotion(fixed(1), {}, { budget: { money: [{ partner: 'acme', amount: eur('5') }] } }),
      'INVALID_INPUT',
      'budget.money.0.partner',
    ],
    [
      'a code without a code',
      promotion(fixed(1), {}, { activation: { type: 'CODE' } }),
      'INVALID_INPUT',
      'activation.code',
    ],
  ])('%s', (_, written, code, field) => {
    const read = readRule(written, DIRECTORY, ['input', 'rule']);
    expect(read.ok ? null : { code: read.refusal.code, field: read.refusal.field?.slice(2).join('.') }).toEqual({
      code,
      field,
    });
  });
});

describe('for any rules and baskets', () => {
  const someLine = fc.record({
    sku: fc.constantFrom('a', 'b', 'c'),
    quantity: fc.bigInt({ min: 1n, max: 5n }),
    amountMinor: fc.bigInt({ min: 0n, max: 20_000n }),
    category: fc.constantFrom('food', 'gift-cards', 'toys', null),
    brand: fc.constantFrom('x', 'y', null),
  });
  const someConditions = fc.record(
    {
      categories: fc.subarray(['food', 'toys']),
      skus: fc.subarray(['a', 'b']),
      excludeBrands: fc.subarray(['x']),
      minimumSpend: fc.integer({ min: 1, max: 20_000 }).map((cents) => eur((cents / 100).toFixed(2))),
    },
    { requiredKeys: [] },
  );
  const someAward = fc.oneof(
    fc.record({
      type: fc.constant('PER_AMOUNT'),
      points: fc.integer({ min: 1, max: 9 }),
      perAmount: fc.constantFrom(eur('1'), eur('0.70')),
      rounding: fc.constantFrom('DOWN', 'HALF_UP', 'UP'),
    }),
    fc.record({
      type: fc.constant('PER_QUANTITY'),
      points: fc.integer({ min: 1, max: 9 }),
      perQuantity: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ type: fc.constant('FIXED'), points: fc.integer({ min: 1, max: 99 }) }),
    fc.record({ type: fc.constant('MULTIPLIER'), basisPoints: fc.integer({ min: 10_001, max: 40_000 }) }),
  );
  const someRule = fc.oneof(
    fc.tuple(someAward, someConditions).map(([award, conditions]) => base(award, conditions)),
    fc
      .tuple(
        someAward,
        someConditions,
        fc.constantFrom(undefined, { group: 'g', mode: 'BEST' }),
        fc.option(fc.integer({ min: 2_600, max: 6_000 }), { nil: undefined }),
      )
      .map(([award, conditions, stacking, points]) =>
        promotion(award, conditions, {
          stacking,
          fundingSplit: [
            { partner: 'acme', basisPoints: 3_333 },
            { partner: 'bolt', basisPoints: 3_333 },
            { basisPoints: 3_334 },
          ],
          budget: points === undefined ? undefined : { points, money: [{ partner: 'bolt', amount: eur('0.50') }] },
        }),
      ),
    fc.constant({
      kind: 'EXCLUSION',
      name: 'x',
      ...SINCE,
      excludes: 'ITEMS',
      conditions: { categories: ['gift-cards'] },
    }),
    fc.constant({ kind: 'EXCLUSION', name: 'x', ...SINCE, excludes: 'PART_PAID_WITH_POINTS' }),
  );
  const someCase = fc.record({
    rules: fc.array(someRule, { maxLength: 6 }),
    lines: fc.array(someLine, { minLength: 1, maxLength: 6 }),
    paidPart: fc.integer({ min: 0, max: 100 }),
    seed: fc.infiniteStream(fc.nat()),
  });
  const purchaseFor = (lines: readonly BasketLine[], paidPart: number): PurchaseFacts => {
    const amountMinor = lines.reduce((sum, one) => sum + one.amountMinor, 0n);
    return purchaseOf(lines, { paidWithPointsMinor: (amountMinor * BigInt(paidPart)) / 100n });
  };

  it('lines, parts and funders add up to the points, and nothing is below zero', () => {
    fc.assert(
      fc.property(someCase, ({ rules, lines, paidPart }) => {
        const { points, byLine, parts, applied } = evaluate(rules, purchaseFor(lines, paidPart));
        const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
        expect(sum(byLine)).toBe(points);
        expect(sum(parts.map((part) => part.points))).toBe(points);
        expect(sum(applied.map((one) => one.points))).toBe(points);
        for (const part of parts) {
          expect(sum(part.byLine)).toBe(part.points);
          expect(part.points > 0n && part.byLine.every((one) => one >= 0n)).toBe(true);
          if (part.rule !== null) expect(sum(part.funding.map((one) => one.points))).toBe(part.points);
        }
      }),
    );
  });

  it('the order of the lines never changes the total', () => {
    fc.assert(
      fc.property(someCase, ({ rules, lines, paidPart, seed }) => {
        const keys = lines.map(() => seed.next().value as number);
        const shuffled = lines.map((one, at) => [keys[at]!, one] as const).sort(([a], [b]) => a - b);
        const other = shuffled.map(([, one]) => one);
        expect(evaluate(rules, purchaseFor(other, paidPart)).points).toBe(
          evaluate(rules, purchaseFor(lines, paidPart)).points,
        );
      }),
    );
  });

  it('nor does it where a cent of the part paid with points must fall on one of lines that earn differently', () => {
    const perCent = (points: number, category: string) =>
      base({ type: 'PER_AMOUNT', points, perAmount: eur('0.01') }, { categories: [category] });
    const rules = [
      { kind: 'EXCLUSION', name: 'x', ...SINCE, excludes: 'PART_PAID_WITH_POINTS' },
      perCent(1, 'food'),
      perCent(100, 'toys'),
    ];
    const cents = fc.record({
      ...{ sku: fc.constant('a'), quantity: fc.constant(1n), brand: fc.constant(null) },
      ...{ amountMinor: fc.bigInt({ min: 1n, max: 3n }), category: fc.constantFrom('food', 'toys') },
    });
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 99 }),
        (lines, paidPart) => {
          expect(evaluate(rules, purchaseFor(lines.toReversed(), paidPart)).points).toBe(
            evaluate(rules, purchaseFor(lines, paidPart)).points,
          );
        },
      ),
    );
  });

  it('caps and budgets are never exceeded, and what is left is given to the last point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 5_000n }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 9, max: 60 }),
        fc.constantFrom('TRUNCATE', 'REJECT'),
        fc.integer({ min: 9, max: 90 }),
        (amounts, cap, onExceed, budget) => {
          const award = { type: 'PER_AMOUNT', points: 9, perAmount: eur('10'), rounding: 'UP' };
          const rule = promotion(
            award,
            {},
            { caps: [{ per: 'DAY', points: cap, onExceed }], budget: { points: budget } },
          );
          let [counted, spent, asked] = [0n, 0n, 0n];
          for (const amount of amounts) {
            const usage: RuleUsage = { counted: () => counted, spent: () => ({ points: spent, money: new Map() }) };
            const { parts, counters } = evaluate([rule], purchaseOf([line('a', amount)]), ANN, usage);
            const given = parts.find((part) => part.rule !== null)?.points ?? 0n;
            asked += (amount * 9n + 999n) / 1_000n;
            counted += counters.reduce((sum, rise) => sum + rise.points, 0n);
            spent += given;
            expect(counted <= BigInt(cap) && spent <= BigInt(budget)).toBe(true);
          }
          if (onExceed === 'TRUNCATE') {
            const most = [asked, BigInt(cap), BigInt(budget)].reduce((a, b) => (a < b ? a : b));
            expect(spent).toBe(most);
          }
        },
      ),
    );
  });
});
