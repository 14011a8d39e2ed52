/** Paid memberships through the whole product: plans, joining at a till, renewal, grace, lapse, cancellation, and the money to the cent. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
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
let shop: PartnerByApi;
let cinema: PartnerByApi;
/** The business clock: moved by hand. */
let now = Date.parse('2026-03-10T12:00:00Z');
const goTo = (day: string) => {
  now = Date.parse(`${day}T12:00:00Z`);
};

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('paid');
  shop = await api.partner(programme, 'shop');
  cinema = await api.partner(programme, 'cinema', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' });
});
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const MEMBERSHIP =
  'membership { id status startedOn coveredUntil graceUntil endedOn autoRenew plan { code } periods { number from until fee refunded store { id } transaction { id kind } refund { id } } }';
let codes = 0;
const plan = (more: Fields = {}): Fields => ({
  code: `CLUB-${++codes}`,
  name: 'Club',
  periodMonths: 12,
  price: eur('36.50'),
  graceDays: 10,
  refundRule: 'PRO_RATA',
  shares: [
    { partnerId: shop.id, basisPoints: 3_333 },
    { partnerId: cinema.id, basisPoints: 3_333 },
    { basisPoints: 3_334 },
  ],
  ...more,
});
const create = (input: Fields, token = programme.operator) =>
  api.mutate(
    token,
    'createMembershipPlan',
    input,
    'plan { id code price { amount currency } shares { partner { id } basisPoints } }',
  );
const idOfPlan = async (more: Fields = {}): Promise<string> => {
  const made = await create(plan(more));
  expect(outcomeOf(made)).toBe('OK');
  return (made.plan as { id: string }).id;
};
type Membership = {
  id: string;
  status: string;
  coveredUntil: string | null;
  graceUntil: string | null;
  endedOn: string | null;
  periods:
    | {
        number: number;
        from: string;
        until: string;
        refunded: number | null;
        transaction: { id: string; kind: string };
        refund: { id: string } | null;
      }[]
    | null;
};
const membership = (reply: Reply): Membership => reply.membership as Membership;
const join = (memberId: string, planId: string, more: Fields = {}, token = programme.operator) =>
  api.mutate(token, 'joinMembership', { memberId, planId, autoRenew: false, ...more }, MEMBERSHIP);
const renew = (memberId: string, more: Fields = {}, token = programme.operator) =>
  api.mutate(token, 'renewMembership', { memberId, ...more }, MEMBERSHIP);
const cancel = (memberId: string, more: Fields = {}, token = programme.operator) =>
  api.mutate(token, 'cancelMembership', { memberId, when: 'NOW', ...more }, MEMBERSHIP);
const statusOf = async (memberId: string): Promise<string | null> => {
  const { data } = await api.ask(programme.operator, `{ member(id: "${memberId}") { membership { status } } }`);
  return (data!.member as { membership: { status: string } | null }).membership?.status ?? null;
};
/** Money of each party since the programme began; who is at zero is left out. */
const balances = async (): Promise<Record<string, bigint>> => {
  const rows = await product.database.sql<{ account: string; sum: bigint }[]>`
    SELECT account, sum(credits - debits)::bigint AS sum FROM ledger.money_slot GROUP BY account HAVING sum(credits - debits) <> 0`;
  const names: Record<string, string> = { [`PARTNER:${shop.id}`]: 'shop', [`PARTNER:${cinema.id}`]: 'cinema' };
  return Object.fromEntries(rows.map(({ account, sum }) => [names[account] ?? account, sum]));
};
/** What `act` does to the balances. */
const moved = async (act: () => Promise<unknown>): Promise<Record<string, bigint>> => {
  const before = await balances();
  await act();
  const after = await balances();
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    all.map((name) => [name, (after[name] ?? 0n) - (before[name] ?? 0n)] as const).filter(([, sum]) => sum !== 0n),
  );
};

