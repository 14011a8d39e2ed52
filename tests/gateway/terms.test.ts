/** Earn rules and promotions through the API: who may, who pays, budgets and caps under concurrency, returns under the pinned version. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
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
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let bolt: PartnerByApi;
let ann: MemberByApi;
let count = 0;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('terms');
  acme = await api.partner(programme, 'acme');
  bolt = await api.partner(programme, 'bolt', { fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' });
  await api.mutate(programme.operator, 'defineCategories', { names: ['food', 'toys', 'gift-cards'] });
});
afterEach(() => expectBooksBalanced(product.database.url));
afterAll(() => product.close());

const SINCE = '2020-01-01T00:00:00Z';
const VERSION = 'version { id version state approvalsMissing { partner { code } basisPoints } }';
type Version = { id: string; version: number; state: string; approvalsMissing: unknown[] };
const versionOf = (reply: Reply): Version => reply.version as Version;
const newCode = (): string => {
  count += 1;
  return `rule-${count}`;
};
const asked = async <Answer>(token: string, query: string, variables: Fields = {}): Promise<Answer> => {
  const { data, errors } = await api.ask(token, query, variables);
  expect(errors).toBeUndefined();
  return data as Answer;
};
const promotion = (award: Fields, more: Fields = {}): Fields => ({
  ...{ kind: 'PROMOTION', name: 'Spring', validFrom: SINCE, award, fundingSplit: [{ basisPoints: 10_000 }] },
  ...more,
});
const draft = (token: string, rule: Fields, more: Fields = {}) =>
  api.mutate(token, 'draftRule', { code: newCode(), rule, ...more }, VERSION);
const approve = (token: string, ruleVersionId: string) => api.mutate(token, 'approveRule', { ruleVersionId }, VERSION);
const publish = (token: string, ruleVersionId: string) => api.mutate(token, 'publishRule', { ruleVersionId }, VERSION);
const publishNew = async (rule: Fields, code = newCode(), funders: readonly string[] = []): Promise<string> => {
  const drafted = await draft(programme.operator, rule, { code });
  expect([drafted.userErrors, drafted.errors]).toEqual([[], undefined]);
  const { id } = versionOf(drafted);
  for (const funder of funders) expect(outcomeOf(await approve(funder, id))).toBe('OK');
  expect(outcomeOf(await publish(programme.operator, id))).toBe('OK');
  return code;
};
const end = async (code: string) =>
  expect(outcomeOf(await api.mutate(programme.operator, 'endRule', { code }))).toBe('OK');

const POSTED =
  'transaction { id points explanation { sentence steps { rule points } } lots { component points funder { code } remaining } }';
type Posted = {
  id: string;
  points: number;
  explanation: { sentence: string; steps: { rule: string; points: number }[] };
  lots: { component: string; points: number; funder: { code: string } | null; remaining: number }[];
};
const buy = (memberId: string, more: Fields = {}) =>
  api.mutate(
    programme.operator,
    'recordPurchase',
    { storeId: acme.storeId, memberId, amount: eur('10.00'), ...more },
    POSTED,
  );
const posted = (reply: Reply): Posted => {
  expect(reply.userErrors).toEqual([]);
  return reply.transaction as Posted;
};

it('a joint promotion counts when each funder has approved that exact version, and each pays its part of the points', async () => {
  ann = await api.member(programme);
  const rule = promotion(
    { type: 'FIXED', points: 101 },
    {
      conditions: { partners: ['acme'] },
      fundingSplit: [
        { partner: 'acme', basisPoints: 5_000 },
        { partner: bolt.id, basisPoints: 4_000 },
        { basisPoints: 1_000 },
      ],
    },
  );
  const code = newCode();
  const first = versionOf(await draft(acme.token, rule, { code }));
  expect(first).toMatchObject({ version: 1, state: 'DRAFT' });
  expect(first.approvalsMissing).toHaveLength(3);
  expect(outcomeOf(await publish(acme.token, first.id))).toBe('APPROVAL_MISSING');
  expect(outcomeOf(await approve(bolt.token, first.id))).toBe('OK');
  const second = versionOf(await draft(acme.token, { ...rule, name: 'Summer' }, { code, version: 1 }));
  expect(second.version).toBe(2);
  expect(outcomeOf(await approve(bolt.token, first.id))).toBe('RULE_STATE');
  expect(outcomeOf(await approve(programme.operator, second.id))).toBe('OK');
  expect(outcomeOf(await publish(acme.token, second.id))).toBe('APPROVAL_MISSING');
  expect(outcomeOf(await approve(bolt.limited, second.id))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await approve(bolt.token, second.id))).toBe('OK');
  expect(posted(await buy(ann.id)).points).toBe(10);
  expect(outcomeOf(await publish(bolt.token, second.id))).toBe('NOT_ALLOWED');
  expect(versionOf(await publish(acme.token, second.id))).toMatchObject({ state: 'LIVE', approvalsMissing: [] });
  expect(outcomeOf(await draft(acme.token, rule, { code, version: 2 }))).toBe('RULE_STATE');

  const { points, lots, explanation } = posted(await buy(ann.id));
  expect(points).toBe(111);
  expect(lots.map(({ component, points: of, funder }) => [component, of, funder?.code ?? null])).toEqual([
    ['BASE', 10, 'acme'],
    [`CAMPAIGN:${code}/2`, 51, 'acme'],
    [`CAMPAIGN:${code}/2`, 40, 'bolt'],
    [`CAMPAIGN:${code}/2`, 10, null],
  ]);
  expect(explanation.steps).toEqual([
    { rule: 'base-earn', points: 10 },
    { rule: `${code}/2`, points: 101 },
  ]);
  expect(posted(await buy(ann.id, { storeId: bolt.storeId })).points).toBe(10);
  await end(code);
  expect(posted(await buy(ann.id)).points).toBe(10);
});

it('goods that come back take back what they earned, line by line and from the lots of their own rules, under the version of the purchase', async () => {
  ann = await api.member(programme);
  const code = await publishNew(
    promotion(
      { type: 'MULTIPLIER', basisPoints: 30_000 },
      { conditions: { categories: ['toys'] }, fundingSplit: [{ basisPoints: 10_000 }] },
    ),
  );
  const lines = [
    { sku: 'bread', quantity: 1, amount: '10.00', category: 'food' },
    { sku: 'robot', quantity: 3, amount: '30.00', category: 'toys' },
  ];
  const bought = posted(await buy(ann.id, { amount: eur('40.00'), lines }));
  expect(bought.points).toBe(40 + 60);
  await publishNew(
    promotion({ type: 'MULTIPLIER', basisPoints: 90_000 }, { conditions: { categories: ['toys'] } }),
    code,
  );
  const giveBack = (more: Fields) =>
    api.mutate(
      programme.operator,
      'recordReturn',
      { storeId: acme.storeId, purchaseId: bought.id, ...more },
      'clawedBack wallet { available }',
    );
  const lotsNow = async () => {
    type Answer = { transaction: { lots: { component: string; remaining: number }[] } };
    const query = 'query ($id: ID!) { transaction(id: $id) { lots { component remaining } } }';
    const { transaction } = await asked<Answer>(programme.operator, query, { id: bought.id });
    return transaction.lots.map(({ component, remaining }) => [component, remaining]);
  };
  expect(await giveBack({ lines: [{ line: 1, quantity: 1 }] })).toMatchObject({ clawedBack: 10 });
  expect(await lotsNow()).toEqual([
    ['BASE', 30],
    [`CAMPAIGN:${code}/1`, 60],
  ]);
  expect(await giveBack({ lines: [{ line: 2, quantity: 2 }] })).toMatchObject({ clawedBack: 20 + 40 });
  expect(await lotsNow()).toEqual([
    ['BASE', 10],
    [`CAMPAIGN:${code}/1`, 20],
  ]);
  expect(await giveBack({})).toMatchObject({ clawedBack: 30, wallet: { available: 0 } });
  await end(code);
});

it('a budget is given to the last point and not one more, however many buy at once', async () => {
  const members = await Promise.all(Array.from({ length: 12 }, () => api.member(programme)));
  const rule = promotion(
    { type: 'FIXED', points: 7 },
    {
      budget: { points: 100, money: [{ partner: 'bolt', amount: eur('0.55') }] },
      fundingSplit: [
        { partner: 'acme', basisPoints: 5_000 },
        { partner: 'bolt', basisPoints: 5_000 },
      ],
    },
  );
  const code = await publishNew(rule, newCode(), [acme.token, bolt.token]);
  const bought = await Promise.all(members.flatMap(({ id }) => [buy(id), buy(id), buy(id)]));
  const given = bought.map((reply) => posted(reply).points - 10).filter((points) => points > 0);
  expect(given.reduce((sum, points) => sum + points, 0)).toBe(100);
  expect(given.filter((points) => points === 7)).toHaveLength(14);
  await end(code);
});

it('caps hold for members who buy in one batch and at once, and a visit counts once a day', async () => {
  ann = await api.member(programme);
  const capped = await publishNew(
    promotion({ type: 'FIXED', points: 10 }, { caps: [{ per: 'DAY', points: 25, onExceed: 'TRUNCATE' }] }),
  );
  const visit = await publishNew(promotion({ type: 'PER_VISIT', points: 3 }));
  const bought = await Promise.all(Array.from({ length: 8 }, () => buy(ann.id, { amount: eur('0.10') })));
  const sum = bought.reduce((total, reply) => total + posted(reply).points, 0);
  expect(sum).toBe(25 + 3);
  expect(posted(await buy(ann.id, { amount: eur('0.10'), storeId: bolt.storeId })).points).toBe(3);
  await end(capped);
  await end(visit);
});

it('the first purchase is one, and who opted in is in', async () => {
  ann = await api.member(programme);
  const welcome = await publishNew(promotion({ type: 'FIXED', points: 50 }, { conditions: { firstPurchase: true } }));
  const club = await publishNew(promotion({ type: 'FIXED', points: 5 }, { activation: { type: 'OPT_IN' } }));
  const bought = await Promise.all([buy(ann.id), buy(ann.id), buy(ann.id)]);
  expect(bought.map((reply) => posted(reply).points).sort()).toEqual([10, 10, 60]);
  const join = (input: Fields) => api.mutate(ann.token, 'joinPromotion', input, 'rule { code }');
  expect(outcomeOf(await join({ code: welcome }))).toBe('RULE_UNKNOWN');
  expect(outcomeOf(await join({ code: club, memberId: acme.id }))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await join({ code: club }))).toBe('OK');
  expect(outcomeOf(await join({ code: club }))).toBe('OK');
  expect(posted(await buy(ann.id)).points).toBe(15);
  await end(welcome);
  await end(club);
});

it('a partner makes rules for its own tills and sees those that concern it', async () => {
  const own = { kind: 'BASE', name: 'Own', validFrom: SINCE, award: { type: 'FIXED', points: 1 } };
  expect(outcomeOf(await draft(acme.token, own))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await draft(acme.token, { ...own, conditions: { partners: ['bolt'] } }))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await draft(acme.limited, { ...own, conditions: { partners: ['acme'] } }))).toBe('NOT_ALLOWED');
  const drafted = versionOf(await draft(acme.token, { ...own, conditions: { partners: ['acme'] } }));
  expect(outcomeOf(await approve(bolt.token, drafted.id))).toBe('RULE_UNKNOWN');
  const codes = async (token: string) =>
    (await asked<{ earnRules: { code: string }[] }>(token, '{ earnRules(state: DRAFT) { code } }')).earnRules.map(
      ({ code }) => code,
    );
  expect(await codes(bolt.token)).not.toContain(`rule-${count}`);
  expect(await codes(acme.token)).toContain(`rule-${count}`);
});

const RULES = 'rules { rule status points reason missing { amount } version { version } }';
const QUOTED = `points basePoints promotionPoints lines sentence funding { component points funder { code } } ${RULES} userErrors { code field }`;
type Quote = {
  points: number;
  basePoints: number;
  promotionPoints: number;
  lines: number[];
  sentence: string;
  funding: { component: string; points: number; funder: { code: string } | null }[];
  rules: { rule: string; status: string; points: number; reason: string; missing: { amount: string } | null }[];
  userErrors: { code: string; field: string[] }[];
};
const quote = async (input: Fields, drafts?: readonly string[]): Promise<Quote> => {
  const [name, more] = drafts === undefined ? ['quotePurchase', ''] : ['simulatePurchase', ', ruleVersionIds: $ids'];
  const ids = drafts === undefined ? '' : ', $ids: [ID!]!';
  const query = `query ($input: QuotePurchaseInput!${ids}) { quote: ${name}(input: $input${more}) { ${QUOTED} } }`;
  const variables = { input, ...(drafts === undefined ? {} : { ids: drafts }) };
  return (await asked<{ quote: Quote }>(programme.operator, query, variables)).quote;
};

it('a quote says what the purchase would be given, rule by rule, and what is missing; the purchase is then given that', async () => {
  ann = await api.member(programme);
  const codes = [
    await publishNew(promotion({ type: 'FIXED', points: 20 }, { conditions: { minimumSpend: eur('13.50') } })),
    await publishNew(promotion({ type: 'MULTIPLIER', basisPoints: 20_000 }, { conditions: { categories: ['toys'] } })),
    await publishNew(
      promotion({ type: 'FIXED', points: 9 }, { caps: [{ per: 'DAY', points: 12, onExceed: 'TRUNCATE' }] }),
    ),
    await publishNew({
      kind: 'EXCLUSION',
      name: 'Gift cards',
      validFrom: SINCE,
      excludes: 'ITEMS',
      conditions: { categories: ['gift-cards'] },
    }),
  ];
  const basket = {
    ...{ storeId: acme.storeId, memberId: ann.id, amount: eur('60.00') },
    lines: [
      { sku: 'robot', amount: '10.00', category: 'toys' },
      { sku: 'card', amount: '50.00', category: 'gift-cards' },
    ],
  };
  for (let time = 1; time <= 3; time += 1) {
    const quoted = await quote(basket);
    const again = await quote(basket);
    expect(again).toEqual(quoted);
    if (time === 1)
      expect(
        Object.fromEntries(
          quoted.rules.map(({ rule, status, points, missing }) => [rule, [status, points, missing?.amount]]),
        ),
      ).toEqual({
        [`${codes[3]}/1`]: ['APPLIED', 0, undefined],
        'base-earn': ['APPLIED', 10, undefined],
        [`${codes[0]}/1`]: ['NOT_QUALIFIED', 0, '3.50'],
        [`${codes[1]}/1`]: ['APPLIED', 10, undefined],
        [`${codes[2]}/1`]: ['APPLIED', 9, undefined],
      });
    const { points, lots, explanation } = posted(await buy(ann.id, basket));
    expect(quoted).toMatchObject({ points, sentence: explanation.sentence, promotionPoints: points - 10 });
    expect(quoted.funding).toEqual(
      lots.map(({ component, points: of, funder }) => ({ component, points: of, funder })),
    );
    expect(points).toBe(20 + [9, 3, 0][time - 1]!);
  }
  expect(await quote({ ...basket, memberId: acme.id })).toMatchObject({
    points: null,
    userErrors: [{ code: 'MEMBER_UNKNOWN' }],
  });
  expect(await quote({ ...basket, amount: eur('59.99') })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'lines'] }],
  });
  for (const code of codes) await end(code);
});

it('quotes that are asked at once are each what they are alone: members, partners, drafts and refusals apart', async () => {
  const members = await Promise.all(Array.from({ length: 5 }, () => api.member(programme)));
  const codes = [
    await publishNew(
      promotion({ type: 'FIXED', points: 9 }, { caps: [{ per: 'DAY', points: 12, onExceed: 'TRUNCATE' }] }),
    ),
    await publishNew(promotion({ type: 'FIXED', points: 50 }, { conditions: { firstPurchase: true } })),
    await publishNew(promotion({ type: 'FIXED', points: 4 }, { conditions: { partners: ['bolt'] } }), newCode(), []),
  ];
  const draftId = versionOf(await draft(programme.operator, promotion({ type: 'FIXED', points: 1_000 }))).id;
  for (const [at, { id }] of members.entries())
    for (let time = 0; time < at % 3; time += 1) posted(await buy(id, { amount: eur('1.00') }));
  const asks = members.flatMap(({ id }) =>
    [acme.storeId, bolt.storeId].map((storeId) => ({ storeId, memberId: id, amount: eur('10.00') })),
  );
  asks.push({ ...asks[0]!, memberId: acme.id }, { ...asks[0]!, storeId: acme.id });
  const alone: Quote[] = [];
  for (const ask of asks) alone.push(await quote(ask), await quote(ask, [draftId]));
  expect(new Set(alone.map(({ points }) => points)).size).toBeGreaterThan(6);
  const atOnce = await Promise.all(asks.flatMap((ask) => [quote(ask), quote(ask, [draftId])]));
  expect(atOnce).toEqual(alone);
  for (const code of codes) await end(code);
});

const BACKTEST = `id state done total report { purchases skipped postedPoints notReproduced membersBetter membersWorse membersSame
  current { points funders { funder { code } points money { amount } } } draft { points funders { funder { code } points money { amount } } }
  budgets { rule points exhaustedOn } largestDifferences { currentPoints draftPoints transaction { id } } }`;
type Backtest = { id: string; state: string; done: number; total: number; report: Record<string, unknown> | null };
const ended = async (token: string, id: string): Promise<Backtest> => {
  for (;;) {
    const { backtest } = await asked<{ backtest: Backtest }>(
      token,
      `query ($id: ID!) { backtest(id: $id) { ${BACKTEST} } }`,
      { id },
    );
    if (backtest.state !== 'RUNNING') return backtest;
  }
};
const PERIOD = { from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
const backtest = async (token: string, ruleVersionIds: readonly string[] = []): Promise<Backtest> => {
  const reply = await api.mutate(token, 'backtestRules', { ruleVersionIds, ...PERIOD }, `backtest { ${BACKTEST} }`);
  expect([reply.userErrors, reply.errors]).toEqual([[], undefined]);
  return ended(token, (reply.backtest as Backtest).id);
};

it('a draft is simulated on a purchase and backtested on all of them, and a gate demands it', async () => {
  const inForce = await backtest(programme.operator);
  expect(inForce).toMatchObject({ state: 'DONE', report: { notReproduced: 0, membersBetter: 0, membersWorse: 0 } });
  expect(inForce.done).toBe(inForce.total);
  expect(inForce.done).toBeGreaterThan(50);
  const {
    current,
    draft: same,
    postedPoints,
  } = inForce.report as { current: { points: number }; draft: object; postedPoints: number };
  expect(same).toEqual(current);
  expect(current.points).toBe(postedPoints);

  await api.mutate(programme.operator, 'setPublishGate', { needsBacktest: true });
  const rule = promotion({ type: 'FIXED', points: 4 }, { validFrom: '2090-01-01T00:00:00Z', budget: { points: 50 } });
  const code = newCode();
  const { id } = versionOf(await draft(programme.operator, rule, { code }));
  ann = await api.member(programme);
  const basket = { storeId: acme.storeId, memberId: ann.id, amount: eur('10.00') };
  expect((await quote(basket)).points).toBe(10);
  expect(await quote(basket, [id])).toMatchObject({
    points: 14,
    funding: [{ points: 10 }, { component: `CAMPAIGN:${code}/1`, points: 4 }],
  });
  expect(outcomeOf(await publish(programme.operator, id))).toBe('BACKTEST_MISSING');
  const tried = await backtest(programme.operator, [id]);
  expect(tried.report).toMatchObject({
    membersWorse: 0,
    budgets: expect.arrayContaining([
      { rule: `${code}/1`, points: 50, exhaustedOn: new Date().toISOString().slice(0, 10) },
    ]),
    draft: { points: postedPoints + 50 },
  });
  expect((tried.report as { largestDifferences: unknown[] }).largestDifferences).toHaveLength(10);
  expect(outcomeOf(await publish(programme.operator, id))).toBe('OK');
  await api.mutate(programme.operator, 'setPublishGate', { needsBacktest: false });
  await end(code);
});

it('a partner backtests its own tills with what concerns it, and one runs at a time and can be stopped', async () => {
  const own = {
    kind: 'BASE',
    name: 'Own',
    validFrom: SINCE,
    award: { type: 'FIXED', points: 1 },
    conditions: { partners: ['acme'] },
  };
  const { id } = versionOf(await draft(acme.token, own));
  const ask = (token: string, more: Fields = {}) =>
    api.mutate(token, 'backtestRules', { ruleVersionIds: [id], ...PERIOD, ...more }, 'backtest { id state }');
  expect(outcomeOf(await ask(bolt.token))).toBe('RULE_UNKNOWN');
  expect(outcomeOf(await ask(acme.limited))).toBe('NOT_ALLOWED');
  expect(outcomeOf(await ask(acme.token, { until: PERIOD.from }))).toBe('INVALID_INPUT');
  const tried = await backtest(acme.token, [id]);
  const { draft: drafted } = tried.report as { draft: { funders: { funder: { code: string } }[] } };
  expect(drafted.funders.some(({ funder }) => funder.code === 'acme')).toBe(true);
  expect(
    (await asked<{ backtest: unknown }>(bolt.token, 'query ($id: ID!) { backtest(id: $id) { id } }', { id: tried.id }))
      .backtest,
  ).toBeNull();

  const first = await ask(programme.operator);
  const { id: running } = first.backtest as { id: string };
  expect(outcomeOf(await ask(programme.operator))).toMatch(/^(LIMIT_EXCEEDED|OK)$/);
  const cancelled = await api.mutate(
    programme.operator,
    'cancelBacktest',
    { backtestId: running },
    'backtest { state }',
  );
  expect((cancelled.backtest as Backtest).state).toMatch(/^(CANCELLED|DONE)$/);
  expect(outcomeOf(await api.mutate(bolt.token, 'cancelBacktest', { backtestId: running }))).toBe('BACKTEST_UNKNOWN');
});

it('a household shares a cap that counts it, however many of it buy at once; a tag is asked of the member', async () => {
  const [head, partner, stranger] = await Promise.all([
    api.member(programme),
    api.member(programme),
    api.member(programme),
  ]);
  const must = async (token: string, name: string, input: Fields) => {
    const reply = await api.mutate(token, name, input);
    expect([name, reply.userErrors, reply.errors]).toEqual([name, [], undefined]);
  };
  await must(programme.operator, 'makeHousehold', { memberId: head.id, name: 'Home' });
  await must(programme.operator, 'joinHousehold', { memberId: partner.id, headId: head.id });
  await must(programme.operator, 'tagMember', { memberId: stranger.id, add: ['families'] });
  const shared = await publishNew(
    promotion(
      { type: 'FIXED', points: 10 },
      { caps: [{ per: 'DAY', of: 'HOUSEHOLD', points: 25, onExceed: 'TRUNCATE' }] },
    ),
  );
  const tagged = await publishNew(promotion({ type: 'FIXED', points: 3 }, { conditions: { segments: ['families'] } }));
  const pair = [head, partner, head, partner, head, partner];
  const bought = await Promise.all(pair.map(({ id }) => buy(id, { amount: eur('0.10') })));
  expect(bought.reduce((sum, reply) => sum + posted(reply).points, 0)).toBe(25);
  expect((await quote({ storeId: acme.storeId, memberId: partner.id, amount: eur('0.10') })).points).toBe(0);
  expect(posted(await buy(stranger.id, { amount: eur('0.10') })).points).toBe(13);
  expect(await backtest(programme.operator)).toMatchObject({ report: { notReproduced: 0 } });
  await end(shared);
  await end(tagged);
});

it('a net debit cap drops the bonus first and the base last, for the issuer and for whoever funds with it, in quote and purchase alike', async () => {
  ann = await api.member(programme);
  // A point costs its issuer 0.01.
  const capped = { netDebitCap: '1.30', capMode: 'BLOCK_ISSUE' };
  const cara = await api.partner(programme, 'cara', capped);
  const dora = await api.partner(programme, 'dora', capped);
  const own = await publishNew(
    promotion(
      { type: 'FIXED', points: 100 },
      { conditions: { partners: ['cara'] }, fundingSplit: [{ partner: 'cara', basisPoints: 10_000 }] },
    ),
    newCode(),
    [cara.token],
  );
  const joint = await publishNew(
    promotion(
      { type: 'FIXED', points: 100 },
      {
        conditions: { partners: ['acme'] },
        budget: { points: 1_000 },
        fundingSplit: [{ partner: 'dora', basisPoints: 10_000 }],
      },
    ),
    newCode(),
    [dora.token],
  );
  const DROPPED = /promotions were dropped, a net debit cap leaves no room for them/;
  const buyAt = async (partner: PartnerByApi): Promise<number | string> => {
    const input = { storeId: partner.storeId, memberId: ann.id, amount: eur('10.00') };
    const quoted = await quote(input);
    const bought = await buy(ann.id, input);
    if (outcomeOf(bought) !== 'OK') {
      expect(quoted.userErrors).toMatchObject([{ code: outcomeOf(bought) }]);
      return outcomeOf(bought);
    }
    const { points, explanation } = posted(bought);
    expect([quoted.points, quoted.sentence]).toEqual([points, explanation.sentence]);
    expect(DROPPED.test(explanation.sentence)).toBe(points === 10);
    return points;
  };
  const atCara: (number | string)[] = [];
  for (let time = 1; time <= 4; time += 1) atCara.push(await buyAt(cara));
  // 1.10, then 1.20 and 1.30 with base points alone, then none.
  expect(atCara).toEqual([110, 10, 10, 'NET_DEBIT_CAP_EXCEEDED']);
  expect([await buyAt(acme), await buyAt(acme), await buyAt(acme)]).toEqual([110, 10, 10]);
  const spent = await asked<{ earnRule: { burnDown: { points: number }[] } }>(
    programme.operator,
    'query ($code: String!) { earnRule(code: $code) { burnDown { points } } }',
    { code: joint },
  );
  // What was dropped has spent nothing.
  expect(spent.earnRule.burnDown).toEqual([{ points: 100 }]);
  await end(own);
  await end(joint);
});
