import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTokenVerifier, externalKeys } from '../../gateway/authentication/token-verifier.ts';
import { readAccessRules } from '../../gateway/authorization/access-rules.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { codesOf, type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';
import { MEMBER_FRONT_END, OPERATOR, PARTNER_APP, testIssuer } from '../support/test-tokens.ts';

let it: GatewayUnderTest;
beforeAll(async () => {
  it = await gatewayUnderTest();
});
afterAll(() => it.gateway.close(0));

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmacToken = (secret: string, claims: object): string => {
  const body = `${b64({ alg: 'HS256', kid: 'key-1' })}.${b64(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
};

describe('tokens', () => {
  test('a good token is the caller that it says, in every subgraph', async () => {
    const answer = await it.ask('{ whoami { role subject } }', { token: await it.issuer.token(MEMBER_FRONT_END) });
    expect(answer.data).toEqual({ whoami: { role: 'member', subject: MEMBER_FRONT_END.subject } });
  });

  test('no token is nobody', async () => {
    expect((await it.ask('{ whoami { role } hello }')).data).toEqual({ whoami: { role: null }, hello: 'hello' });
  });

  test('an identity in the headers of a request is nobody, too', async () => {
    const headers = {
      'x-loyalty-caller': b64({ ...OPERATOR, requestId: 'r', expiresAt: new Date() }),
      'x-loyalty-signature': `v1;k;${Date.now()};${'A'.repeat(43)}`,
    };
    expect((await it.ask('{ whoami { role } }', { headers })).data).toEqual({ whoami: { role: null } });
    expect(codesOf(await it.ask('{ secret }', { headers }))).toEqual(['UNAUTHENTICATED']);
  });

  const claims = { iss: 'https://issuer.test', aud: 'loyalty', sub: 'x', role: 'platform', exp: 4102444800 };
  test.each<[string, () => Promise<string> | string]>([
    ['expired', () => it.issuer.token(OPERATOR, { seconds: -60 })],
    ['for another audience', () => it.issuer.token(OPERATOR, { claims: { aud: 'other' } })],
    ['of another issuer', () => it.issuer.token(OPERATOR, { claims: { iss: 'https://evil.test' } })],
    ['signed by a stranger under the same key id', async () => (await testIssuer()).token(OPERATOR)],
    ['signed with a key that nobody knows', () => it.issuer.token(OPERATOR, { kid: 'key-9' })],
    ['not signed at all (alg none)', () => `${b64({ alg: 'none' })}.${b64(claims)}.`],
    ['signed with the public key as a secret (HS256)', () => hmacToken(it.issuer.publicJwk.x, claims)],
    ['without a role', () => it.issuer.token(OPERATOR, { claims: { role: undefined } })],
    ['of a partner that is not named', () => it.issuer.token(PARTNER_APP, { claims: { partner_id: undefined } })],
    ['of a programme that is no id', () => it.issuer.token(OPERATOR, { claims: { programme_id: "x' OR 1=1" } })],
    ['no token', () => 'nonsense'],
    ['very long', () => 'x'.repeat(9_000)],
  ])('a token that is %s gets 401 and no answer, even where none is needed', async (_what, make) => {
    const answer = await it.ask('{ hello }', { token: await make() });
    expect([answer.status, codesOf(answer), answer.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('a body changed under a good signature is refused', async () => {
    const [header, body, signature] = (await it.issuer.token(MEMBER_FRONT_END)).split('.');
    const raised = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const forged = `${header}.${b64({ ...raised, role: 'operator' })}.${signature}`;
    expect((await it.ask('{ hello }', { token: forged })).status).toBe(401);
  });

  test('other schemes than Bearer are refused', async () => {
    expect((await it.ask('{ hello }', { headers: { authorization: 'Basic eDp5' } })).status).toBe(401);
  });

  test('scopes beyond those of the role count for nothing', async () => {
    const token = await it.issuer.token(MEMBER_FRONT_END, { claims: { scope: 'settlement:write members:write' } });
    expect(codesOf(await it.ask('{ people { diary } }', { token }))).toEqual(['FORBIDDEN']);
  });

  test('only asymmetric algorithms can be allowed', () => {
    const trust = it.issuer.trust;
    for (const algorithms of [['HS256'], ['none'], ['EdDSA', 'HS512'], []]) {
      expect(() => createTokenVerifier([{ ...trust, algorithms }], systemClock)).toThrow('asymmetric');
    }
  });

  test('an algorithm that is not on the list is refused, even with a good key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { SignJWT } = await import('jose');
    const token = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(privateKey);
    const verify = (algorithms: string[]) =>
      createTokenVerifier([{ ...it.issuer.trust, keys: async () => publicKey, algorithms }], systemClock)(token);
    expect((await verify(['EdDSA'])).kind).toBe('invalid');
    expect((await verify(['ES256'])).kind).toBe('valid');
  });

  test('a remembered token is not good for longer than it says', async () => {
    let now = Date.now();
    const verify = createTokenVerifier([it.issuer.trust], () => new Date(now));
    const token = await it.issuer.token(OPERATOR, { seconds: 30 });
    expect((await verify(token)).kind).toBe('valid');
    now += 25_000;
    expect((await verify(token)).kind).toBe('valid');
    now += 20_000;
    expect((await verify(token)).kind).toBe('invalid');
  });
});

describe('an external issuer', () => {
  let jwks: Server;
  let url: string;
  let keys: { keys: object[] };
  let up = true;
  let asked = 0;
  beforeAll(async () => {
    jwks = createServer((_request, response) => {
      asked += 1;
      response.writeHead(up ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks.json`;
  });
  afterAll(() => new Promise((resolve) => jwks.close(resolve)));

  test('its key set is fetched once for many tokens', async () => {
    const issuer = await testIssuer();
    keys = issuer.jwks;
    const verify = createTokenVerifier([{ ...issuer.trust, keys: externalKeys(url) }], systemClock);
    asked = 0;
    for (const who of [OPERATOR, PARTNER_APP, MEMBER_FRONT_END]) {
      expect((await verify(await issuer.token(who))).kind).toBe('valid');
    }
    expect(asked).toBe(1);
  });

  test('a key set that cannot be had is 503, not 401, and no reason to stop serving what needs no token', async () => {
    const issuer = await testIssuer();
    up = false;
    const gateway = await gatewayUnderTest({
      verifyToken: createTokenVerifier([{ ...issuer.trust, keys: externalKeys(url) }], systemClock),
    });
    try {
      const token = await issuer.token(OPERATOR);
      const answer = await gateway.ask('{ secret }', { token });
      expect([answer.status, codesOf(answer)]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect((await gateway.ask('{ hello }')).status).toBe(200);
      up = true;
      keys = issuer.jwks;
      expect((await gateway.ask('{ secret }', { token })).data).toEqual({ secret: 'secret' });
    } finally {
      up = true;
      await gateway.gateway.close(0);
    }
  });
});

