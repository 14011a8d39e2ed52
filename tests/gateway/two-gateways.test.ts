/** Two gateways over one database: what one may ask for is no more than of one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from '../../gateway/serve.ts';
import { makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { apiAt } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';

const limits = { gateways: 2, requestsPerMember: 20 };
let product: DeployedProduct;
let second: Served;
let urls: string[];

beforeAll(async () => {
  product = await deployProduct('in-process', { limits, trustedProxies: 1 });
  second = await serve({
    databaseUrl: product.database.url,
    databaseConnections: 3,
    port: 0,
    host: '127.0.0.1',
    logLevel: 'silent',
    personalDataKey: TEST_PERSONAL_DATA_KEY,
    production: true,
    trustedProxies: 1,
    limits,
  });
  urls = [product.url, second.url];
});
afterAll(async () => {
  await second.close();
  await product.close();
});

async function login(url: string, address: string, clientId: string, clientSecret: string) {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after') };
}
const statusesOf = (answers: readonly { status: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

it('who guesses at one gateway is slowed down at the other, right or wrong; who asks from elsewhere is not', async () => {
  const { clientId, clientSecret } = product.platform;
  for (let attempt = 0; attempt < 10; attempt += 1)
    expect((await login(urls[attempt % 2]!, '192.0.2.1', clientId, makeClientSecret())).status).toBe(401);
  for (const url of urls) {
    const answer = await login(url, '192.0.2.1', clientId, clientSecret);
    expect(answer.status).toBe(429);
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    expect((await login(url, '192.0.2.2', clientId, clientSecret)).status).toBe(200);
  }
});

it('guesses sent all at once, to both, from all over a customer’s network, are counted before the next is looked at', async () => {
  const guesses = Array.from({ length: 60 }, (_, place) =>
    login(urls[place % 2]!, `2001:db8:1:2::${place.toString(16)}`, product.platform.clientId, makeClientSecret()),
  );
  const { 401: wrong = 0, 429: slowed = 0 } = statusesOf(await Promise.all(guesses));
  expect(wrong + slowed).toBe(60);
  // Ten, and those that the two gateways were looking at when the tenth failed: two each.
  expect(wrong).toBeGreaterThanOrEqual(10);
  expect(wrong).toBeLessThanOrEqual(13);
});

it('an address that tries many clients is slowed down for all of them', async () => {
  const statuses: number[] = [];
  for (let client = 0; client < 52; client += 1)
    statuses.push((await login(urls[client % 2]!, '192.0.2.3', `nobody-${client}`, makeClientSecret())).status);
  expect(statuses.slice(0, 50)).toEqual(Array(50).fill(401));
  expect(statuses.slice(50)).toEqual([429, 429]);
});

it('what is kept of failures names no address, and is forgotten once it is over', async () => {
  const { sql } = product.database;
  const kept = await sql<{ key: Buffer }[]>`SELECT key FROM platform.failed_attempts`;
  expect(kept.length).toBeGreaterThan(50);
  expect(Buffer.concat(kept.map(({ key }) => key)).toString('latin1')).not.toContain('192.0.2');
  await sql`UPDATE platform.failed_attempts SET ends_at = now() - interval '1 second'`;
  expect((await login(urls[0]!, '192.0.2.1', product.platform.clientId, makeClientSecret())).status).toBe(401);
  expect(await sql`SELECT key FROM platform.failed_attempts`).toHaveLength(2);
});

it('each gateway allows its share of the requests that one may send', async () => {
  const api = apiAt(product.url, product.platform);
  const member = await api.member(await api.programme('shared'));
  const ask = (url: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
  const first = await ask(urls[0]!);
  expect(first.headers.get('ratelimit-policy')).toContain('"member";q=10;');
  const answers = [first];
  for (let count = 1; count < 30; count += 1) answers.push(await ask(urls[count % 2]!));
  expect(statusesOf(answers)).toEqual({ 200: 20, 429: 10 });
});
