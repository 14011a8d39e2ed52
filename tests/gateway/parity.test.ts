/**
 * The same story told to three deployments of the product (one process, split, half of each), each on a database of its own:
 * every answer must be the same, but for ids, instants and secrets.
 */
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
type Story = (tell: Teller, product: DeployedProduct, tokens: Map<string, string>) => Promise<void>;

/** Tells a story and keeps every answer, with what differs from run to run named by the order in which it appears. */
async function tellTo(product: DeployedProduct, tokens: Map<string, string>, story: Story): Promise<unknown[]> {
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
  await story(tell, product, tokens);
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
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>');
  return JSON.parse(text) as unknown[];
}

/** A story, told everywhere. Gives the answers of the first, for what else there is to say about them. */
function same(name: string, story: Story, look: (answers: never[]) => void = () => {}): void {
  test(name, async () => {
    const all = new Map<DeploymentKind, unknown[]>();
    for (const kind of KINDS) {
      all.set(
        kind,
        await tellTo(products.get(kind) as DeployedProduct, allTokens.get(kind) as Map<string, string>, story),
      );
    }
    const [first, ...others] = KINDS;
    for (const other of others) expect(all.get(other), other).toEqual(all.get(first as DeploymentKind));
    look(all.get(first as DeploymentKind) as never[]);
  });
}

const allTokens = new Map<DeploymentKind, Map<string, string>>(KINDS.map((kind) => [kind, new Map<string, string>()]));
const at = (answer: Answer, path: string): string =>
  String(
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], answer.data),
  );

describe('the same story has the same answers, split or not', () => {
  same('a programme is made, partners join it, apps and members get tokens', async (tell, product, tokens) => {
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
      await tell(
        'operator',
        `mutation($input: AddStoreInput!) { addStore(input: $input) { store { id name partner { code } timeZone } userErrors { code } } }`,
        { input: { idempotencyKey: `store ${code}`, partnerId, code: 'main', name: 'Hauptstraße' } },
      );
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
  });

  same('queries reach across subgraphs, and everyone sees their own', async (tell) => {
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

  same('refusals are the same values', async (tell) => {
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

  same('errors have the same codes, paths and words', async (tell) => {
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
    async (tell, product) => {
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
      checks: { database: 'ok', partners: 'ok', members: 'ok', ledger: 'ok', rewards: 'ok' },
    });
  });
});