describe('a membership', () => {
  it('is sold at a till, renewed without a gap, has its grace and lapses; the fee is shared to the cent', async () => {
    goTo('2026-03-10');
    const planId = await idOfPlan();
    const { id } = await api.member(programme);
    const sold = { reply: {} as Reply };
    const sale = { storeId: shop.storeId, idempotencyKey: 'sold', autoRenew: true };
    expect(
      await moved(async () => {
        sold.reply = await join(id, planId, sale, shop.token);
      }),
    ).toEqual({ shop: -3_650n + 1_217n, cinema: 1_216n, 'OP:REV_MEMBERSHIP': 1_217n });
    expect(membership(sold.reply)).toMatchObject({
      status: 'ACTIVE',
      coveredUntil: '2027-03-09',
      graceUntil: '2027-03-19',
      periods: null,
    });
    expect(await join(id, planId, sale, shop.token)).toEqual(sold.reply);
    expect(outcomeOf(await join(id, planId))).toBe('MEMBERSHIP_STATE');

    const due = (by: string, token = programme.operator) =>
      api
        .ask(token, `{ dueMemberships(by: "${by}") { edges { node { member { id } coveredUntil } } } }`)
        .then(({ data }) => (data!.dueMemberships as { edges: { node: { member: { id: string } } }[] }).edges);
    expect(await due('2027-03-08')).toEqual([]);
    expect(await due('2027-03-09')).toEqual([{ node: { member: { id }, coveredUntil: '2027-03-09' } }]);
    expect(await due('2027-03-09', shop.token)).toEqual([]);
    expect(outcomeOf(await cancel(id, { when: 'AT_PERIOD_END' }))).toBe('OK');
    expect(await due('2027-03-09')).toEqual([]);

    goTo('2027-03-15');
    expect(await statusOf(id)).toBe('GRACE');
    const renewed = { reply: {} as Reply };
    expect(
      await moved(async () => {
        renewed.reply = await renew(id);
      }),
    ).toEqual({ 'OP:MEMBER_CASH': -3_650n, shop: 1_217n, cinema: 1_216n, 'OP:REV_MEMBERSHIP': 1_217n });
    expect(membership(renewed.reply).periods?.map(({ number, from, until }) => [number, from, until])).toEqual([
      [1, '2026-03-10', '2027-03-09'],
      [2, '2027-03-10', '2028-03-09'],
    ]);
    expect(outcomeOf(await renew(id))).toBe('OK');
    expect(outcomeOf(await renew(id))).toBe('MEMBERSHIP_STATE');

    goTo('2029-03-20');
    expect(await statusOf(id)).toBe('LAPSED');
    expect(outcomeOf(await renew(id))).toBe('MEMBERSHIP_STATE');
    expect(outcomeOf(await cancel(id, { when: 'AT_PERIOD_END' }))).toBe('OK');
    expect(outcomeOf(await join(id, planId, { storeId: cinema.storeId }, cinema.token))).toBe('OK');
    expect(await statusOf(id)).toBe('ACTIVE');
  });

  it('is cancelled by the plan’s rule; a whole refund where it was paid leaves nothing', async () => {
    goTo('2026-03-10');
    const [full, none, part] = [
      await idOfPlan({ refundRule: 'FULL_WITHIN_DAYS', refundDays: 14, price: eur('10.01') }),
      await idOfPlan({ refundRule: 'NONE' }),
      await idOfPlan({ periodMonths: 1, price: eur('3.10') }),
    ];
    const [anna, ben, cleo, dan] = await Promise.all([1, 2, 3, 4].map(() => api.member(programme)));
    expect(
      await moved(async () => {
        expect(outcomeOf(await join(anna!.id, full, { storeId: shop.storeId }, shop.token))).toBe('OK');
        goTo('2026-03-23');
        const ended = await cancel(anna!.id, { storeId: shop.storeId });
        expect(membership(ended)).toMatchObject({
          status: 'CANCELLED',
          endedOn: '2026-03-23',
          periods: [{ refunded: 1_001 }],
        });
      }),
    ).toEqual({});
    expect(outcomeOf(await cancel(anna!.id))).toBe('MEMBERSHIP_STATE');

    goTo('2026-03-10');
    expect(outcomeOf(await join(dan!.id, full))).toBe('OK');
    goTo('2026-03-24');
    expect(await moved(() => cancel(dan!.id))).toEqual({});

    expect(outcomeOf(await join(ben!.id, none))).toBe('OK');
    expect(await moved(() => cancel(ben!.id, {}, ben!.token))).toEqual({});
    expect(await statusOf(ben!.id)).toBe('CANCELLED');

    goTo('2026-03-01');
    expect(outcomeOf(await join(cleo!.id, part))).toBe('OK');
    expect(outcomeOf(await renew(cleo!.id))).toBe('OK');
    goTo('2026-03-21');
    // 10 of 31 days of March: 1.00; all of April: 3.10. Each by what is left of the shares: 34 + 33 + 33, 104 + 103 + 103.
    expect(await moved(() => cancel(cleo!.id))).toEqual({
      'OP:MEMBER_CASH': 410n,
      'OP:REV_MEMBERSHIP': -138n,
      cinema: -136n,
      shop: -136n,
    });
  });

  it('that is to end with its period is renewed by nobody, and can be renewed all the same until then', async () => {
    goTo('2026-03-10');
    const { id, token } = await api.member(programme);
    const planId = await idOfPlan({ periodMonths: 1 });
    await join(id, planId);
    expect(outcomeOf(await cancel(id, { when: 'AT_PERIOD_END' }, token))).toBe('OK');
    const { data } = await api.ask(
      programme.operator,
      '{ dueMemberships(by: "2026-04-30") { edges { node { member { id } } } } }',
    );
    expect(JSON.stringify(data)).not.toContain(id);
    expect(await statusOf(id)).toBe('ACTIVE');
  });

  it('of which the ledger takes no fee never was', async () => {
    goTo('2026-03-10');
    const planId = await idOfPlan();
    const capped = await api.partner(programme, 'capped', { netDebitCap: '20.00', capMode: 'BLOCK_ISSUE' });
    const { id } = await api.member(programme);
    const input = { storeId: capped.storeId, idempotencyKey: 'too much' };
    expect(outcomeOf(await join(id, planId, input, capped.token))).toBe('NET_DEBIT_CAP_EXCEEDED');
    expect(outcomeOf(await join(id, planId, input, capped.token))).toBe('NET_DEBIT_CAP_EXCEEDED');
    expect(await statusOf(id)).toBe('REFUSED');
    expect(outcomeOf(await join(id, planId))).toBe('OK');
  });
});

