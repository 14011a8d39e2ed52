/** What rules ask, through the API: each condition met and missed, in the quote and at the till alike; partner states; contracts at an instant. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let farStoreId = '';
let born = '';
let unknown = '';
let count = 0;

const SINCE = '2020-01-01T00:00:00Z';
/** A Monday: noon in Berlin, already one in the morning of Tuesday in Kiritimati. */
const NOON = '2026-03-02T11:00:00Z';

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('conditions', { timeZone: 'Europe/Berlin' });
  acme = await api.partner(programme, 'acme', { lateSubmissionDays: null });
  const far = { partnerId: acme.id, code: 'far', name: 'Far', timeZone: 'Pacific/Kiritimati' };
  const made = await api.mutate(programme.operator, 'addStore', far, 'store { id }');
  farStoreId = (made.store as { id: string }).id;
  await api.mutate(programme.operator, 'defineCategories', { names: ['food', 'gift-cards'] });
  const enrol = async (more: Fields): Promise<string> => {
    count += 1;
    const identities = [{ kind: 'EXTERNAL', value: `member-${count}` }];
    const reply = await api.mutate(programme.operator, 'enrolMember', { identities, ...more }, 'member { id }');
    expect(reply.userErrors).toEqual([]);
    return (reply.member as { id: string }).id;
  };
  born = await enrol({ consents: [{ purpose: 'PROFILE', granted: true, wording: 'Terms 1' }] });
  unknown = await enrol({});
  const profile = { memberId: born, birthDate: '1990-03-02' };
  expect(outcomeOf(await api.mutate(programme.operator, 'updateMemberProfile', profile))).toBe('OK');
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

const publish = async (rule: Fields): Promise<string> => {
  count += 1;
  const code = `rule-${count}`;
  const drafted = await api.mutate(
    programme.operator,
    'draftRule',
    { code, rule: { name: code, validFrom: SINCE, ...rule } },
    'version { id }',
  );
  expect([drafted.userErrors, drafted.errors]).toEqual([[], undefined]);
  const ruleVersionId = (drafted.version as { id: string }).id;
  const published = await api.mutate(programme.operator, 'publishRule', { ruleVersionId });
  expect(published.userErrors).toEqual([]);
  return code;
};
const promotion = (conditions: Fields, more: Fields = {}): Fields => ({
  ...{ kind: 'PROMOTION', award: { type: 'FIXED', points: 7 }, conditions, fundingSplit: [{ basisPoints: 10_000 }] },
  ...more,
});
const basket = (more: Fields): Fields => ({
  ...{ storeId: acme.storeId, memberId: born, amount: eur('10.00'), occurredAt: NOON },
  ...more,
});
interface Quote {
  readonly points: number;
  readonly rules: readonly { readonly rule: string; readonly status: string; readonly reason: string }[];
  readonly userErrors: readonly unknown[];
}
const quote = async (more: Fields): Promise<Quote> => {
  const query =
    'query ($input: QuotePurchaseInput!) { quotePurchase(input: $input) { points rules { rule status reason } userErrors { code } } }';
  const { data, errors } = await api.ask(programme.operator, query, { input: basket(more) });
  expect(errors).toBeUndefined();
  const { quotePurchase } = data as { quotePurchase: Quote };
  expect(quotePurchase.userErrors).toEqual([]);
  return quotePurchase;
};
/** Points that are quoted and then given, and what became of a rule. Rules that were ended still count for purchases of before. */
const pointsOf = async (more: Fields, code: string): Promise<{ points: number; reason: string }> => {
  const quoted = await quote(more);
  const bought = await api.mutate(programme.operator, 'recordPurchase', basket(more), 'transaction { points }');
  expect(bought).toMatchObject({ transaction: { points: quoted.points } });
  const rule = quoted.rules.find((one) => one.rule === `${code}/1`);
  return { points: quoted.points, reason: rule?.status === 'APPLIED' ? 'APPLIED' : (rule?.reason ?? '') };
};

