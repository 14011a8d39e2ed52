/**
 * The same story told to three deployments of the product (one process, split, half of each), each on a database of its own:
 * every answer must be the same, but for ids, instants and secrets.
 */
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DEPLOYMENTS,
  type DeployedProduct,
  type DeploymentKind,
  deployProduct,
  tokenFor,
} from '../support/deploy-product.ts';
import { type Answer, askGateway } from '../support/gateway-under-test.ts';

const KINDS = Object.keys(DEPLOYMENTS) as DeploymentKind[];
const products = new Map<DeploymentKind, DeployedProduct>();

beforeAll(async () => {
  for (const kind of KINDS) products.set(kind, await deployProduct(kind));
});
afterAll(async () => {
  for (const product of products.values()) await product.close();
});

type Teller = (who: string | null, query: string, variables?: object) => Promise<Answer>;
interface Result {
  data?: Record<string, unknown> | null | undefined;
}
interface Story {
  tell: Teller;
  /** Subscribes and keeps the first `events` results in the story, after `act` has made them happen. */
  follow(who: string, query: string, variables: object, events: number, act: () => Promise<void>): Promise<Result[]>;
  product: DeployedProduct;
  tokens: Map<string, string>;
  /** What later stories need to know of earlier ones, such as ids. */
  known: Map<string, string>;
}

/** Tells a story and keeps every answer, with what differs from run to run named by the order in which it appears. */
async function tellTo(kind: DeploymentKind, story: (story: Story) => Promise<void>): Promise<unknown[]> {
  const product = products.get(kind) as DeployedProduct;
  const tokens = allTokens.get(kind) as Map<string, string>;
  const answers: unknown[] = [];
  const tell: Teller = async (who, query, variables = {}) => {
    const token = who === null ? undefined : tokens.get(who);
    const answer = await askGateway(
      `${product.url}/graphql`,
      { query, variables },
      token ? { authorization: `Bearer ${token}` } : {},
    );
    const { headers: _headers, ...body } = answer;
    answers.push({ who, query: query.replace(/\s+/g, ' '), ...body });
    return answer;
  };
  const follow: Story['follow'] = async (who, query, variables, events, act) => {
    const headers = { authorization: `Bearer ${tokens.get(who)}` };
    let isOpen = (): void => {};
    const open = new Promise<void>((resolve) => {
      isOpen = resolve;
    });
    // The gateway answers with its headers once the source is open.
    const client = createClient({
      url: `${product.url}/graphql`,
      headers,
      retryAttempts: 0,
      on: { connected: () => isOpen() },
    });
    const results: Result[] = [];
    const enough = new Promise<void>((resolve, reject) => {
      const stop = client.subscribe(
        { query, variables: { ...variables } },
        {
          next(result) {
            results.push(result);
            if (results.length >= events) stop();
          },
          error: reject,
          complete: resolve,
        },
      );
    });
    await Promise.race([open, enough]);
    await act();
    await enough;
    client.dispose();
    answers.push({ who, query: query.replace(/\s+/g, ' '), results });
    return results;
  };
  await story({ tell, follow, product, tokens, known: allKnown.get(kind) as Map<string, string> });
  return anonymous(answers);
}

function anonymous(answers: unknown[]): unknown[] {
  const names = new Map<string, string>();
  const nameOf = (kind: string, value: string): string => {
    if (!names.has(value)) names.set(value, `<${kind} ${names.size}>`);
    return names.get(value) as string;
  };
  const text = JSON.stringify(answers)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => nameOf('id', id))
    .replace(/loyalty_secret_[\w-]+/g, '<secret>')
    .replace(/("(?:start|end)?[Cc]ursor":)"[^"]*"/g, '$1"<cursor>"')
    .replace(/("code":)"(?:[0-9A-Z]{4}-)+[0-9A-Z]{4}"/g, '$1"<voucher>"')
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>');
  return JSON.parse(text) as unknown[];
}