it('bad input is refused in the published order and writes nothing', async () => {
  goTo('2026-03-10');
  const stranger = '00000000-0000-7000-8000-000000000000';
  const planId = await idOfPlan({ code: 'TAKEN' });
  const { id, token } = await api.member(programme);
  const plans: [string, Fields][] = [
    ['CODE_TAKEN', { code: 'TAKEN' }],
    ['INVALID_INPUT', { code: 'نقره' }],
    ['INVALID_INPUT', { name: '' }],
    ['INVALID_INPUT', { periodMonths: 0 }],
    ['INVALID_INPUT', { periodMonths: 61 }],
    ['INVALID_INPUT', { graceDays: -1 }],
    ['INVALID_INPUT', { multiplierBasisPoints: 9_999 }],
    ['INVALID_INPUT', { refundRule: 'FULL_WITHIN_DAYS' }],
    ['INVALID_INPUT', { refundRule: 'NONE', refundDays: 3 }],
    ['INVALID_INPUT', { freeRewardId: 'x' }],
    ['REWARD_UNKNOWN', { freeRewardId: stranger }],
    ['INVALID_INPUT', { freeRewardFunding: [{ basisPoints: 10_000 }] }],
    ['INVALID_INPUT', { freeRewardId: stranger, freeRewardFunding: [{ basisPoints: 9_999 }] }],
    ['PARTNER_UNKNOWN', { freeRewardId: stranger, freeRewardFunding: [{ partnerId: stranger, basisPoints: 10_000 }] }],
    ['INVALID_INPUT', { shares: [] }],
    ['INVALID_INPUT', { shares: [{ basisPoints: 9_999 }] }],
    ['INVALID_INPUT', { shares: [{ basisPoints: 5_000 }, { basisPoints: 5_000 }] }],
    ['INVALID_INPUT', { shares: [{ basisPoints: 10_001 }, { partnerId: shop.id, basisPoints: -1 }] }],
    ['INVALID_AMOUNT', { price: eur('0.00') }],
    ['INVALID_AMOUNT', { price: eur('-1.00') }],
    ['INVALID_AMOUNT', { price: eur('1.001') }],
    ['UNKNOWN_CURRENCY', { price: { amount: '1', currency: 'XXX' } }],
    ['CURRENCY_NOT_ACCEPTED', { price: { amount: '1', currency: 'JPY' } }],
    ['PARTNER_UNKNOWN', { shares: [{ partnerId: stranger, basisPoints: 10_000 }] }],
  ];
  for (const [code, more] of plans) {
    const given = JSON.stringify(more);
    expect([given, outcomeOf(await create(plan(more)))]).toEqual([given, code]);
  }
  expect(outcomeOf(await create(plan(), shop.token))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await create(plan(), token))).toBe('ERROR FORBIDDEN');

  expect(
    await moved(async () => {
      const joins: [string, Fields, string][] = [
        ['PLAN_UNKNOWN', { planId: stranger }, programme.operator],
        ['PLAN_UNKNOWN', { planId: 'x' }, programme.operator],
        ['MEMBER_UNKNOWN', { memberId: stranger }, programme.operator],
        ['STORE_UNKNOWN', { storeId: stranger }, programme.operator],
        ['STORE_UNKNOWN', { storeId: cinema.storeId }, shop.token],
        ['STORE_UNKNOWN', { storeId: shop.storeId }, shop.limited],
        ['INVALID_INPUT', {}, shop.token],
        ['INVALID_INPUT', { idempotencyKey: '' }, programme.operator],
        ['ERROR FORBIDDEN', {}, token],
      ];
      for (const [code, more, who] of joins) {
        const given = JSON.stringify(more);
        expect([given, outcomeOf(await join(id, planId, more, who))]).toEqual([given, code]);
      }
      for (const act of [renew, cancel]) expect(outcomeOf(await act(id))).toBe('MEMBERSHIP_STATE');
      expect(outcomeOf(await cancel(id, { storeId: shop.storeId }, token))).toBe('INVALID_INPUT');
      const other = await api.member(programme);
      expect(outcomeOf(await cancel(id, {}, other.token))).toBe('NOT_ALLOWED');
      expect(outcomeOf(await api.mutate(shop.token, 'withdrawMembershipPlan', { planId }))).toBe('NOT_ALLOWED');
      expect(outcomeOf(await api.mutate(programme.operator, 'withdrawMembershipPlan', { planId }))).toBe('OK');
      expect(outcomeOf(await join(id, planId))).toBe('PLAN_UNKNOWN');
    }),
  ).toEqual({});
  const fee = { memberId: id, amount: eur('1.00'), shares: [{ basisPoints: 10_000 }] };
  expect(outcomeOf(await api.mutate(shop.token, 'postMembershipFee', fee))).toBe('ERROR FORBIDDEN');
});

