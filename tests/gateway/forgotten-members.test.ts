/** A member takes its data along, and is forgotten: searched for in every table and every log of the whole product. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tablesOfMembers } from '../../subgraphs/serving/rows-of-member.ts';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  type MemberByApi,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
  WHAT,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

const NAME = 'Parvaneh Zarrinkelk';
const PHONE = '+989127654321';
const EMAIL = 'parvaneh.zarrin@example.org';
const BIRTHDAY = '1987-11-23';
const CARD = 'PZCARD77001';
const WORDING = `I, ${NAME}, agree to the terms of 2026.`;

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let shop: PartnerByApi;
let person: MemberByApi;

beforeAll(async () => {
  product = await deployProduct('split');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('forgotten');
  shop = await api.partner(programme, 'shop');
  const identities = [
    { kind: 'CARD', value: CARD },
    { kind: 'PHONE', value: PHONE },
    { kind: 'EMAIL', value: EMAIL },
  ];
  const consents = [{ partnerId: shop.id, purpose: 'PROFILE', granted: true, wording: WORDING }];
  const enrolled = await api.mutate(
    shop.token,
    'enrolMember',
    { idempotencyKey: `enrol:${CARD}`, identities, displayName: NAME, locale: 'fa', consents },
    'member { id displayName }',
  );
  const { id } = enrolled.member as { id: string };
  const token = (await api.mutate(programme.operator, 'issueMemberToken', { memberId: id }, 'accessToken')).accessToken;
  person = { id, token: token as string };
  await api.mutate(person.token, 'updateMemberProfile', { memberId: id, birthDate: BIRTHDAY });
  await api.mutate(person.token, 'requestVerification', { memberId: id, identity: { kind: 'EMAIL', value: EMAIL } });
  await api.mutate(person.token, 'registerQrDevice', { memberId: id });
  for (const identity of identities) {
    const bought = await api.mutate(
      shop.token,
      'recordPurchase',
      { storeId: shop.storeId, identity, amount: eur('250.00') },
      WHAT,
    );
    expect(outcomeOf(bought)).toBe('OK');
  }
  const reward = await api.mutate(
    shop.token,
    'createReward',
    { storeId: shop.storeId, name: 'cup', points: 1, perMemberLimit: 3 },
    'reward { id }',
  );
  const { id: rewardId } = reward.reward as { id: string };
  expect(outcomeOf(await api.mutate(person.token, 'orderReward', { rewardId }))).toBe('OK');
  expect(outcomeOf(await api.mutate(person.token, 'createCircle', { memberId: id, name: `${NAME} and friends` }))).toBe(
    'OK',
  );
  const board = { name: 'Most', startsAt: '2026-01-01T00:00:00Z', endsAt: '2399-01-01T00:00:00Z' };
  const { leaderboard } = await api.mutate(
    programme.operator,
    'createLeaderboard',
    board,
    'leaderboard { leaderboardId: id }',
  );
  const entry = { ...(leaderboard as object), nickname: 'Zarrinkelk' };
  expect(outcomeOf(await api.mutate(person.token, 'joinLeaderboard', entry))).toBe('OK');
  const household = { memberId: id, name: 'خانواده ZARRINKELK' };
  expect(outcomeOf(await api.mutate(person.token, 'makeHousehold', household))).toBe('OK');
  const child = await api.member(programme);
  const joining = { memberId: child.id, headId: id, role: 'CHILD' };
  expect(outcomeOf(await api.mutate(programme.operator, 'joinHousehold', joining))).toBe('OK');
  // What was refused is remembered, too.
  const twice = { identities: identities.slice(1), displayName: NAME };
  expect(outcomeOf(await api.mutate(shop.token, 'enrolMember', twice))).toBe('IDENTITY_TAKEN');
  const wrong = { identities: [{ kind: 'EMAIL', value: `${EMAIL} ${PHONE}` }], displayName: NAME };
  expect(outcomeOf(await api.mutate(shop.token, 'enrolMember', wrong))).toBe('INVALID_INPUT');
  // Who listens is told by webhook.
  const hook = { url: 'https://shop.example.org/hook', eventTypes: ['POINTS_CHANGED', 'ORDER_CHANGED'] };
  expect(outcomeOf(await api.mutate(shop.token, 'createWebhook', hook))).toBe('OK');
  const plan = await api.mutate(
    programme.operator,
    'createMembershipPlan',
    {
      ...{ code: 'CLUB', name: 'Club', periodMonths: 12, price: eur('10.00'), refundRule: 'NONE' },
      shares: [{ basisPoints: 10_000 }],
    },
    'plan { id }',
  );
  const { id: planId } = plan.plan as { id: string };
  expect(outcomeOf(await api.mutate(programme.operator, 'joinMembership', { memberId: id, planId }))).toBe('OK');
  expect(
    outcomeOf(await api.mutate(shop.token, 'redeemPoints', { storeId: shop.storeId, memberId: id, points: 99 })),
  ).toBe('OK');
}, 60_000);
afterAll(() => product.close());

/** Where a text stands, in any column of any table. */
async function tablesWith(text: string): Promise<string[]> {
  const { sql } = product.database;
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('platform', 'partners', 'members', 'ledger', 'rewards') ORDER BY 1`;
  const found: string[] = [];
  const hex = Buffer.from(text).toString('hex');
  for (const { name } of tables) {
    const hits = await sql.unsafe(
      `SELECT 1 FROM ${name} AS t WHERE t::text ILIKE '%${text}%' OR t::text LIKE '%${hex}%' LIMIT 1`,
    );
    if (hits.length > 0) found.push(name);
  }
  return found;
}

it('the archive holds who the member is, what it agreed to and all that happened to its points', async () => {
  const query = 'query($id: ID!) { memberExport(id: $id) }';
  const { data } = await api.ask(person.token, query, { id: person.id });
  expect(data?.memberExport).toMatchObject({
    format: 'coalition-loyalty/member-export/1',
    profile: { memberId: person.id, displayName: NAME, birthDate: BIRTHDAY, locale: 'fa' },
    consents: [{ partnerId: shop.id, purpose: 'PROFILE', granted: true, wording: WORDING }],
    wallet: { available: 650, qualifying: 750 },
    rewardOrders: [{ points: 1 }],
  });
  const archive = data?.memberExport as {
    identities: { value: string }[];
    transactions: { kind: string; points: number }[];
  };
  expect(archive.identities.map(({ value }) => value).sort()).toEqual([PHONE, CARD, EMAIL].sort());
  expect(archive.transactions.map(({ points }) => points)).toEqual([-99, 0, -1, 250, 250, 250]);
  expect((await api.ask(shop.token, query, { id: person.id })).data?.memberExport).toBeNull();
});

it('every table that has a row of the member is in the archive, and every id of a member stands in a column that says so', async () => {
  const { sql } = product.database;
  const { data } = await api.ask(person.token, 'query($id: ID!) { memberExport(id: $id) }', { id: person.id });
  const { kept } = data!.memberExport as { kept: Record<'members' | 'rewards', Record<string, object[]>> };
  // Personal to nobody: keys of commands that were remembered, which are the clients' own words.
  const technical = new Set(['remembered_command']);
  for (const schema of ['members', 'rewards'] as const) {
    const tables = await sql<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = ${schema} ORDER BY 1`;
    const naming: string[] = [];
    for (const { name } of tables) {
      const hits = await sql.unsafe(`SELECT 1 FROM ${schema}.${name} AS t WHERE t::text LIKE '%${person.id}%' LIMIT 1`);
      if (hits.length > 0 && !technical.has(name)) naming.push(name);
    }
    expect([schema, Object.keys(kept[schema]).sort()]).toEqual([schema, naming.sort()]);
    expect(naming.length).toBeGreaterThan(schema === 'members' ? 6 : 2);
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining((await tablesOfMembers(sql, schema)).map(({ name }) => name)),
    );
  }
  const told = JSON.stringify(kept);
  for (const secret of ['lookup', 'sealed', 'code_hash', 'code_digest', 'handle'])
    expect(told).not.toContain(`"${secret}"`);
});