/** A story, told everywhere. Gives the answers of the first, for what else there is to say about them. */
function same(name: string, story: (story: Story) => Promise<void>, look: (answers: never[]) => void = () => {}): void {
  test(name, async () => {
    const all = new Map<DeploymentKind, unknown[]>();
    for (const kind of KINDS) {
      all.set(kind, await tellTo(kind, story));
    }
    const [first, ...others] = KINDS;
    for (const other of others) expect(all.get(other), other).toEqual(all.get(first as DeploymentKind));
    look(all.get(first as DeploymentKind) as never[]);
  });
}

const allTokens = new Map<DeploymentKind, Map<string, string>>(KINDS.map((kind) => [kind, new Map<string, string>()]));
const allKnown = new Map<DeploymentKind, Map<string, string>>(KINDS.map((kind) => [kind, new Map<string, string>()]));
const at = (answer: Answer, path: string): string =>
  String(
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], answer.data),
  );

describe('the same story has the same answers, split or not', () => {
  same(
    'a programme is made, partners join it, apps and members get tokens',
    async ({ tell, product, tokens, known }) => {
      tokens.set('platform', await tokenFor(product.url, product.platform));
      const made = await tell(
        'platform',
        `mutation { createProgramme(input: { idempotencyKey: "p", code: "parity", name: "برنامه", currency: "EUR" }) {
        programme { id code name currency timeZone spendingOrder } client { clientId name scopes } secret userErrors { code } } }`,
      );
      tokens.set(
        'operator',
        await tokenFor(product.url, {
          clientId: at(made, 'createProgramme.client.clientId'),
          clientSecret: at(made, 'createProgramme.secret'),
        }),
      );
      for (const code of ['bakery', 'bookshop']) {
        const partner = await tell(
          'operator',
          `mutation($code: String!) { registerPartner(input: { idempotencyKey: $code, code: $code, name: $code }) {
          partner { id code status contract { id } } userErrors { code message field } } }`,
          { code },
        );
        const partnerId = at(partner, 'registerPartner.partner.id');
        await tell(
          'operator',
          `mutation($input: SignContractInput!) { signContract(input: $input) { contract { version roles earnPer { amount } netDebitCap { amount currency } } partner { status } userErrors { code field } } }`,
          {
            input: {
              idempotencyKey: `contract ${code}`,
              partnerId,
              validFrom: '2020-01-01T00:00:00Z',
              earnPer: { amount: '1.00', currency: 'EUR' },
              netDebitCap: '1000.00',
            },
          },
        );
        const store = await tell(
          'operator',
          `mutation($input: AddStoreInput!) { addStore(input: $input) { store { id name partner { code } timeZone } userErrors { code } } }`,
          { input: { idempotencyKey: `store ${code}`, partnerId, code: 'main', name: 'Hauptstraße' } },
        );
        known.set(`store of ${code}`, at(store, 'addStore.store.id'));
        const client = await tell(
          'operator',
          `mutation($input: CreateApiClientInput!) { createApiClient(input: $input) { client { clientId scopes partner { code name } } secret userErrors { code } } }`,
          { input: { idempotencyKey: `client ${code}`, partnerId, name: 'till' } },
        );
        const credentials = {
          clientId: at(client, 'createApiClient.client.clientId'),
          clientSecret: at(client, 'createApiClient.secret'),
        };
        tokens.set(code, await tokenFor(product.url, credentials));
      }
      const member = await tell(
        'bakery',
        `mutation { enrolMember(input: { idempotencyKey: "m", identities: [{ kind: CARD, value: "4000123412341234" }], displayName: "شیرین" }) {
        member { id displayName status identities { kind value } } userErrors { code } } }`,
      );
      const issued = await tell(
        'bakery',
        `mutation($id: ID!) { issueMemberToken(input: { memberId: $id }) { accessToken userErrors { code } } }`,
        { id: at(member, 'enrolMember.member.id') },
      );
      tokens.set('member', at(issued, 'issueMemberToken.accessToken'));
      known.set('member', at(member, 'enrolMember.member.id'));
    },
  );

  same('queries reach across subgraphs, and everyone sees their own', async ({ tell }) => {
    for (const who of ['operator', 'bakery', 'bookshop', 'member']) {
      await tell(
        who,
        `{ programme { name } partners(first: 5) { edges { node { code contract { version issuePriceMicros }
          stores(first: 2) { edges { node { code partner { name } } } } } } pageInfo { hasNextPage } } }`,
      );
      await tell(
        who,
        `{ memberByIdentity(identity: { kind: CARD, value: "4000123412341234" }) { displayName identities { value } } }`,
      );
      await tell(who, '{ me { displayName identities { value } } }');
    }
    await tell(
      'operator',
      'query($first: Int!) { a: partners(first: $first) { edges { node { ...P } } } b: partners(first: 2) { edges { node { ...P } } } } fragment P on Partner { code __typename }',
      { first: 1 },
    );
  });

  same('purchases, returns and redemptions reach across all four subgraphs', async ({ tell, known }) => {
    const purchase = (key: string, amount: string, more: object = {}) => ({
      idempotencyKey: key,
      storeId: known.get('store of bakery'),
      memberId: known.get('member'),
      amount: { amount, currency: 'EUR' },
      ...more,
    });
    const record = `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) {
      transaction { id kind points amount { amount minorUnits } partner { code name } store { name } member { displayName }
        transfers { __typename } explanation { __typename } window { number state } }
      wallet { available pending lots(first: 2) { __typename } } userErrors { code message field } } }`;
    const first = await tell('bakery', record, { input: purchase('first', '120.50') });
    known.set('purchase', at(first, 'recordPurchase.transaction.id'));
    await tell('bakery', record, { input: purchase('first', '120.50') });
    await tell('bakery', record, { input: purchase('first', '1.00') });
    await tell('bookshop', record, { input: purchase('not mine', '1.00') });
    await tell('member', record, { input: purchase('not allowed', '1.00') });
    for (const amount of ['0', '-1.00', '1.234', 'x'])
      await tell('bakery', record, { input: purchase(amount, amount) });
    await tell('bakery', record, { input: purchase('future', '1.00', { occurredAt: '2999-01-01T00:00:00Z' }) });
    await tell('bakery', record, {
      input: purchase('odd', '1.00', { memberId: '01890000-0000-7000-8000-000000000009' }),
    });
    await tell(
      'bakery',
      `mutation($input: RecordPurchasesInput!) { recordPurchases(input: $input) {
        results { transaction { points } wallet { available } userErrors { code } } userErrors { code } } }`,
      {
        input: {
          purchases: [
            purchase('batch 1', '10.00'),
            purchase('batch 2', '0.001'),
            purchase('batch 3', '20.00', {
              memberId: null,
              identity: { kind: 'CARD', value: '4000123412341234' },
            }),
          ],
        },
      },
    );
    await tell(
      'bookshop',
      `mutation($input: RedeemPointsInput!) { redeemPoints(input: $input) { transaction { points amount { amount } funding { __typename } }
        wallet { available } userErrors { code } } }`,
      {
        input: {
          idempotencyKey: 'redeem',
          storeId: known.get('store of bookshop'),
          memberId: known.get('member'),
          points: 50,
        },
      },
    );
    await tell(
      'bookshop',
      'mutation($input: RedeemPointsInput!) { redeemPoints(input: $input) { transaction { id } userErrors { code } } }',
      {
        input: {
          idempotencyKey: 'too much',
          storeId: known.get('store of bookshop'),
          memberId: known.get('member'),
          points: 5000,
        },
      },
    );
    await tell(
      'bakery',
      'mutation($input: RecordReturnInput!) { recordReturn(input: $input) { transaction { points original { kind } } wallet { available arrears } userErrors { code } } }',
      {
        input: {
          idempotencyKey: 'return',
          storeId: known.get('store of bakery'),
          purchaseId: known.get('purchase'),
          amount: { amount: '20.50', currency: 'EUR' },
        },
      },
    );
    for (const who of ['member', 'operator', 'bakery', 'bookshop']) {
      await tell(
        who,
        `query($id: ID!) { member(id: $id) { displayName identities { value } wallet { available pending held arrears expiring { points } }
          transactions(first: 10) { edges { node { kind points partner { name stores(first: 1) { edges { node { code } } } } store { code } } } pageInfo { hasNextPage } } } }`,
        { id: known.get('member') },
      );
      await tell(
        who,
        '{ partners(first: 5) { edges { node { code position { net { amount } credits { amount } debits { amount } cap { amount } level } } } } }',
      );
      await tell(who, '{ settlementWindow { number state transactionCount positions { __typename } } }');
    }
  });

  same('a reward and its points come together', async ({ tell, known }) => {
    const reward = await tell(
      'bookshop',
      'mutation($input: CreateRewardInput!) { createReward(input: $input) { reward { id name points partner { name } } userErrors { code } } }',
      {
        input: {
          idempotencyKey: 'reward',
          storeId: known.get('store of bookshop'),
          name: 'Buch',
          points: 10,
          stock: 1,
        },
      },
    );
    const order = `mutation($input: OrderRewardInput!) { orderReward(input: $input) {
      order { state points reward { name } member { displayName wallet { available } } voucher { code } transaction { kind points } } userErrors { code } } }`;
    const rewardId = at(reward, 'createReward.reward.id');
    await tell('member', order, { input: { idempotencyKey: 'order', rewardId } });
    await tell('member', order, { input: { idempotencyKey: 'order', rewardId } });
    await tell('member', order, { input: { idempotencyKey: 'another', rewardId } });
    await tell(
      'member',
      '{ me { wallet { available } } rewards(first: 5) { edges { node { name stock partner { code } } } } }',
    );
  });

  same(
    'a subscription brings the same events, with the same hops, and goes on from a cursor',
    async ({ tell, follow, known }) => {
      const query = `subscription($id: ID!, $after: String) { pointsUpdated(memberId: $id, after: $after) { cursor member { displayName identities { value } }
      transaction { kind points store { name } } partner { name } wallet { available } } }`;
      const purchase = (key: string) => ({
        idempotencyKey: key,
        storeId: known.get('store of bakery'),
        memberId: known.get('member'),
        amount: { amount: '10.00', currency: 'EUR' },
      });
      for (const who of ['member', 'operator', 'bakery']) {
        const [first] = await follow(who, query, { id: known.get('member') }, 3, async () => {
          // As many as are waited for, so that none is left over for the next subscriber.
          for (const key of ['1', '2', '3']) {
            await tell(
              'bakery',
              'mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }',
              {
                input: purchase(`${who} ${key}`),
              },
            );
          }
        });
        const after = (first as { data: { pointsUpdated: { cursor: string } } }).data.pointsUpdated.cursor;
        await follow(who, query, { id: known.get('member'), after }, 2, async () => {});
      }
      await follow('member', query, { id: known.get('member'), after: 'nonsense' }, 1, async () => {});
      await tell('bookshop', 'query($id: ID!) { member(id: $id) { wallet { available } } }', {
        id: known.get('member'),
      });
    },
  );

  same('refusals are the same values', async ({ tell }) => {
    const register = `mutation($code: String!, $key: String!) { registerPartner(input: { idempotencyKey: $key, code: $code, name: "x" }) { partner { id } userErrors { code message field } } }`;
    await tell('operator', register, { code: 'bakery', key: 'again' });
    await tell('operator', register, { code: 'other', key: 'bakery' });
    await tell('operator', register, { code: 'no spaces allowed', key: 'spaces' });
    await tell('operator', register, { code: 'x'.repeat(10_000), key: 'long' });
    await tell(
      'operator',
      'mutation { addMemberIdentity(input: { idempotencyKey: "i", memberId: "01890000-0000-7000-8000-000000000009", identity: { kind: PHONE, value: "+4930123" } }) { member { id } userErrors { code field } } }',
    );
    await tell(
      'bakery',
      'mutation { enrolMember(input: { idempotencyKey: "taken", identities: [{ kind: CARD, value: "4000123412341234" }] }) { member { id } userErrors { code } } }',
    );
  });

  same('errors have the same codes, paths and words', async ({ tell }) => {
    await tell(null, '{ programme { id } }');
    await tell('member', 'mutation { enrolMember(input: { idempotencyKey: "x", identities: [] }) { member { id } } }');
    await tell(
      'bakery',
      'mutation { registerPartner(input: { idempotencyKey: "x", code: "x", name: "x" }) { partner { id } } }',
    );
    await tell('operator', '{ partners(first: 0) { edges { node { id } } } }');
    await tell('operator', '{ partners(first: 5, after: "nonsense") { edges { node { id } } } }');
    await tell('operator', 'query($at: DateTime) { partner(code: "bakery") { contract(at: $at) { version } } }', {
      at: 'yesterday',
    });
    await tell('operator', '{ partner(code: "bakery") { contract(at: "yesterday") { version } } }');
    await tell('operator', '{ partner(code: "bakery") { nmae } }');
    await tell('operator', '{ partner(code: ');
    await tell('operator', 'query($first: Int!) { partners(first: $first) { edges { cursor } } }', { first: 'ten' });
    await tell('operator', '{ _entities(representations: []) { __typename } }');
    await tell('operator', '{ __schema { queryType { name } } }');
    await tell('operator', 'subscription { pointsUpdated(memberId: "x") { __typename } }');
  });

  same(
    'a fault inside a subgraph is masked in the same way, and the rest of the answer stays',
    async ({ tell, product }) => {
      await product.database.sql`ALTER TABLE partners.store RENAME TO store_away`;
      try {
        await tell(
          'operator',
          '{ partner(code: "bakery") { name stores(first: 1) { edges { node { name } } } } programme { name } }',
        );
      } finally {
        await product.database.sql`ALTER TABLE partners.store_away RENAME TO store`;
      }
    },
    (answers) => {
      expect(JSON.stringify(answers)).toContain('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(answers)).not.toMatch(/relation|store_away|does not exist/);
    },
  );
});

describe('a subgraph that is split off', () => {
  const split = () => products.get('split') as DeployedProduct;

  test.each(['partners', 'members', 'ledger', 'rewards'] as const)(
    '%s answers nobody but the gateway',
    async (name) => {
      const url = split().subgraphUrls.get(name) as string;
      const ask = (headers: Record<string, string>) =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"query":"{ __typename _service { sdl } }"}',
        });
      const identity = Buffer.from(JSON.stringify({ role: 'operator' })).toString('base64url');
      const token = allTokens.get('split')?.get('operator') ?? '';
      for (const headers of [
        {},
        { authorization: `Bearer ${token}` },
        { 'x-loyalty-caller': identity, 'x-request-id': 'request-1' },
        {
          'x-loyalty-caller': identity,
          'x-request-id': 'request-1',
          'x-loyalty-signature': `v1;test;${Date.now()};${'A'.repeat(43)}`,
        },
      ]) {
        const response = await ask(headers as Record<string, string>);
        expect(response.status).toBe(401);
        expect(await response.text()).not.toContain('type ');
      }
    },
  );

  test('headers that a client sends do not reach it', async () => {
    const product = split();
    const identity = Buffer.from(JSON.stringify({ role: 'operator', scopes: ['partners:read'] })).toString('base64url');
    const answer = await askGateway(
      `${product.url}/graphql`,
      { query: '{ programme { id } }' },
      { 'x-loyalty-caller': identity, 'x-loyalty-signature': 'v1;test;1;x' },
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('readiness names every subgraph', async () => {
    const response = await fetch(`${split().url}/ready`);
    expect(await response.json()).toEqual({
      status: 'ready',
      checks: {
        database: 'ok',
        migrations: 'ok',
        outbox: 'ok',
        partners: 'ok',
        members: 'ok',
        ledger: 'ok',
        rewards: 'ok',
      },
    });
  });
});