it('many tills at once sell a member one membership, and one fee', async () => {
  goTo('2026-03-10');
  const planId = await idOfPlan();
  const { id } = await api.member(programme);
  const replies = await Promise.all(Array.from({ length: 8 }, () => join(id, planId)));
  expect(replies.map(outcomeOf).sort()).toEqual([...Array<string>(7).fill('MEMBERSHIP_STATE'), 'OK']);
  const ends = await Promise.all(Array.from({ length: 4 }, () => cancel(id)));
  expect(ends.map(outcomeOf).sort()).toEqual([...Array<string>(3).fill('MEMBERSHIP_STATE'), 'OK']);
});

it('comes along when its member is merged, and goes back when that is undone', async () => {
  goTo('2026-03-10');
  const planId = await idOfPlan();
  const [anna, annie] = [await api.member(programme), await api.member(programme)];
  await join(annie.id, planId);
  const merged = await api.mutate(
    programme.operator,
    'mergeMembers',
    { survivorId: anna.id, duplicateId: annie.id },
    'mergeId',
  );
  expect(outcomeOf(merged)).toBe('OK');
  expect(await statusOf(anna.id)).toBe('ACTIVE');
  expect(outcomeOf(await renew(anna.id))).toBe('OK');
  await api.mutate(programme.operator, 'unmergeMembers', { mergeId: merged.mergeId });
  expect([await statusOf(anna.id), await statusOf(annie.id)]).toEqual([null, 'ACTIVE']);
});