it('a forgotten member is found in no table and no log, and the books balance as before', async () => {
  // The search finds what is there to be found: the name, before.
  expect(await tablesWith(NAME)).toEqual(['members.consent', 'members.member', 'rewards.circle']);
  const erased = await api.mutate(
    person.token,
    'eraseMember',
    { memberId: person.id },
    'member { id displayName status }',
  );
  expect(erased).toMatchObject({ member: { id: person.id, displayName: null, status: 'CLOSED' }, userErrors: [] });
  // What others see of it in rewards is taken out within seconds.
  await expect.poll(() => tablesWith('Zarrinkelk'), { timeout: 40_000 }).toEqual([]);
  for (const text of [NAME, 'Zarrinkelk', PHONE.slice(1), EMAIL, BIRTHDAY, CARD]) {
    expect([text, await tablesWith(text)]).toEqual([text, []]);
    expect(product.logged.filter((line) => line.includes(text))).toEqual([]);
  }
  for (const identity of [
    { kind: 'PHONE', value: PHONE },
    { kind: 'CARD', value: CARD },
  ]) {
    const bought = await api.mutate(shop.token, 'recordPurchase', {
      storeId: shop.storeId,
      identity,
      amount: eur('1.00'),
    });
    expect(outcomeOf(bought)).toBe('MEMBER_UNKNOWN');
  }
  const byId = await api.mutate(shop.token, 'recordPurchase', {
    storeId: shop.storeId,
    memberId: person.id,
    amount: eur('1.00'),
  });
  expect(outcomeOf(byId)).toBe('MEMBER_INACTIVE');
  await expectBooksBalanced(product.database.url);
  // Whose keys they were may join again, as somebody new.
  const again = await api.mutate(
    shop.token,
    'enrolMember',
    { identities: [{ kind: 'PHONE', value: PHONE }] },
    'member { id }',
  );
  expect(outcomeOf(again)).toBe('OK');
  expect(again.member).not.toEqual({ id: person.id });
});
