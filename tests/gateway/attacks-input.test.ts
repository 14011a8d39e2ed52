/**
 * Bad input to the commands that move points, over HTTP: each is a published refusal for that item alone, with one sentence and the field,
 * or a GraphQL error with a stable code; nothing is posted, the refusal is remembered under its key, and the books balance.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
  type Reply,
  tally,
  WHAT,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let coalition: ProgrammeByApi;
let till: PartnerByApi;
let member: MemberByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  coalition = await api.programme('shops');
  till = await api.partner(coalition, 'till');
  member = await api.member(coalition);
  await buy({});
});
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const at = (): Fields => ({ storeId: till.storeId, memberId: member.id });
function buy(more: Fields, who = till): Promise<Reply> {
  const input = { storeId: who.storeId, memberId: member.id, amount: eur('100.00'), ...more };
  return api.mutate(who.token, 'recordPurchase', input, `${WHAT} transaction { amount { amount minorUnits } }`);
}
async function posted(): Promise<number> {
  const [row] = await product.database.sql<{ rows: number }[]>`
    SELECT count(*)::int AS rows FROM ledger.transaction WHERE status <> 'REFUSED'`;
  return row?.rows ?? -1;
}

const BIG = 'x'.repeat(10_000);
const amounts = [
  '1.234',
  '0',
  '0.00',
  '-1.00',
  '1e3',
  '',
  ' 1',
  '+1',
  '.5',
  '1.',
  '۱۲٬۰۰',
  '۱۲٫۳۴۵',
  '１２',
  'NaN',
  '1,5',
  '0x10',
  '1.0\0',
  '100000000000.01',
  '90071992547409.92',
];
const currencies = ['XXZ', 'XXX', 'eur', '', 'EURO', '€', 'EUR\0', BIG];
const texts = ['', BIG, 'a\0b', 'a\uD800b', 'a\u0007b'];
const line = (more: Fields): Fields => ({ lines: [{ sku: 'a', amount: '100.00', ...more }] });

const bad: [what: string, input: Fields, code: string][] = [
  ...amounts.map((amount): [string, Fields, string] => [
    `amount ${JSON.stringify(amount)}`,
    { amount: eur(amount) },
    'INVALID_AMOUNT',
  ]),
  ...currencies.map((currency): [string, Fields, string] => [
    `currency ${JSON.stringify(currency).slice(0, 20)}`,
    { amount: { amount: '1.00', currency } },
    'UNKNOWN_CURRENCY',
  ]),
  ['another currency', { amount: { amount: '1.00', currency: 'USD' } }, 'CURRENCY_NOT_ACCEPTED'],
  ...texts
    .slice(1)
    .map((reference): [string, Fields, string] => [
      `reference ${JSON.stringify(reference).slice(0, 12)}`,
      { reference },
      'INVALID_INPUT',
    ]),
  ...texts.map((idempotencyKey): [string, Fields, string] => [
    `key ${JSON.stringify(idempotencyKey).slice(0, 12)}`,
    { idempotencyKey },
    'INVALID_INPUT',
  ]),
  ['a key of blanks', { idempotencyKey: '  ' }, 'INVALID_INPUT'],
  ['tomorrow', { occurredAt: '2999-01-01T00:00:00Z' }, 'DATE_IN_FUTURE'],
  ['long ago', { occurredAt: '2021-01-01T00:00:00Z' }, 'LATE_SUBMISSION'],
  ['before the contract', { occurredAt: '0001-01-01T00:00:00Z' }, 'CONTRACT_MISSING'],
  ['a date without zone', { occurredAt: '2026-01-01T00:00:00' }, 'ERROR BAD_USER_INPUT'],
  ['a day that is none', { occurredAt: '2026-02-30T00:00:00Z' }, 'ERROR BAD_USER_INPUT'],
  ['a date that is a number', { occurredAt: 1_700_000_000 }, 'ERROR BAD_USER_INPUT'],
  ['no member', { memberId: null }, 'INVALID_INPUT'],
  ['two members', { identity: { kind: 'CARD', value: '1' } }, 'INVALID_INPUT'],
  ['an identity of no kind', { memberId: null, identity: { kind: 'FACE', value: '1' } }, 'INVALID_INPUT'],
  ...texts.map((value): [string, Fields, string] => [
    `card ${JSON.stringify(value).slice(0, 12)}`,
    { memberId: null, identity: { kind: 'CARD', value } },
    'INVALID_INPUT',
  ]),
  ['a card of nobody', { memberId: null, identity: { kind: 'CARD', value: '99999999' } }, 'MEMBER_UNKNOWN'],
  ['pending in two ways', { pendingUntil: '2999-01-01T00:00:00Z', pendingUntilConfirmed: true }, 'INVALID_INPUT'],
  ['lines beside the amount', line({ amount: '99.99' }), 'INVALID_INPUT'],
  ['no article', line({ sku: '' }), 'INVALID_INPUT'],
  ['no quantity', line({ quantity: 0 }), 'INVALID_INPUT'],
  ['a negative quantity', line({ quantity: -1 }), 'INVALID_INPUT'],
  ['too many articles', line({ quantity: 1_000_001 }), 'INVALID_INPUT'],
  ['half an article', line({ quantity: 1.5 }), 'ERROR BAD_USER_INPUT'],
  ['a quantity beyond 2^31', line({ quantity: 2 ** 31 }), 'ERROR BAD_USER_INPUT'],
  [
    'a negative line',
    {
      lines: [
        { sku: 'a', amount: '200.00' },
        { sku: 'b', amount: '-100.00' },
      ],
    },
    'INVALID_AMOUNT',
  ],
  ['501 lines', { lines: Array.from({ length: 501 }, () => ({ sku: 'a', amount: '0.01' })) }, 'INVALID_INPUT'],
  ['a field that is none', { colour: 'red' }, 'ERROR BAD_USER_INPUT'],
  ['no amount', { amount: null }, 'ERROR BAD_USER_INPUT'],
  ['an amount that is a number', { amount: { amount: 1, currency: 'EUR' } }, 'ERROR BAD_USER_INPUT'],
  ['points of its own', { awards: [{ component: 'BASE', points: 1, funding: [{}] }] }, 'NOT_ALLOWED'],
];

describe('a purchase', () => {
  test('that is malformed is refused in one sentence, twice alike, and nothing is posted', async () => {
    const before = await posted();
    const told: [string, string][] = [];
    for (const [what, input] of bad) {
      const sent = { idempotencyKey: api.key(), ...input };
      const refused = await buy(sent);
      told.push([what, outcomeOf(refused)]);
      for (const { message } of refused.userErrors) expect(message).toMatch(/^[A-Z`][^\n]{5,160}\.$/);
      expect(JSON.stringify(refused)).not.toMatch(/node_modules|\.ts:\d|postgres|SELECT |INSERT /);
      expect(await buy(sent)).toEqual(refused);
    }
    expect(told).toEqual(bad.map(([what, , code]) => [what, code]));
    expect(await posted()).toBe(before);
  });

  test('in a currency of no or of three decimals is held to those', async () => {
    const yen = await api.partner(coalition, 'yen', { earnPer: { amount: '100', currency: 'JPY' } });
    const fils = await api.partner(coalition, 'fils', { earnPer: { amount: '1.000', currency: 'BHD' } });
    const sold = (who: PartnerByApi, amount: string, currency: string) => buy({ amount: { amount, currency } }, who);
    expect(outcomeOf(await sold(yen, '100.5', 'JPY'))).toBe('INVALID_AMOUNT');
    expect(outcomeOf(await sold(fils, '1.2345', 'BHD'))).toBe('INVALID_AMOUNT');
    expect(await sold(yen, '1250', 'JPY')).toMatchObject({
      transaction: { points: 12, amount: { amount: '1250', minorUnits: 1250 } },
    });
    expect(await sold(fils, '12.345', 'BHD')).toMatchObject({
      transaction: { points: 12, amount: { amount: '12.345', minorUnits: 12_345 } },
    });
  });

  test('with text of any script comes back as it went in', async () => {
    for (const sku of ['نان سنگک', '\u2067خبز\u2069', '面包', '🥐‍']) {
      expect(outcomeOf(await buy({ ...line({ sku }), reference: `رسید ${sku}`, idempotencyKey: `کلید ${sku}` }))).toBe(
        'OK',
      );
      const asked = 'query ($key: String!) { transactionByKey(idempotencyKey: $key) { idempotencyKey } }';
      const { data } = await api.ask(till.token, asked, { key: `کلید ${sku}` });
      expect(data).toEqual({ transactionByKey: { idempotencyKey: `کلید ${sku}`.normalize('NFC') } });
    }
  });

  test('never gives more than 10^12 points', async () => {
    const rich = await api.partner(coalition, 'rich', { earnPoints: 1_000_000, earnPer: eur('0.01') });
    expect(outcomeOf(await buy({ amount: eur('10000.01') }, rich))).toBe('LIMIT_EXCEEDED');
    expect(outcomeOf(await buy({ amount: eur('1.00') }))).toBe('OK');
  });
});

describe('points', () => {
  test('are whole, above zero and at most 10^12 in a redemption, an authorisation and a transfer', async () => {
    const before = await posted();
    const other = await api.member(coalition);
    const cases: [unknown, string][] = [
      [0, 'INVALID_POINTS'],
      [-1, 'INVALID_POINTS'],
      [10 ** 12, 'INSUFFICIENT_POINTS'],
      [10 ** 12 + 1, 'INVALID_POINTS'],
      [2 ** 53 - 1, 'INVALID_POINTS'],
      [2 ** 53, 'ERROR BAD_USER_INPUT'],
      [1.5, 'ERROR BAD_USER_INPUT'],
      ['۱۰۰۰۰۰۰', 'INSUFFICIENT_POINTS'],
      ['1e3', 'ERROR BAD_USER_INPUT'],
      ['10.0', 'ERROR BAD_USER_INPUT'],
      [null, 'ERROR BAD_USER_INPUT'],
      [true, 'ERROR BAD_USER_INPUT'],
      [[1], 'ERROR BAD_USER_INPUT'],
    ];
    for (const [points, code] of cases) {
      const gift = { fromMemberId: member.id, toMemberId: other.id, points };
      const told = [
        await api.mutate(till.token, 'redeemPoints', { ...at(), points }),
        await api.mutate(till.token, 'authoriseRedemption', { ...at(), points }),
        await api.mutate(member.token, 'transferPoints', gift),
      ];
      // A transfer without points is what the operator says of a merged member.
      const transferred = points === null ? 'MERGE_STATE' : code;
      expect([points, ...told.map(outcomeOf)]).toEqual([points, code, code, transferred]);
    }
    expect(await posted()).toBe(before);
  });

  test('are no fraction or exponent as literals', async () => {
    for (const points of ['1e3', '1.0', '"5.0"', '9007199254740992']) {
      const query = `mutation { redeemPoints(input: { idempotencyKey: "literal", storeId: "${till.storeId}", memberId: "${member.id}", points: ${points} }) { userErrors { code } } }`;
      const { errors } = await api.ask(till.token, query);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });

  test('are held for 1 second to 30 days', async () => {
    for (const timeToLiveSeconds of [0, -1, 2_592_001]) {
      const hold = { ...at(), points: 1, timeToLiveSeconds };
      expect(outcomeOf(await api.mutate(till.token, 'authoriseRedemption', hold))).toBe('INVALID_INPUT');
    }
  });
});

describe('a batch', () => {
  const item = (more: Fields = {}): Fields => ({ idempotencyKey: api.key(), ...at(), amount: eur('1.00'), ...more });
  const send = (purchases: Fields[]): Promise<Reply> =>
    api.mutate(
      till.token,
      'recordPurchases',
      { purchases },
      'results { transaction { id } userErrors { code message field } }',
    );

  test('of none or of 1,001 is refused whole', async () => {
    const before = await posted();
    expect(outcomeOf(await send([]))).toBe('INVALID_BATCH_SIZE');
    expect(outcomeOf(await send(Array.from({ length: 1_001 }, () => item())))).toBe('INVALID_BATCH_SIZE');
    expect(await posted()).toBe(before);
  });

  test('refuses each bad item alone, and says the same again', async () => {
    const idempotencyKey = api.key();
    const purchases = [
      item({ idempotencyKey }),
      item({ idempotencyKey, amount: eur('2.00') }),
      item({ amount: eur('x') }),
      item({ storeId: 'nowhere' }),
      item({ memberId: coalition.id }),
      item({ occurredAt: '2999-01-01T00:00:00Z' }),
      item({ idempotencyKey: '\0' }),
      item(),
    ];
    const before = await posted();
    const reply = await send(purchases);
    const results = reply.results as Reply[];
    expect(results.map(outcomeOf)).toEqual([
      'OK',
      'IDEMPOTENCY_KEY_REUSED',
      'INVALID_AMOUNT',
      'STORE_UNKNOWN',
      'MEMBER_UNKNOWN',
      'DATE_IN_FUTURE',
      'INVALID_INPUT',
      'OK',
    ]);
    for (const [index, { userErrors }] of results.entries())
      for (const { field } of userErrors) expect(field?.slice(0, 3)).toEqual(['input', 'purchases', String(index)]);
    expect(await posted()).toBe(before + 2);
    expect(await send(purchases)).toEqual(reply);
    expect(await posted()).toBe(before + 2);
  });

  test('of one item a thousand times is one purchase', async () => {
    const same = item();
    const before = await posted();
    const reply = await send(Array.from({ length: 1_000 }, () => same));
    expect(tally(reply.results as Reply[])).toEqual({ OK: 1_000 });
    expect(new Set((reply.results as Reply[]).map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await posted()).toBe(before + 1);
  });
});

test('of several things wrong the first in the published order is told', async () => {
  const stranger = await api.partner(coalition, 'elsewhere');
  const wrong = {
    memberId: coalition.id,
    occurredAt: '2999-01-01T00:00:00Z',
    reference: BIG,
    amount: { amount: 'x', currency: 'XXZ' },
  };
  const order: [Fields, string][] = [
    [{ ...wrong, storeId: stranger.storeId }, 'NOT_ALLOWED'],
    [wrong, 'INVALID_INPUT'],
    [{ ...wrong, reference: 'r' }, 'INVALID_AMOUNT'],
    [{ ...wrong, reference: 'r', amount: { amount: '1.00', currency: 'XXZ' } }, 'UNKNOWN_CURRENCY'],
    [{ ...wrong, reference: 'r', amount: eur('1.00') }, 'DATE_IN_FUTURE'],
    [{ memberId: coalition.id, storeId: coalition.id }, 'STORE_UNKNOWN'],
    [{ memberId: coalition.id, amount: { amount: '1.00', currency: 'USD' } }, 'CURRENCY_NOT_ACCEPTED'],
    [{ memberId: coalition.id, occurredAt: '2021-01-01T00:00:00Z' }, 'MEMBER_UNKNOWN'],
    [{ occurredAt: '2021-01-01T00:00:00Z' }, 'LATE_SUBMISSION'],
  ];
  const told: [Fields, string][] = [];
  for (const [input] of order) told.push([input, outcomeOf(await buy(input))]);
  expect(told).toEqual(order);
});