describe('a condition is met, and missed with its reason', () => {
  const lines = (category: string, brand?: string): Fields => ({
    lines: [{ sku: 'a', amount: '10.00', category, ...(brand === undefined ? {} : { brand }) }],
  });
  it.each<[string, () => Fields, () => Fields, () => Fields, RegExp]>([
    [
      'a store',
      () => promotion({ stores: ['acme/second'] }),
      () => ({ storeId: acme.secondStoreId }),
      () => ({}),
      /other stores/,
    ],
    [
      'a channel',
      () => promotion({ channels: ['web'] }),
      () => ({ channel: 'web' }),
      () => ({ channel: 'Web' }),
      /other channels/,
    ],
    [
      'a way to pay',
      () => promotion({ paymentMethods: ['card'] }),
      () => ({ paymentMethod: 'card' }),
      () => ({}),
      /other ways to pay/,
    ],
    [
      'a brand',
      () => promotion({ brands: ['Acme'] }),
      () => lines('food', 'Acme'),
      () => lines('food', 'Bolt'),
      /nothing in the basket/,
    ],
    [
      'a category but one brand',
      () => promotion({ categories: ['food'], excludeBrands: ['Bolt'] }),
      () => lines('food'),
      () => lines('food', 'Bolt'),
      /nothing in the basket/,
    ],
    [
      'the hour where the store is',
      () => promotion({ hours: { from: '00:00', until: '02:00' } }),
      () => ({ storeId: farStoreId }),
      () => ({}),
      /other hours/,
    ],
    [
      'the day where the store is',
      () => promotion({ days: ['TUESDAY'] }),
      () => ({ storeId: farStoreId }),
      () => ({}),
      /other days/,
    ],
    ['the birthday', () => promotion({ birthday: 'DAY' }), () => ({}), () => ({ memberId: unknown }), /birthday/],
    [
      'a code',
      () => promotion({}, { activation: { type: 'CODE', code: 'SUMMER' } }),
      () => ({ promotionCodes: ['x', 'SUMMER'] }),
      () => ({ promotionCodes: ['summer'] }),
      /code was not given/,
    ],
    [
      'a least spend',
      () => promotion({ minimumSpend: eur('13.50') }),
      () => ({ amount: eur('13.50') }),
      () => ({}),
      /3\.50 more/,
    ],
  ])('%s', async (_, rule, met, missed, reason) => {
    const [metBefore, missedBefore] = [await quote(met()), await quote(missed())];
    const code = await publish(rule());
    expect(await pointsOf(met(), code)).toEqual({ points: metBefore.points + 7, reason: 'APPLIED' });
    const without = await pointsOf(missed(), code);
    expect(without.points).toBe(missedBefore.points);
    expect(without.reason).toMatch(reason);
  });
});

it('the part that was paid with points earns, unless a rule keeps it from earning', async () => {
  const paid = { paidWithPoints: '4.00' };
  const [whole, before] = [await quote({}), await quote(paid)];
  expect(before.points).toBe(whole.points);
  const code = await publish({ kind: 'EXCLUSION', excludes: 'PART_PAID_WITH_POINTS' });
  expect(await pointsOf(paid, code)).toEqual({ points: whole.points - 4, reason: 'APPLIED' });
  expect((await pointsOf({}, code)).points).toBe(whole.points);
  const outcome = await api.mutate(programme.operator, 'recordPurchase', basket({ paidWithPoints: '10.01' }));
  expect([outcomeOf(outcome), outcome.userErrors[0]?.field]).toEqual(['INVALID_AMOUNT', ['input', 'paidWithPoints']]);
});

it('a partner is onboarding, active, suspended, and gone; its contract is asked for at any instant', async () => {
  const register = await api.mutate(
    programme.operator,
    'registerPartner',
    { code: 'bolt', name: 'Bolt' },
    'partner { id status }',
  );
  const { id, status } = register.partner as { id: string; status: string };
  expect(status).toBe('ONBOARDING');
  const added = await api.mutate(
    programme.operator,
    'addStore',
    { partnerId: id, code: 'one', name: 'One' },
    'store { id }',
  );
  const { id: storeId } = added.store as { id: string };
  const act = async (name: string, more: Fields) =>
    outcomeOf(await api.mutate(programme.operator, name, { storeId, memberId: unknown, ...more }));
  const sell = () => act('recordPurchase', { amount: eur('1.00') });
  const accept = () => act('redeemPoints', { points: 1 });
  expect([await sell(), await accept()]).toEqual(['CONTRACT_MISSING', 'CONTRACT_MISSING']);
  for (const [validFrom, earnPoints] of [
    ['2025-01-01T00:00:00Z', 1],
    ['2026-01-01T00:00:00Z', 2],
  ] as const)
    await api.mutate(programme.operator, 'signContract', {
      partnerId: id,
      validFrom,
      earnPoints,
      earnPer: eur('1.00'),
    });
  const at = async (instant: string) => {
    const query =
      'query ($id: ID!, $at: DateTime) { partner(id: $id) { status contract(at: $at) { version earnPoints } } }';
    return (await api.ask(programme.operator, query, { id, at: instant })).data?.partner;
  };
  expect(await at('2024-12-31T23:59:59Z')).toEqual({ status: 'ACTIVE', contract: null });
  expect(await at('2025-12-31T23:59:59Z')).toEqual({ status: 'ACTIVE', contract: { version: 1, earnPoints: 1 } });
  expect(await at('2026-01-01T00:00:00Z')).toEqual({ status: 'ACTIVE', contract: { version: 2, earnPoints: 2 } });
  expect([await sell(), await accept()]).toEqual(['OK', 'OK']);
  const change = (next: string) =>
    api.mutate(programme.operator, 'changePartnerStatus', { partnerId: id, status: next });
  await change('SUSPENDED');
  expect([await sell(), await accept()]).toEqual(['PARTNER_INACTIVE', 'OK']);
  await change('LEFT');
  expect([await sell(), await accept()]).toEqual(['PARTNER_INACTIVE', 'PARTNER_INACTIVE']);
  expect(outcomeOf(await change('ACTIVE'))).toBe('PARTNER_INACTIVE');
});