it('its benefits count at every partner while it lasts, grace included: base points times its multiplier, rewards that open earlier', async () => {
  goTo('2026-03-10');
  const own = await api.programme('benefits');
  const [here, there] = [await api.partner(own, 'here'), await api.partner(own, 'there')];
  const made = await create(
    plan({ periodMonths: 1, multiplierBasisPoints: 15_000, earlyAccessHours: 48, shares: [{ basisPoints: 10_000 }] }),
    own.operator,
  );
  const planId = (made.plan as { id: string }).id;
  const rule = {
    ...{
      kind: 'PROMOTION',
      name: 'Benefits',
      validFrom: '2020-01-01T00:00:00Z',
      award: { type: 'BENEFIT_MULTIPLIER' },
    },
    fundingSplit: [{ basisPoints: 10_000 }],
  };
  const drafted = await api.mutate(own.operator, 'draftRule', { code: 'benefits', rule }, 'version { id }');
  const ruleVersionId = (drafted.version as { id: string }).id;
  expect(outcomeOf(await api.mutate(own.operator, 'publishRule', { ruleVersionId }))).toBe('OK');
  const { id, token } = await api.member(own);
  const buy = async (at: PartnerByApi): Promise<unknown> => {
    const reply = await api.mutate(
      at.token,
      'recordPurchase',
      { storeId: at.storeId, memberId: id, amount: eur('101.00') },
      'transaction { points lots { points funder { code } } }',
    );
    return (reply.transaction as { points: number } | null)?.points ?? reply;
  };
  const reward = await api.mutate(
    here.token,
    'createReward',
    { storeId: here.storeId, name: 'cup', points: 10, availableFrom: '2026-03-12T00:00:00Z' },
    'reward { id }',
  );
  const rewardId = (reward.reward as { id: string }).id;
  const order = () => api.mutate(token, 'orderReward', { rewardId });
  const listed = async () => {
    const { data } = await api.ask(token, '{ rewards(first: 10) { edges { node { id } } } }');
    return (data!.rewards as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id);
  };

  expect(await buy(here)).toBe(101);
  expect(outcomeOf(await order())).toBe('REWARD_UNAVAILABLE');
  expect(outcomeOf(await join(id, planId, {}, own.operator))).toBe('OK');
  expect([await buy(here), await buy(there)]).toEqual([151, 151]);
  expect(await listed()).toEqual([rewardId]);
  expect(outcomeOf(await order())).toBe('OK');
  goTo('2026-04-19');
  expect(await buy(there)).toBe(151);
  goTo('2026-04-20');
  expect(await buy(there)).toBe(101);
});

