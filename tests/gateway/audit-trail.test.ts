/** Who changed what, and from where: written with the change, never without it, and by nobody to be changed. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { SCHEMAS } from '../../db/schemas.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type Api, apiAt, type Fields, outcomeOf, type ProgrammeByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { codesOf } from '../support/gateway-under-test.ts';

let product: DeployedProduct;
let api: Api;
let ours: ProgrammeByApi;
let ann: { clientId: string; token: string };

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  ours = await api.programme('ours');
  const made = await api.mutate(
    ours.operator,
    'createApiClient',
    { name: 'Ann', person: 'ann' },
    'client { clientId } secret',
  );
  const { clientId } = made.client as { clientId: string };
  ann = { clientId, token: await api.tokenOf({ clientId, clientSecret: made.secret as string }) };
});
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

async function trail(token: string, args = ''): Promise<Fields[]> {
  const { data, errors } = await api.ask(
    token,
    `{ auditTrail(first: 100${args}) { edges { cursor node { command role clientId person address requestId idempotencyKey target asked } } } }`,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { auditTrail: { edges: { node: Fields; cursor: string }[] } }).auditTrail.edges.map(
    ({ node, cursor }) => ({
      ...node,
      cursor,
    }),
  );
}

test('a change names the person, the credentials, the address, the request and what came of it', async () => {
  const made = await api.mutate(
    ann.token,
    'registerPartner',
    { idempotencyKey: 'once', code: 'acme', name: 'Acme' },
    'partner { id }',
  );
  const [entry] = await trail(ours.operator, ', command: "registerPartner"');
  expect(entry).toMatchObject({
    command: 'registerPartner',
    role: 'operator',
    clientId: ann.clientId,
    person: 'ann',
    address: '127.0.0.1',
    idempotencyKey: 'once',
    target: { partnerId: (made.partner as { id: string }).id },
    asked: { code: 'acme', name: 'Acme' },
  });
  expect(product.logged.some((line) => line.includes(String(entry?.requestId)))).toBe(true);
});

test('what was refused, or was asked before, leaves no second entry', async () => {
  const count = async () => (await trail(ours.operator, ', person: "Ann"')).length;
  const before = await count();
  const input = { idempotencyKey: 'twice', code: 'best', name: 'Best' };
  expect(outcomeOf(await api.mutate(ann.token, 'registerPartner', input))).toBe('OK');
  expect(outcomeOf(await api.mutate(ann.token, 'registerPartner', input))).toBe('OK');
  expect(outcomeOf(await api.mutate(ann.token, 'registerPartner', { code: 'best', name: 'Best' }))).toBe('CODE_TAKEN');
  expect(await count()).toBe(before + 1);
});

test('it holds no secret and no data of members', async () => {
  const made = await api.mutate(ann.token, 'createApiClient', { name: 'till' }, 'secret');
  const identities = [{ kind: 'EMAIL', value: 'mina@example.com' }];
  const enrolled = await api.mutate(ann.token, 'enrolMember', { identities, displayName: 'Mina' }, 'member { id }');
  const text = JSON.stringify(await trail(ours.operator));
  expect(text).toContain((enrolled.member as { id: string }).id);
  for (const secret of [made.secret as string, 'mina@example.com', 'Mina']) expect(text).not.toContain(secret);
});

test('closing a window is in it', async () => {
  const partner = await api.partner(ours, 'cafe');
  const member = await api.member(ours);
  await api.mutate(partner.token, 'recordPurchase', {
    storeId: partner.storeId,
    memberId: member.id,
    amount: { amount: '5.00', currency: 'EUR' },
  });
  const { data } = await api.ask(ours.operator, '{ settlementWindow { id } }');
  const windowId = (data as { settlementWindow: { id: string } }).settlementWindow.id;
  expect(outcomeOf(await api.mutate(ann.token, 'closeSettlementWindow', { windowId }))).toBe('OK');
  expect(await trail(ours.operator, ', command: "WINDOW_CLOSE"')).toMatchObject([
    { person: 'ann', target: { windowId } },
  ]);
});

test('what an operator posts or orders is in it, once; what tills and members do is their business', async () => {
  const partner = await api.partner(ours, 'bakery');
  const member = await api.member(ours);
  const bought = { storeId: partner.storeId, memberId: member.id, amount: { amount: '50.00', currency: 'EUR' } };
  const count = async () => (await trail(ours.operator)).length;
  const before = await count();
  expect(outcomeOf(await api.mutate(partner.token, 'recordPurchase', bought))).toBe('OK');
  expect(await count()).toBe(before);

  const granted = { idempotencyKey: 'gift', ...bought };
  for (const _ of ['once', 'and the same again']) {
    expect(outcomeOf(await api.mutate(ann.token, 'recordPurchase', granted))).toBe('OK');
  }
  expect(outcomeOf(await api.mutate(ann.token, 'recordPurchase', { ...bought, memberId: partner.id }))).not.toBe('OK');
  const [posted, ...others] = await trail(ours.operator, ', command: "PURCHASE"');
  expect(posted).toMatchObject({
    ...{ role: 'operator', clientId: ann.clientId, person: 'ann', address: '127.0.0.1' },
    ...{ idempotencyKey: 'gift', target: { memberId: member.id }, asked: null },
  });
  expect(others).toEqual([]);

  const made = await api.mutate(
    partner.token,
    'createReward',
    { storeId: partner.storeId, name: 'Cake', points: 5, stock: 10 },
    'reward { id }',
  );
  const rewardId = (made.reward as { id: string }).id;
  const afterwards = await count();
  expect(outcomeOf(await api.mutate(partner.token, 'orderReward', { rewardId, memberId: member.id }))).toBe('OK');
  expect(await count()).toBe(afterwards);
  const ordered = await api.mutate(ann.token, 'orderReward', { rewardId, memberId: member.id }, 'order { id }');
  expect(await count()).toBe(afterwards + 1);
  expect(await trail(ours.operator, ', command: "orderReward"')).toMatchObject([
    { person: 'ann', target: { orderId: (ordered.order as { id: string }).id }, asked: { rewardId } },
  ]);
});

test('pages follow each other without a gap', async () => {
  const all = await trail(ours.operator);
  const seen: unknown[] = [];
  let after = '';
  for (;;) {
    const { data } = await api.ask(
      ours.operator,
      `{ auditTrail(first: 2${after}) { edges { node { requestId } } pageInfo { hasNextPage endCursor } } }`,
    );
    const page = data?.auditTrail as {
      edges: { node: Fields }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    seen.push(...page.edges.map(({ node }) => node.requestId));
    if (!page.pageInfo.hasNextPage) break;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(all.map(({ requestId }) => requestId));
  expect(codesOf(await api.ask(ours.operator, '{ auditTrail(after: "bm9uZQ") { edges { cursor } } }'))).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test('it is the operator’s, and of its own programme only', async () => {
  const theirs = await api.programme('theirs');
  expect((await trail(theirs.operator)).map(({ command }) => command)).toEqual(['createProgramme']);
  const partner = await api.partner(ours, 'shop');
  expect(codesOf(await api.ask(partner.token, '{ auditTrail { edges { cursor } } }'))).toEqual(['FORBIDDEN']);
});

test('no role of the product can change or delete an entry', async () => {
  for (const role of SCHEMAS) {
    const database = openDatabase({ url: product.database.url, role, max: 1 });
    for (const change of [
      "UPDATE platform.audit_entry SET person = 'eve'",
      'DELETE FROM platform.audit_entry',
      'TRUNCATE platform.audit_entry',
    ]) {
      await expect(database.sql.unsafe(change)).rejects.toThrow('permission denied');
    }
    await database.close();
  }
});
