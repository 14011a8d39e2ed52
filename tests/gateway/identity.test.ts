/** The built-in issuer on a real database: the client credentials grant, its keys, and tokens that the gateway takes. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { createIdentityProvider } from '../../gateway/identity/identity-provider.ts';
import { createSigningKeys } from '../../gateway/identity/signing-keys.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { askGateway, codesOf } from '../support/gateway-under-test.ts';
import { smallFederation } from '../support/small-federation.ts';

const PROGRAMME = '01890000-0000-7000-8000-000000000001';
const PARTNER = '01890000-0000-7000-8000-000000000002';
const STORE = '01890000-0000-7000-8000-000000000003';

let test_: TestDatabase;
let platform: Database;
let gateway: Gateway;
let secret: string;
let ahead = 0;
const logged: string[] = [];
const clock = () => new Date(Date.now() + ahead);

beforeAll(async () => {
  test_ = await createTestDatabase();
  platform = openDatabase({ url: test_.url, role: 'platform' });
  secret = makeClientSecret();
  const hash = await hashSecret(secret);
  const rows = [
    ['partner-app', 'PARTNER', PROGRAMME, PARTNER, [STORE], ['ledger:read', 'ledger:write', 'platform:write'], null],
    ['operator', 'OPERATOR', PROGRAMME, null, null, ['members:write', 'ledger:read'], null],
    ['platform', 'PLATFORM', null, null, null, ['platform:write'], null],
    ['revoked', 'OPERATOR', PROGRAMME, null, null, ['ledger:read'], new Date()],
    ['member-issuer', 'MEMBER_ISSUER', PROGRAMME, null, null, [], null],
    ['übung: ünicode', 'OPERATOR', PROGRAMME, null, null, ['ledger:read'], null],
  ] as const;
  for (const [id, role, programme, partner, stores, scopes, revokedAt] of rows) {
    await test_.sql`
      INSERT INTO platform.api_client (client_id, programme_id, role, partner_id, name, store_ids, scopes, secret_hash, created_at, revoked_at)
      VALUES (${id}, ${programme}, ${role}, ${partner}, 'test', ${stores && [...stores]}::uuid[], ${[...scopes]}::text[], ${hash}, '2020-01-01', ${revokedAt})`;
  }
  const federation = smallFederation();
  const identity = createIdentityProvider(platform, {
    issuers: [],
    audience: 'loyalty',
    builtInIssuer: 'urn:test',
    clock,
    ids: uuidSource,
  });
  gateway = await startGateway(
    {
      ...federation,
      verifyToken: identity.verifyToken,
      routes: identity.routes,
      clock,
      ids: uuidSource,
      logger: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
      production: true,
    },
    0,
    '127.0.0.1',
  );
});
afterAll(async () => {
  await gateway.close(0);
  await platform.close();
  await test_.close();
});

const basic = (id: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(password)}`).toString('base64')}`,
});
async function ask(form: Record<string, string> | [string, string][] | string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}
const grant = (id: string, password = secret, more: Record<string, string> = {}) =>
  ask({ grant_type: 'client_credentials', client_id: id, client_secret: password, ...more });
const payloadOf = (token: unknown) =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

describe('the token endpoint', () => {
  test('gives a token that the gateway takes, for credentials in the body or by Basic', async () => {
    const body = await grant('partner-app');
    expect(body.status).toBe(200);
    expect(body.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(body.headers.get('cache-control')).toBe('no-store');
    const byBasic = await ask({ grant_type: 'client_credentials' }, basic('partner-app', secret));
    for (const { body: granted } of [body, byBasic]) {
      const headers = { authorization: `Bearer ${granted.access_token}` };
      const answer = await askGateway(
        `${gateway.url}/graphql`,
        { query: '{ whoami { role subject } secret }' },
        headers,
      );
      expect(answer.data).toEqual({ whoami: { role: 'partner', subject: 'partner-app' }, secret: 'secret' });
    }
  });

  test('the token says what the client is, and no scope that its role may not have', async () => {
    const { body } = await grant('partner-app');
    expect(payloadOf(body.access_token)).toMatchObject({
      iss: 'urn:test',
      aud: 'loyalty',
      sub: 'partner-app',
      client_id: 'partner-app',
      role: 'partner',
      programme_id: PROGRAMME,
      partner_id: PARTNER,
      store_ids: [STORE],
      scope: 'ledger:read ledger:write',
    });
    expect(payloadOf((await grant('platform')).body.access_token)).toMatchObject({
      role: 'platform',
      scope: 'platform:write',
    });
  });

  test('fewer scopes can be asked for, more cannot', async () => {
    expect((await grant('operator', secret, { scope: 'ledger:read' })).body.scope).toBe('ledger:read');
    const more = await grant('operator', secret, { scope: 'ledger:read settlement:write' });
    expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
  });

  test('a client id in any script works by Basic', async () => {
    expect((await ask({ grant_type: 'client_credentials' }, basic('übung: ünicode', secret))).status).toBe(200);
  });

  test.each<[string, () => ReturnType<typeof ask>, number, string]>([
    ['an unknown client', () => grant('nobody'), 401, 'invalid_client'],
    ['an id that no database can hold', () => grant('a\0b'), 401, 'invalid_client'],
    ['a wrong secret', () => grant('operator', makeClientSecret()), 401, 'invalid_client'],
    ['what can be no secret', () => grant('operator', 'x'), 401, 'invalid_client'],
    ['a revoked client', () => grant('revoked'), 401, 'invalid_client'],
    ['no credentials', () => ask({ grant_type: 'client_credentials' }), 401, 'invalid_client'],
    [
      'broken Basic',
      () => ask({ grant_type: 'client_credentials' }, { authorization: 'Basic %%%' }),
      401,
      'invalid_client',
    ],
    [
      'credentials in two ways',
      () => ask({ grant_type: 'client_credentials', client_secret: 'x' }, basic('operator', secret)),
      400,
      'invalid_request',
    ],
    ['a client for other grants', () => grant('member-issuer'), 400, 'unauthorized_client'],
    [
      'another grant',
      () => ask({ grant_type: 'password', username: 'a', password: 'b' }),
      400,
      'unsupported_grant_type',
    ],
    ['no grant', () => ask({}), 400, 'invalid_request'],
    [
      'a repeated parameter',
      () =>
        ask([
          ['grant_type', 'client_credentials'],
          ['grant_type', 'x'],
        ]),
      400,
      'invalid_request',
    ],
  ])('%s is refused', async (_what, request, status, error) => {
    const answer = await request();
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.body.access_token).toBeUndefined();
    if (status === 401) expect(answer.headers.get('www-authenticate')).toContain('Basic');
  });

  test('unknown, revoked and wrong look the same', async () => {
    const answers = await Promise.all([grant('nobody'), grant('revoked'), grant('operator', makeClientSecret())]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  });

  test('other methods, types and sizes are refused', async () => {
    expect((await fetch(`${gateway.url}/oauth/token`)).status).toBe(405);
    expect((await ask('{}', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await ask({ grant_type: 'x'.repeat(10_000) })).status).toBe(413);
  });

  test('guessing is slowed down, also for the right secret, until the minute is over; others are not', async () => {
    ahead += 120_000;
    for (let attempt = 0; attempt < 10; attempt += 1) await grant('operator', 'wrong');
    const limited = await grant('operator');
    expect([limited.status, limited.body.error]).toEqual([429, 'slow_down']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await grant('partner-app')).status).toBe(200);
    ahead += 61_000;
    expect((await grant('operator')).status).toBe(200);
  });

  test('no secret and no token is in the log', async () => {
    const { body } = await grant('operator');
    const log = logged.join('');
    expect(log).toContain('/oauth/token');
    expect(log).not.toContain(secret);
    expect(log).not.toContain(String(body.access_token));
  });
});

describe('keys', () => {
  test('the public key set verifies, and holds nothing private', async () => {
    const response = await fetch(`${gateway.url}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  test('tokens of before a rotation stay good, and the old key goes when the last of them has expired', async () => {
    const keys = createSigningKeys(platform, { clock, ids: uuidSource, tokenMillis: 3_600_000 });
    const query = { query: '{ secret }' };
    const before = (await grant('operator')).body.access_token;
    const first = await keys.current();
    const second = await keys.rotate();
    expect(second.keyId).not.toBe(first.keyId);
    expect((await keys.published()).keys.map((key) => key.kid)).toEqual([second.keyId, first.keyId]);
    // This gateway signs with the old key until it looks again; both tokens are good.
    ahead += 61_000;
    const after = (await grant('operator')).body.access_token;
    const header = JSON.parse(Buffer.from(String(after).split('.')[0] ?? '', 'base64url').toString());
    expect(header).toEqual({ alg: 'EdDSA', kid: second.keyId, typ: 'at+jwt' });
    for (const token of [before, after]) {
      const answer = await askGateway(`${gateway.url}/graphql`, query, { authorization: `Bearer ${token}` });
      expect(answer.data).toEqual({ secret: 'secret' });
    }
    ahead += 2 * 3_600_000;
    expect((await keys.published()).keys.map((key) => key.kid)).toEqual([second.keyId]);
    const old = await askGateway(`${gateway.url}/graphql`, query, { authorization: `Bearer ${before}` });
    expect(codesOf(old)).toEqual(['UNAUTHENTICATED']);
  });

  test('gateways that start at once on an empty table end with one key', async () => {
    await test_.sql`DELETE FROM platform.signing_key`;
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => createSigningKeys(platform, { clock, ids: uuidSource, tokenMillis: 1 }).current()),
    );
    expect(new Set(made.map((key) => key.keyId)).size).toBe(1);
    const [row] = await test_.sql<{ count: bigint }[]>`SELECT count(*) FROM platform.signing_key`;
    expect(row?.count).toBe(1n);
  });

  test('a database that is gone is 503 for a token that nobody has seen, not 401', async () => {
    const gone = openDatabase({ url: 'postgres://nobody@127.0.0.1:9/none', role: 'platform', connectTimeout: 1 });
    const identity = createIdentityProvider(gone, {
      issuers: [],
      audience: 'loyalty',
      builtInIssuer: 'urn:test',
      clock,
      ids: uuidSource,
    });
    const { body } = await grant('operator');
    expect((await identity.verifyToken(String(body.access_token))).kind).toBe('unavailable');
    await gone.close(0);
  });
});