it('its plan is a condition of earn rules, the same for quote, purchase, simulation and backtest, grace included', async () => {
  goTo('2026-03-10');
  const own = await api.programme('for-members');
  const shopHere = await api.partner(own, 'here');
  const made = await create(plan({ code: 'GOLDEN', periodMonths: 1, shares: [{ basisPoints: 10_000 }] }), own.operator);
  await create(plan({ code: 'OTHER', shares: [{ basisPoints: 10_000 }] }), own.operator);
  const drafted = async (code: string, points: number, plans: string[]) => {
    const rule = {
      ...{ kind: 'PROMOTION', name: code, validFrom: '2020-01-01T00:00:00Z', award: { type: 'FIXED', points } },
      ...{ conditions: { plans }, fundingSplit: [{ basisPoints: 10_000 }] },
    };
    const reply = await api.mutate(own.operator, 'draftRule', { code, rule }, 'version { id }');
    expect(outcomeOf(reply)).toBe('OK');
    return (reply.version as { id: string }).id;
  };
  const ruleVersionId = await drafted('golden', 40, ['GOLDEN', 'OTHER']);
  expect(outcomeOf(await api.mutate(own.operator, 'publishRule', { ruleVersionId }))).toBe('OK');
  const draft = await drafted('more', 7, ['GOLDEN']);
  const { id } = await api.member(own);
  const what = { storeId: shopHere.storeId, memberId: id, amount: eur('101.00') };
  const points = async (name: string, more: string, type: string, token: string): Promise<unknown> => {
    const { data, errors } = await api.ask(
      token,
      `query ($input: ${type}!) { said: ${name}(input: $input${more}) { points } }`,
      {
        input: what,
      },
    );
    return (data?.said as { points: number } | undefined)?.points ?? errors;
  };
  /** What a quote says, what the purchase is given then, and what the draft would have it be. */
  const said = async () => [
    await points('simulatePurchase', `, ruleVersionIds: ["${draft}"]`, 'QuotePurchaseInput', own.operator),
    await points('quotePurchase', '', 'QuotePurchaseInput', shopHere.token),
    (
      (await api.mutate(shopHere.token, 'recordPurchase', what, 'transaction { points }')).transaction as {
        points: number;
      }
    ).points,
  ];
  expect(await said()).toEqual([101, 101, 101]);
  expect(outcomeOf(await join(id, (made.plan as { id: string }).id, {}, own.operator))).toBe('OK');
  expect(await said()).toEqual([148, 141, 141]);
  goTo('2026-04-19');
  expect(await said()).toEqual([148, 141, 141]);
  goTo('2026-04-20');
  expect(await said()).toEqual([101, 101, 101]);

  const period = { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z', ruleVersionIds: [draft] };
  const begun = await api.mutate(own.operator, 'backtestRules', period, 'backtest { id }');
  expect(outcomeOf(begun)).toBe('OK');
  await expect
    .poll(
      async () => {
        const { data } = await api.ask(
          own.operator,
          `{ backtest(id: "${(begun.backtest as { id: string }).id}") { state report { notReproduced current { points } draft { points } } } }`,
        );
        return data!.backtest;
      },
      { timeout: 30_000 },
    )
    .toEqual({ state: 'DONE', report: { notReproduced: 0, current: { points: 484 }, draft: { points: 498 } } });
});

it('fees are in the window’s nets, in statements and on invoices, each side gross', async () => {
  goTo('2026-03-10');
  const own = await api.programme('own-window');
  const vat = {
    operatorVat: { category: 'S', rateBasisPoints: 1900 },
    partnerVat: { category: 'S', rateBasisPoints: 1900 },
    selfBilling: true,
  };
  const [seller, sharer] = [await api.partner(own, 'seller', vat), await api.partner(own, 'sharer', vat)];
  const billing = (legalName: string) => ({
    ...{
      legalName,
      town: 'Berlin',
      country: 'DE',
      vatId: 'DE123456788',
      endpointId: 'DE123456788',
      endpointScheme: '9930',
    },
  });
  for (const more of [{}, { partnerId: seller.id }, { partnerId: sharer.id }])
    expect(outcomeOf(await api.mutate(own.operator, 'recordBilling', { ...billing('Somebody'), ...more }))).toBe('OK');
  const made = await create(
    plan({
      shares: [
        { partnerId: sharer.id, basisPoints: 6_000 },
        { partnerId: seller.id, basisPoints: 1_000 },
        { basisPoints: 3_000 },
      ],
    }),
    own.operator,
  );
  const planId = (made.plan as { id: string }).id;
  const [first, second] = [await api.member(own), await api.member(own)];
  for (const { id } of [first, second])
    expect(outcomeOf(await join(id, planId, { storeId: seller.storeId }, seller.token))).toBe('OK');
  goTo('2026-03-11');
  expect(outcomeOf(await cancel(second.id, { storeId: seller.storeId }, seller.token))).toBe('OK');
  const { data: open } = await api.ask(own.operator, '{ settlementWindow { id } }');
  const windowId = (open!.settlementWindow as { id: string }).id;
  for (const step of ['closeSettlementWindow', 'settleWindow'])
    expect([step, outcomeOf(await api.mutate(own.operator, step, { windowId }))]).toEqual([step, 'OK']);
  await expect
    .poll(
      async () => {
        const { data: seen } = await api.ask(
          own.operator,
          `{ settlementWindow(id: "${windowId}") { statements { kind } } }`,
        );
        return (seen!.settlementWindow as { statements: { kind: string }[] }).statements.map(({ kind }) => kind);
      },
      { timeout: 20_000 },
    )
    .toEqual(['FINAL', 'FINAL']);

  const { data } = await api.ask(
    own.operator,
    `{ settlementWindow(id: "${windowId}") { positions { partner { id } net { minorUnits } } operatorNet { minorUnits } } }`,
  );
  const window = data!.settlementWindow as {
    positions: { partner: { id: string }; net: { minorUnits: number } }[];
    operatorNet: { minorUnits: number };
  };
  const nets = new Map(window.positions.map(({ partner, net }) => [partner.id, net.minorUnits]));
  // 36.50 twice, 36.30 of the second given back after two of 365 days: 363/365 of 3650.
  expect(nets.get(seller.id)).toBe(-7_300 + 3_630 + 730 - 363);
  expect(nets.get(sharer.id)).toBe(4_380 - 2_178);
  expect([...nets.values()].reduce((sum, net) => sum + net, window.operatorNet.minorUnits)).toBe(0);

  const statement = async (token: string) => {
    const { data: read } = await api.ask(
      token,
      `{ statement(windowId: "${windowId}") { netMinor: net { minorUnits } lineCount file(format: CSV) { text } } }`,
    );
    return read!.statement as { netMinor: { minorUnits: number }; lineCount: number; file: { text: string } };
  };
  const [ofSeller, ofSharer] = [await statement(seller.token), await statement(sharer.token)];
  expect([ofSeller.netMinor.minorUnits, ofSharer.netMinor.minorUnits]).toEqual([
    nets.get(seller.id),
    nets.get(sharer.id),
  ]);
  expect([ofSeller.lineCount, ofSharer.lineCount]).toEqual([6, 3]);
  for (const word of ['MEMBERSHIP_FEE', 'MEMBERSHIP_SHARE', 'MEMBERSHIP_REFUND'])
    expect(ofSeller.file.text).toContain(word);

  const documents = await api.mutate(
    own.operator,
    'issueDocuments',
    { windowId },
    'documents { kind partner { id } net { minorUnits } } problems { code }',
  );
  expect(documents.problems).toEqual([]);
  const of = (partner: PartnerByApi) =>
    (documents.documents as { kind: string; partner: { id: string }; net: { minorUnits: number } }[])
      .filter((one) => one.partner.id === partner.id)
      .map(({ kind, net }) => [kind, net.minorUnits]);
  expect(of(seller)).toEqual([
    ['OPERATOR_INVOICE', 7_300],
    ['OPERATOR_CREDIT_NOTE', 3_630],
    ['SELF_BILLED_INVOICE', 730],
    ['SELF_BILLED_CREDIT_NOTE', 363],
  ]);
  expect(of(sharer)).toEqual([
    ['SELF_BILLED_INVOICE', 4_380],
    ['SELF_BILLED_CREDIT_NOTE', 2_178],
  ]);
});
