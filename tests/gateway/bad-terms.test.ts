/** Terms that cannot be, through the API: each refused with its code and the path of the field, and nothing written; what is next to it is accepted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
  type Reply,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let bolt: PartnerByApi;
let count = 0;

const SINCE = '2020-01-01T00:00:00Z';
const must = async (name: string, input: Fields, selection = ''): Promise<Reply> => {
  const reply = await api.mutate(programme.operator, name, input, selection);
  expect([name, outcomeOf(reply), reply.userErrors]).toEqual([name, 'OK', []]);
  return reply;
};
const newCode = (): string => {
  count += 1;
  return `bad-${count}`;
};

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('bad-terms', { timeZone: 'Europe/Berlin' });
  acme = await api.partner(programme, 'acme');
  bolt = await api.partner(programme, 'bolt');
  await must('defineCategories', { names: ['food', 'toys'] });
  await must('publishTierLadder', {
    windowMonths: 12,
    tiers: [
      { code: 'BRONZE', rank: 0, name: 'Bronze', threshold: 0 },
      { code: 'GOLD', rank: 1, name: 'Gold', threshold: 100 },
    ],
  });
  await must('registerPartner', { code: 'fresh', name: 'Fresh' });
  const taker = await api.partner(programme, 'taker', { roles: ['ACCEPTOR'], reimbursementMicros: 10_000 });
  expect(taker.id).not.toBe('');
  const gone = await api.partner(programme, 'gone');
  await must('changePartnerStatus', { partnerId: gone.id, status: 'LEFT' });
  const ended = await api.partner(programme, 'ended');
  await must('terminateContract', { partnerId: ended.id });
  await must('changeStore', { storeId: bolt.secondStoreId, closesAt: '2021-01-01T00:00:00Z' });
  // A tilted zone: Friday evening in Kiritimati is Friday morning in Berlin.
  await must('addStore', { partnerId: bolt.id, code: 'far', name: 'Far', timeZone: 'Pacific/Kiritimati' });
});
afterAll(() => product.close());

const fixed = (points: number): Fields => ({ type: 'FIXED', points });
const perEuro = (points: number, more: Fields = {}): Fields => ({
  ...{ type: 'PER_AMOUNT', points, perAmount: eur('1.00') },
  ...more,
});
const promotion = (award: Fields, conditions: Fields = {}, more: Fields = {}): Fields => ({
  ...{ kind: 'PROMOTION', name: 'Bad', validFrom: SINCE, award, conditions, fundingSplit: [{ basisPoints: 10_000 }] },
  ...more,
});
const exclusion = (excludes: string, conditions: Fields): Fields => ({
  ...{ kind: 'EXCLUSION', name: 'Bad', validFrom: SINCE, excludes, conditions },
});
const cap = (points: number, onExceed = 'TRUNCATE'): Fields => ({ caps: [{ per: 'DAY', points, onExceed }] });
const split = (...parts: [string | null, number][]): Fields => ({
  fundingSplit: parts.map(([partner, basisPoints]) => ({ ...(partner === null ? {} : { partner }), basisPoints })),
});
const within = (validFrom: string, validUntil: string): Fields => ({ validFrom, validUntil });
const draft = (rule: Fields, more: Fields = {}) =>
  api.mutate(
    programme.operator,
    'draftRule',
    { code: newCode(), rule, ...more },
    'version { id version rule { code } }',
  );
const refusalOf = (reply: Reply): [string, string | undefined] => [
  outcomeOf(reply),
  reply.userErrors[0]?.field?.join('.').replace(/^input\.rule\./, ''),
];
async function written(): Promise<string> {
  const tables = ['earn_rule', 'earn_rule_version', 'rule_approval', 'contract', 'contract_draft', 'reference_version'];
  const rows = await Promise.all(
    tables.map(
      (table) =>
        product.database.sql`SELECT count(*), ${table} AS name FROM ${product.database.sql(`partners.${table}`)}`,
    ),
  );
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}

// A Tuesday in Berlin, in a future year.
const TUESDAY = within('2099-03-03T07:00:00Z', '2099-03-03T21:00:00Z');

describe('a rule that cannot be', () => {
  it.each<[string, () => Fields, string, string]>([
    ['a split below 10,000', () => promotion(fixed(1), {}, split([null, 9_999])), 'INVALID_INPUT', 'fundingSplit'],
    [
      'a split above 10,000',
      () => promotion(fixed(1), {}, split(['acme', 5_001], [null, 5_000])),
      'INVALID_INPUT',
      'fundingSplit',
    ],
    [
      'a funder twice',
      () => promotion(fixed(1), {}, split(['acme', 5_000], [acme.id, 5_000])),
      'INVALID_INPUT',
      'fundingSplit.1.partner',
    ],
    [
      'a share of nothing',
      () => promotion(fixed(1), {}, split(['acme', 0], [null, 10_000])),
      'INVALID_INPUT',
      'fundingSplit.0.basisPoints',
    ],
    [
      'an unknown category',
      () => promotion(fixed(1), { categories: ['food', 'shoes'] }),
      'CATEGORY_UNKNOWN',
      'conditions.categories.1',
    ],
    [
      'an unknown category that is excluded',
      () => promotion(fixed(1), { excludeCategories: ['shoes'] }),
      'CATEGORY_UNKNOWN',
      'conditions.excludeCategories.0',
    ],
    ['an unknown tier', () => promotion(fixed(1), { tiers: ['GOLD', 'gold'] }), 'TIER_UNKNOWN', 'conditions.tiers.1'],
    ['an unknown plan', () => promotion(fixed(1), { plans: ['CLUB'] }), 'PLAN_UNKNOWN', 'conditions.plans.0'],
    [
      'a tag that nobody can have',
      () => promotion(fixed(1), { segments: ['families', 'Big Families'] }),
      'INVALID_INPUT',
      'conditions.segments.1',
    ],
    ['an unknown partner', () => promotion(fixed(1), { partners: ['x'] }), 'PARTNER_UNKNOWN', 'conditions.partners.0'],
    ['an unknown store', () => promotion(fixed(1), { stores: ['acme/x'] }), 'STORE_UNKNOWN', 'conditions.stores.0'],
    [
      'an unknown funder',
      () => promotion(fixed(1), {}, split(['x', 10_000])),
      'PARTNER_UNKNOWN',
      'fundingSplit.0.partner',
    ],
    ['a cap below a single award', () => promotion(fixed(10), {}, cap(9)), 'INVALID_INPUT', 'caps.0.points'],
    [
      'a cap below what the least spend comes to',
      () => promotion(perEuro(2), { minimumSpend: eur('50.00') }, cap(99, 'REJECT')),
      'INVALID_INPUT',
      'caps.0.points',
    ],
    [
      'a budget below a single award',
      () => promotion(fixed(10), {}, { budget: { points: 9 } }),
      'INVALID_INPUT',
      'budget.points',
    ],
    [
      'a budget below what the least spend comes to',
      () => promotion(perEuro(2), { minimumSpend: eur('50.00') }, { budget: { points: 99 } }),
      'INVALID_INPUT',
      'budget.points',
    ],
    ['a budget of nothing', () => promotion(fixed(1), {}, { budget: {} }), 'INVALID_INPUT', 'budget'],
    [
      'an end before its start',
      () => promotion(fixed(1), {}, within('2099-02-01T00:00:00Z', '2099-01-31T00:00:00Z')),
      'INVALID_INPUT',
      'validUntil',
    ],
    [
      'an end at its start',
      () => promotion(fixed(1), {}, within('2099-02-01T00:00:00Z', '2099-02-01T01:00:00+01:00')),
      'INVALID_INPUT',
      'validUntil',
    ],
    [
      'an end in the past',
      () => promotion(fixed(1), {}, { validUntil: '2021-01-01T00:00:00Z' }),
      'INVALID_INPUT',
      'validUntil',
    ],
    [
      'all that it includes excluded',
      () => promotion(fixed(1), { skus: ['a'], excludeSkus: ['a', 'b'] }),
      'INVALID_INPUT',
      'conditions.excludeSkus',
    ],
    [
      'hours without a minute',
      () => promotion(fixed(1), { hours: { from: '10:00', until: '10:00' } }),
      'INVALID_INPUT',
      'conditions.hours.until',
    ],
    [
      'hours of no clock',
      () => promotion(fixed(1), { hours: { from: '24:00', until: '10:00' } }),
      'INVALID_INPUT',
      'conditions.hours.from',
    ],
    [
      'hours that do not come in its time, where its store is',
      () => promotion(fixed(1), { stores: ['acme/first'], hours: { from: '22:00', until: '08:00' } }, TUESDAY),
      'INVALID_INPUT',
      'conditions.hours',
    ],
    [
      'a day that does not come in its time, where its partner is',
      () => promotion(fixed(1), { partners: ['acme'], days: ['WEDNESDAY'] }, TUESDAY),
      'INVALID_INPUT',
      'conditions.days',
    ],
    [
      'a day with hours that come on another one',
      () =>
        promotion(
          fixed(1),
          { partners: ['acme'], days: ['TUESDAY'], hours: { from: '06:00', until: '07:00' } },
          within('2099-03-03T12:00:00Z', '2099-03-04T12:00:00Z'),
        ),
      'INVALID_INPUT',
      'conditions.days',
    ],
    [
      'a store of none of its partners',
      () => promotion(fixed(1), { partners: ['bolt'], stores: ['acme/first'] }),
      'INVALID_INPUT',
      'conditions.stores.0',
    ],
    [
      'a store that closes before it begins',
      () => promotion(fixed(1), { stores: ['bolt/second'] }, { validFrom: '2021-01-01T00:00:00Z' }),
      'INVALID_INPUT',
      'conditions.stores',
    ],
    [
      'a partner without a contract',
      () => promotion(fixed(1), { partners: ['fresh'] }),
      'CONTRACT_MISSING',
      'conditions.partners',
    ],
    [
      'a partner that only accepts',
      () => promotion(fixed(1), { partners: ['taker'] }),
      'ROLE_NOT_GRANTED',
      'conditions.partners',
    ],
    [
      'a partner that left',
      () => promotion(fixed(1), { partners: ['gone'] }),
      'PARTNER_INACTIVE',
      'conditions.partners',
    ],
    [
      'a beginning after the end of the contract',
      () => promotion(fixed(1), { partners: ['ended'] }, { validFrom: '2090-01-01T00:00:00Z' }),
      'INVALID_INPUT',
      'validFrom',
    ],
    [
      'a funder without a contract',
      () => promotion(fixed(1), {}, split(['fresh', 5_000], [null, 5_000])),
      'CONTRACT_MISSING',
      'fundingSplit.0.partner',
    ],
    [
      'a funder whose contract ends before',
      () => promotion(fixed(1), {}, { ...split([null, 5_000], ['ended', 5_000]), validFrom: '2090-01-01T00:00:00Z' }),
      'INVALID_INPUT',
      'fundingSplit.1.partner',
    ],
    [
      'a funder that left',
      () => promotion(fixed(1), {}, split(['gone', 10_000])),
      'PARTNER_INACTIVE',
      'fundingSplit.0.partner',
    ],
    [
      'a currency of no contract',
      () => promotion(fixed(1), { minimumSpend: { amount: '5.00', currency: 'USD' } }),
      'CURRENCY_NOT_ACCEPTED',
      'conditions.minimumSpend.currency',
    ],
    [
      'two currencies',
      () => promotion(perEuro(1), { minimumSpend: { amount: '5.00', currency: 'USD' } }),
      'INVALID_INPUT',
      'conditions.minimumSpend.currency',
    ],
    [
      'a currency that is none',
      () => promotion(perEuro(1, { perAmount: { amount: '1', currency: 'XXX' } })),
      'UNKNOWN_CURRENCY',
      'award.perAmount.currency',
    ],
    [
      'a tenth of a cent',
      () => promotion(perEuro(1, { perAmount: eur('0.001') })),
      'INVALID_AMOUNT',
      'award.perAmount.amount',
    ],
    [
      'points for no money',
      () => promotion(perEuro(1, { perAmount: eur('0.00') })),
      'INVALID_AMOUNT',
      'award.perAmount.amount',
    ],
    ['no award', () => ({ ...promotion(fixed(1)), award: undefined }), 'INVALID_INPUT', 'award'],
    ['an award of no points', () => promotion(fixed(0)), 'INVALID_INPUT', 'award.points'],
    [
      'a multiplier that adds nothing',
      () => promotion({ type: 'MULTIPLIER', basisPoints: 10_000 }),
      'INVALID_INPUT',
      'award.basisPoints',
    ],
    ['a base rule with funders', () => ({ ...promotion(fixed(1)), kind: 'BASE' }), 'INVALID_INPUT', 'fundingSplit'],
    [
      'an exclusion of nothing',
      () => exclusion('ITEMS', { excludeCategories: ['food'] }),
      'INVALID_INPUT',
      'conditions.categories',
    ],
    [
      'an exclusion with a least spend',
      () => exclusion('ITEMS', { categories: ['food'], minimumSpend: eur('5.00') }),
      'INVALID_INPUT',
      'conditions.minimumSpend',
    ],
    [
      'items of the part paid with points',
      () => exclusion('PART_PAID_WITH_POINTS', { categories: ['food'] }),
      'INVALID_INPUT',
      'conditions.categories',
    ],
    [
      'a code without a code',
      () => promotion(fixed(1), {}, { activation: { type: 'CODE' } }),
      'INVALID_INPUT',
      'activation.code',
    ],
    [
      'a budget of who does not fund',
      () => promotion(fixed(1), {}, { budget: { money: [{ partner: 'acme', amount: eur('5.00') }] } }),
      'INVALID_INPUT',
      'budget.money.0.partner',
    ],
  ])('%s', async (_, rule, code, field) => {
    const before = await written();
    expect(refusalOf(await draft(rule()))).toEqual([code, field]);
    expect(await written()).toBe(before);
  });

  it.each<[string, () => Fields]>([
    ['a cap of a single award', () => promotion(fixed(10), {}, cap(10))],
    ['a cap of what the least spend comes to', () => promotion(perEuro(2), { minimumSpend: eur('50.00') }, cap(100))],
    [
      'a tier of the ladder, a tag that nobody has yet',
      () => promotion(fixed(1), { tiers: ['GOLD'], segments: ['x-1'] }),
    ],
    ['a part of what it includes excluded', () => promotion(fixed(1), { skus: ['a', 'b'], excludeSkus: ['a'] })],
    [
      'hours that come in its last minute',
      () => promotion(fixed(1), { stores: ['acme/first'], hours: { from: '21:59', until: '08:00' } }, TUESDAY),
    ],
    [
      'a day that comes where one of its stores is',
      () => promotion(fixed(1), { partners: ['bolt'], days: ['WEDNESDAY'] }, TUESDAY),
    ],
    [
      'a week has every day',
      () => promotion(fixed(1), { days: ['SUNDAY'] }, within('2099-03-02T00:00:00+01:00', '2099-03-09T00:00:00+01:00')),
    ],
    [
      'a store that closes a minute after it begins',
      () => promotion(fixed(1), { stores: ['bolt/second'] }, { validFrom: '2020-12-31T23:59:00Z' }),
    ],
    ['a contract that has ended, of purchases that come late', () => promotion(fixed(1), { partners: ['ended'] })],
    ['one of two partners that issues', () => promotion(fixed(1), { partners: ['taker', 'acme'] })],
  ])('next to it: %s', async (_, rule) => {
    expect(outcomeOf(await draft(rule()))).toBe('OK');
  });
});

describe('rules of one stacking group', () => {
  const grouped = (group: string, mode: string, more: Fields = {}) =>
    promotion(fixed(5), {}, { stacking: { group, mode }, ...more });
  const publish = (reply: Reply) =>
    api.mutate(programme.operator, 'publishRule', { ruleVersionId: (reply.version as { id: string }).id });

  it('that count at the same time have one mode, when drafted and when published, however many publish at once', async () => {
    const first = await draft(grouped('g', 'BEST'));
    const rival = await draft(grouped('g', 'FIRST'));
    expect([outcomeOf(first), outcomeOf(rival)]).toEqual(['OK', 'OK']);
    const outcomes = (await Promise.all([publish(first), publish(rival)])).map(outcomeOf);
    expect([...outcomes].sort()).toEqual(['INVALID_INPUT', 'OK']);
    const mode = outcomes[0] === 'OK' ? 'BEST' : 'FIRST';
    const other = mode === 'BEST' ? 'ALL' : 'BEST';
    expect(refusalOf(await draft(grouped('g', other)))).toEqual(['INVALID_INPUT', 'stacking.mode']);
    expect(outcomeOf(await draft(grouped('g', mode)))).toBe('OK');
    expect(outcomeOf(await draft(grouped('another', other)))).toBe('OK');
    const loser = outcomes[0] === 'OK' ? rival : first;
    expect(refusalOf(await publish(loser))).toEqual(['INVALID_INPUT', 'input.ruleVersionId']);
  });

  it('that follow each other may differ, and so may versions of one rule', async () => {
    const early = await draft(grouped('h', 'BEST', within(SINCE, '2098-01-01T00:00:00Z')));
    expect(outcomeOf(await publish(early))).toBe('OK');
    expect(outcomeOf(await draft(grouped('h', 'ALL', { validFrom: '2097-12-31T23:59:59Z' })))).toBe('INVALID_INPUT');
    const late = await draft(grouped('h', 'ALL', { validFrom: '2098-01-01T00:00:00Z' }));
    expect(outcomeOf(await publish(late))).toBe('OK');
    const { code } = (early.version as { rule: { code: string } }).rule;
    const next = await draft(grouped('h', 'FIRST', within('2097-01-01T00:00:00Z', '2098-01-01T00:00:00Z')), { code });
    expect(outcomeOf(await publish(next))).toBe('OK');
    expect(outcomeOf(await draft(grouped('h', 'BEST', within('2096-12-01T00:00:00Z', '2097-01-01T00:00:00Z'))))).toBe(
      'OK',
    );
    expect(outcomeOf(await draft(grouped('h', 'BEST', within('2097-01-01T00:00:00Z', '2097-02-01T00:00:00Z'))))).toBe(
      'INVALID_INPUT',
    );
    await must('endRule', { code });
    expect(outcomeOf(await draft(grouped('h', 'FIRST', within('2097-01-01T00:00:00Z', '2097-02-01T00:00:00Z'))))).toBe(
      'OK',
    );
  });
});

describe('a rule whose lines another one always takes first', () => {
  const base = (award: Fields, conditions: Fields = {}, more: Fields = {}): Fields => ({
    ...{ kind: 'BASE', name: 'Base', validFrom: '2091-01-01T00:00:00Z', award, conditions },
    ...more,
  });
  const until = { validUntil: '2092-01-01T00:00:00Z' };
  const food = { categories: ['food'], channels: ['web', 'till'], minimumSpend: eur('5.00') };
  let claiming = '';
  beforeAll(async () => {
    for (const rule of [
      base(perEuro(2), food, { order: 5 }),
      {
        ...exclusion('ITEMS', { skus: ['gift'], brands: ['smoke'] }),
        ...within('2091-01-01T00:00:00Z', '2099-01-01T00:00:00Z'),
      },
    ]) {
      const code = newCode();
      const drafted = await draft(rule, { code });
      await must('publishRule', { ruleVersionId: (drafted.version as { id: string }).id });
      claiming ||= code;
    }
  });

  it.each<[string, () => Fields, string]>([
    ['of the same lines', () => base(perEuro(3), food, { order: 6 }), 'order'],
    [
      'of some of them, at some tills, to more spent, by other days',
      () =>
        base(
          perEuro(3),
          {
            ...food,
            channels: ['web'],
            excludeSkus: ['a'],
            partners: ['acme'],
            days: ['MONDAY'],
            minimumSpend: eur('7.00'),
          },
          { order: 6 },
        ),
      'order',
    ],
    ['of the same order and a later code', () => base(perEuro(3), food, { order: 5 }), 'order'],
    ['for a time', () => base(perEuro(3), food, { order: 6, ...until }), 'order'],
    [
      'lines that are excluded',
      () => promotion(fixed(1), { skus: ['gift'] }, within('2091-02-01T00:00:00Z', '2099-01-01T00:00:00Z')),
      'conditions',
    ],
  ])('is refused with the path: %s', async (_, rule, field) => {
    const before = await written();
    expect(refusalOf(await draft(rule()))).toEqual(['INVALID_INPUT', field]);
    expect(await written()).toBe(before);
  });

  it.each<[string, () => Fields]>([
    ['it comes first', () => base(perEuro(3), food, { order: 4 })],
    ['it is in force before', () => base(perEuro(3), food, { order: 6, validFrom: '2090-12-31T23:59:59Z' })],
    ['it asks less of what is spent', () => base(perEuro(3), { ...food, minimumSpend: eur('4.99') }, { order: 6 })],
    ['it is for every channel', () => base(perEuro(3), { ...food, channels: [] }, { order: 6 })],
    [
      'it is for another category, too',
      () => base(perEuro(3), { ...food, categories: ['food', 'toys'] }, { order: 6 }),
    ],
    [
      'it pays for pieces in every currency',
      () =>
        base({ type: 'PER_QUANTITY', points: 1, perQuantity: 1 }, { ...food, minimumSpend: undefined }, { order: 6 }),
    ],
    ['it does not claim lines', () => base(fixed(1), food, { order: 6 })],
    ['its exclusion ends before', () => promotion(fixed(1), { skus: ['gift'] }, { validFrom: '2091-02-01T00:00:00Z' })],
    [
      'one of its articles is not excluded',
      () => promotion(fixed(1), { skus: ['gift', 'a'] }, within('2091-02-01T00:00:00Z', '2099-01-01T00:00:00Z')),
    ],
    ['it is the next version of the same rule', () => base(perEuro(3), food, { order: 6 })],
  ])('is let through where %s', async (why, rule) => {
    const own = why.includes('same rule') ? { code: claiming } : {};
    expect(refusalOf(await draft(rule(), own))).toEqual(['OK', undefined]);
  });
});

describe('a version', () => {
  it('that is published is not edited, nor published without approval, nor after its time', async () => {
    const code = newCode();
    const shared = promotion(fixed(1), {}, split(['acme', 5_000], [null, 5_000]));
    const drafted = await draft(shared, { code });
    const { id } = drafted.version as { id: string };
    const publish = () => api.mutate(programme.operator, 'publishRule', { ruleVersionId: id });
    expect(refusalOf(await publish())).toEqual(['APPROVAL_MISSING', 'input.ruleVersionId']);
    expect(outcomeOf(await api.mutate(acme.token, 'approveRule', { ruleVersionId: id }))).toBe('OK');
    expect(outcomeOf(await publish())).toBe('OK');
    expect(refusalOf(await publish())).toEqual(['RULE_STATE', 'input.ruleVersionId']);
    expect(refusalOf(await draft(shared, { code, version: 1 }))).toEqual(['RULE_STATE', 'input.version']);
    expect(refusalOf(await draft({ ...shared, kind: 'BASE', fundingSplit: undefined }, { code }))).toEqual([
      'RULE_STATE',
      'kind',
    ]);
    const brief = { validUntil: new Date(Date.now() + 1_500).toISOString() };
    const soonOver = await draft(promotion(fixed(1), {}, brief));
    expect(outcomeOf(soonOver)).toBe('OK');
    const late = { ruleVersionId: (soonOver.version as { id: string }).id };
    await expect
      .poll(async () => Date.now() > Date.parse(brief.validUntil), { timeout: 5_000, interval: 100 })
      .toBe(true);
    expect(refusalOf(await api.mutate(programme.operator, 'publishRule', late))).toEqual([
      'INVALID_INPUT',
      'input.ruleVersionId',
    ]);
  });
});

describe('a contract that cannot be', () => {
  const terms = (more: Fields): Fields => ({
    partnerId: acme.id,
    validFrom: '2030-01-01T00:00:00Z',
    earnPer: eur('1.00'),
    ...more,
  });
  it.each<[string, Fields, string, string]>([
    [
      'a version that begins before the one in force',
      { validFrom: '2019-01-01T00:00:00Z' },
      'CONTRACT_OVERLAP',
      'input.validFrom',
    ],
    ['a version that begins with the one in force', { validFrom: SINCE }, 'CONTRACT_OVERLAP', 'input.validFrom'],
    ['points below zero', { earnPoints: -1 }, 'INVALID_POINTS', 'input.earnPoints'],
    ['points for no money', { earnPer: eur('0.00') }, 'INVALID_AMOUNT', 'input.earnPer.amount'],
    ['no role', { roles: [] }, 'INVALID_INPUT', 'input.roles'],
    ['a share above the whole', { expiryShareBasisPoints: 10_001 }, 'INVALID_INPUT', 'input.expiryShareBasisPoints'],
  ])('%s', async (_, more, code, field) => {
    for (const name of ['signContract', 'draftContract']) {
      const before = await written();
      const reply = await api.mutate(programme.operator, name, terms(more));
      expect([name, outcomeOf(reply), reply.userErrors[0]?.field?.join('.')]).toEqual([name, code, field]);
      expect(await written()).toBe(before);
    }
  });
});