describe('access', () => {
  const ask = async (query: string, who?: typeof OPERATOR, variables?: object) =>
    it.ask(query, { ...(who ? { token: await it.issuer.token(who) } : {}), ...(variables ? { variables } : {}) });

  test('a protected field needs a token', async () => {
    const answer = await ask('{ hello secret }');
    expect([answer.status, codesOf(answer), answer.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
    expect(answer.errors?.[0]?.message).toContain('Query.secret');
    expect((await ask('{ secret }', MEMBER_FRONT_END)).data).toEqual({ secret: 'secret' });
  });

  test('scopes: every one of one list is enough, one of a list is not', async () => {
    expect((await ask('{ scoped }', { ...OPERATOR, scopes: ['ledger:read'] })).data).toEqual({ scoped: 'scoped' });
    const both = { ...OPERATOR, scopes: ['members:read', 'partners:read'] };
    expect((await ask('{ scoped }', both)).data).toEqual({ scoped: 'scoped' });
    const answer = await ask('{ scoped }', { ...OPERATOR, scopes: ['partners:read'] });
    expect([answer.status, codesOf(answer)]).toEqual([403, ['FORBIDDEN']]);
    expect(answer.errors?.[0]?.message).toBe('Query.scoped needs the scope ledger:read or partners:read members:read.');
  });

  test.each([
    ['in a fragment', '{ ...F } fragment F on Query { secret }'],
    ['in an inline fragment', '{ ... on Query { ... { secret } } }'],
    ['under an alias', '{ hello: secret }'],
    ['skipped by a variable', 'query($no: Boolean = false) { hello secret @include(if: $no) }'],
    ['in the second operation asked for', 'query A { hello } query B { secret }', 'B'],
    ['on a type behind an interface', '{ things { id label } }'],
    ['as a type in a fragment', '{ things { ... on Vault { __typename } } }'],
    ['below an open entity', '{ notes(first: 1) { author { diary } } }'],
    ['in a subscription over HTTP', 'subscription { secretTicks { n } }'],
  ])('a protected field is found %s', async (_where, query, operationName?: string) => {
    const response = await fetch(it.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, operationName }),
    });
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });

  test('an operation that is not asked for needs nothing', async () => {
    const answer = await fetch(it.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query A { hello } query B { secret }', operationName: 'A' }),
    });
    expect(await answer.json()).toEqual({ data: { hello: 'hello' } });
  });

  test('nothing is executed when one field of several is refused', async () => {
    const before = it.federation.log.counted;
    const calls = it.federation.log.executed.length;
    const answer = await ask('mutation { count(by: 1) record(input: {items: [1]}) { results { author { diary } } } }', {
      ...MEMBER_FRONT_END,
    });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(it.federation.log.counted).toBe(before);
    expect(it.federation.log.executed.length).toBe(calls);
  });

  test('a supergraph with a security feature that is not enforced is not served', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) { query: Query }
      type Query { a: Int }`;
    expect(() => readAccessRules(sdl)).toThrow('policy');
  });

  test('a renamed directive is still enforced', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "mustLogIn", for: SECURITY) { query: Query }
      directive @mustLogIn on FIELD_DEFINITION
      directive @link(url: String, as: String, for: String) on SCHEMA
      type Query { a: Int @mustLogIn }`;
    expect([...readAccessRules(sdl).keys()]).toEqual(['Query.a']);
    expect(buildSchema('type Query { a: Int }').getQueryType()?.name).toBe('Query');
  });
});
