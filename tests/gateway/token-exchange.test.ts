/** Tokens by issuers other than our own: several at once, and those of partners' front ends, which are exchanged (RFC 8693). */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import DataLoader from 'dataloader';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { createClientAuthentication, type IssuerAnswer } from '../../gateway/identity/client-authentication.ts';
import { readIssuers } from '../../gateway/identity/external-issuers.ts';
import { type GrantToken, grantsByType } from '../../gateway/identity/grants.ts';
import { createIdentityProvider, type IdentityProvider } from '../../gateway/identity/identity-provider.ts';
import { createSigningKeys } from '../../gateway/identity/signing-keys.ts';
import { createTokenExchange, FRONT_END_SCOPES, TOKEN_EXCHANGE } from '../../gateway/identity/token-exchange.ts';
import { createTokenIssuer } from '../../gateway/identity/token-issuer.ts';
import { maySeeTransaction } from '../../subgraphs/ledger/reading/access.ts';
import type { Caller } from '../../subgraphs/serving/caller.ts';
import type { PersonLoader } from '../../subgraphs/serving/persons.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PROGRAMME = '01890000-0000-7000-8000-000000000001';
const SHOP = '01890000-0000-7000-8000-000000000002';
const RIVAL = '01890000-0000-7000-8000-000000000003';
const [ENROLLED, CONSENTED, STRANGER, SUSPENDED] = [11, 12, 13, 14].map(
  (n) => `01890000-0000-7000-8000-0000000000${n}`,
);

/** An issuer with its key set on a port of its own. */
async function startIssuer(name: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'k', alg };
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `https://${name}.example`;
  const sign = (claims: object, { iss = issuer, aud = 'loyalty', seconds = 600 } = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg, kid: 'k' })
      .setIssuer(iss)
      .setAudience(aud)
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(privateKey);
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    sign,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
type Issuer = Awaited<ReturnType<typeof startIssuer>>;

let test: TestDatabase;
let platform: Database;
let shop: Issuer;
let rival: Issuer;
let identity: IdentityProvider;
let grant: GrantToken;
const secret = makeClientSecret();

const lookupOf = (programmeId: string, customer: string): string =>
  createHash('sha256').update(`${programmeId} ${customer}`).digest('base64url');

const providerOf = (issuers: object[]) =>
  createIdentityProvider(platform, {
    issuers: readIssuers(JSON.stringify(issuers)),
    ...{ audience: 'loyalty', builtInIssuer: 'urn:ours', clock: systemClock, ids: uuidSource },
    customerLookup: lookupOf,
  });

beforeAll(async () => {
  test = await createTestDatabase();
  platform = openDatabase({ url: test.url, role: 'platform' });
  [shop, rival] = await Promise.all([startIssuer('shop'), startIssuer('rival')]);
  const hash = await hashSecret(secret);
  for (const [id, role, partner, scopes] of [
    ['shop-app', 'PARTNER', SHOP, ['members:token', 'ledger:read']],
    ['shop-till', 'PARTNER', SHOP, ['ledger:write']],
    ['rival-app', 'PARTNER', RIVAL, ['members:token']],
    ['operator', 'OPERATOR', null, ['members:token']],
  ] as const) {
    await test.sql`
      INSERT INTO platform.api_client (client_id, programme_id, role, partner_id, name, scopes, secret_hash, created_at)
      VALUES (${id}, ${PROGRAMME}, ${role}, ${partner}, 'test', ${[...scopes]}::text[], ${hash}, '2020-01-01')`;
  }
  for (const [memberId, status, enrolledBy] of [
    [ENROLLED, 'ACTIVE', SHOP],
    [CONSENTED, 'ACTIVE', RIVAL],
    [STRANGER, 'ACTIVE', null],
    [SUSPENDED, 'SUSPENDED', SHOP],
  ] as const) {
    await test.sql`
      INSERT INTO members.member (member_id, programme_id, locale, status, enrolled_at, status_changed_at, enrolled_by_partner_id)
      VALUES (${memberId!}, ${PROGRAMME}, 'en', ${status}, now(), now(), ${enrolledBy})`;
    await test.sql`
      INSERT INTO members.identity (identity_id, programme_id, kind, lookup, sealed, member_id, added_at)
      VALUES (${uuidSource()}, ${PROGRAMME}, 'EXTERNAL', ${lookupOf(PROGRAMME, `customer-${memberId!.slice(-2)}`)}, 'sealed', ${memberId!}, now())`;
  }
  await test.sql`
    INSERT INTO members.consent (consent_id, programme_id, member_id, partner_id, purpose, granted, decided_at, wording, wording_hash, recorded_by, recorded_as)
    VALUES (${uuidSource()}, ${PROGRAMME}, ${CONSENTED!}, ${SHOP}, 'PROFILE', true, now(), 'yes', sha256('yes'), 'x', 'MEMBER')`;
  const frontEnds = [
    { issuer: shop.issuer, jwksUrl: shop.jwksUrl, algorithms: ['ES256'], partnerId: SHOP },
    { issuer: rival.issuer, jwksUrl: rival.jwksUrl, audience: 'rival-app', partnerId: RIVAL },
  ];
  identity = providerOf(frontEnds);
  const keys = createSigningKeys(platform, { clock: systemClock, ids: uuidSource, tokenMillis: 3_600_000 });
  const ours = { issuer: 'urn:ours', audience: 'loyalty', clock: systemClock, ids: uuidSource };
  grant = grantsByType({
    [TOKEN_EXCHANGE]: createTokenExchange(
      platform,
      createClientAuthentication(platform, systemClock),
      createTokenIssuer(keys, ours),
      {
        ...{ frontEnds: readIssuers(JSON.stringify(frontEnds)), audience: 'loyalty', clock: systemClock },
        ...{ tokenSeconds: 900, customerLookup: lookupOf },
      },
    ),
  });
});
afterAll(async () => {
  await Promise.all([shop.close(), rival.close(), platform.close()]);
  await test.close();
});

async function exchange(fields: Record<string, string | undefined>, clientId = 'shop-app'): Promise<IssuerAnswer> {
  const form = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE,
    ...{ subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', client_id: clientId, client_secret: secret },
  });
  for (const [name, value] of Object.entries(fields)) value === undefined ? form.delete(name) : form.set(name, value);
  return grant({ form, authorization: undefined, address: '203.0.113.1' });
}

describe('a front end’s token', () => {
  it('is exchanged for a short one of the member at that partner, and of nobody else', async () => {
    for (const [sub, memberId] of [
      ['customer-11', ENROLLED],
      ['customer-12', CONSENTED],
    ]) {
      const answer = await exchange({ subject_token: await shop.sign({ sub }) });
      expect([answer.status, answer.body.token_type, answer.body.scope]).toEqual([
        200,
        'Bearer',
        FRONT_END_SCOPES.join(' '),
      ]);
      expect(answer.body.expires_in).toBeLessThanOrEqual(600);
      expect(await identity.verifyToken(answer.body.access_token as string)).toMatchObject({
        kind: 'valid',
        identity: {
          ...{
            role: 'member',
            memberId,
            partnerId: null,
            clientId: 'shop-app',
            programmeId: PROGRAMME,
            frontEndOf: SHOP,
          },
          scopes: FRONT_END_SCOPES,
        },
      });
    }
    expect(FRONT_END_SCOPES).not.toContain('ledger:transfer');
  });

  it('is given fewer scopes when fewer are asked for, and never longer than it was good itself', async () => {
    const subject_token = await shop.sign({ sub: 'customer-11' }, { seconds: 40 });
    const { status, body } = await exchange({ subject_token, scope: 'ledger:read' });
    expect([status, body.scope]).toEqual([200, 'ledger:read']);
    expect(body.expires_in).toBeLessThanOrEqual(40);
  });

  it.each<[string, () => Promise<Record<string, string | undefined>>, string, string?]>([
    [
      'of somebody whom the partner does not know',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-13' }) }),
      'invalid_grant',
    ],
    [
      'of a member that is suspended',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-14' }) }),
      'invalid_grant',
    ],
    ['of nobody', async () => ({ subject_token: await shop.sign({ sub: 'customer-99' }) }), 'invalid_grant'],
    ['without a subject', async () => ({ subject_token: await shop.sign({}) }), 'invalid_grant'],
    [
      'that another partner’s issuer signed',
      async () => ({ subject_token: await rival.sign({ sub: 'customer-11' }, { aud: 'rival-app' }) }),
      'invalid_grant',
    ],
    [
      'that another one signed in this one’s name',
      async () => ({ subject_token: await rival.sign({ sub: 'customer-11' }, { iss: shop.issuer }) }),
      'invalid_grant',
    ],
    [
      'for another audience',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }, { aud: 'else' }) }),
      'invalid_grant',
    ],
    [
      'that has expired',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }, { seconds: -60 }) }),
      'invalid_grant',
    ],
    ['that is none', async () => ({ subject_token: 'x.y.z' }), 'invalid_grant'],
    ['that is left out', async () => ({}), 'invalid_request'],
    [
      'of a type that is not said',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }), subject_token_type: undefined }),
      'invalid_request',
    ],
    [
      'for more than a front end may do',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }), scope: 'ledger:transfer' }),
      'invalid_scope',
    ],
    [
      'by a client without the scope',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }) }),
      'unauthorized_client',
      'shop-till',
    ],
    [
      'by the operator',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }) }),
      'unauthorized_client',
      'operator',
    ],
    [
      'by another partner’s client',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }) }),
      'invalid_grant',
      'rival-app',
    ],
    [
      'with a wrong secret',
      async () => ({ subject_token: await shop.sign({ sub: 'customer-11' }), client_secret: makeClientSecret() }),
      'invalid_client',
    ],
  ])('%s is refused', async (_, fields, error, clientId) => {
    const answer = await exchange(await fields(), clientId);
    expect(answer.body).toMatchObject({ error });
    expect(answer.body).not.toHaveProperty('access_token');
  });

  it('is no token of the API, whatever it claims', async () => {
    const token = await shop.sign({ sub: 'x', role: 'operator', programme_id: PROGRAMME, scope: 'ledger:read' });
    expect((await identity.verifyToken(token)).kind).toBe('invalid');
  });

  it('shows what happened at that partner’s tills only', async () => {
    const caller = {
      role: 'member',
      memberId: ENROLLED,
      programmeId: PROGRAMME,
      storeIds: [],
      partnerId: null,
    } as unknown as Caller;
    const at = (partnerId: string | null) => ({ memberId: ENROLLED!, partnerId, storeId: null, counterpartyId: null });
    const alone: PersonLoader = new DataLoader(async (ids) => ids.map((id) => [id]));
    const seen = (who: Caller) =>
      Promise.all([SHOP, RIVAL, null].map((partnerId) => maySeeTransaction(who, alone, at(partnerId))));
    expect(await seen(caller)).toEqual([true, true, true]);
    expect(await seen({ ...caller, frontEndOf: SHOP })).toEqual([true, false, false]);
  });
});

describe('several issuers', () => {
  const claims = { sub: 'svc', role: 'operator', programme_id: PROGRAMME, scope: 'ledger:read' };

  it('are each good for their own tokens, with their own audience and algorithms', async () => {
    const { verifyToken } = providerOf([
      { issuer: shop.issuer, jwksUrl: shop.jwksUrl, algorithms: ['ES256'] },
      { issuer: rival.issuer, jwksUrl: rival.jwksUrl, audience: 'rival-app', algorithms: ['ES256', 'EdDSA'] },
    ]);
    const kinds = async (...tokens: Promise<string>[]) =>
      Promise.all(tokens.map(async (token) => (await verifyToken(await token)).kind));
    expect(await kinds(shop.sign(claims), rival.sign(claims, { aud: 'rival-app' }))).toEqual(['valid', 'valid']);
    expect(
      await kinds(
        shop.sign(claims, { aud: 'rival-app' }),
        rival.sign(claims, { iss: shop.issuer }),
        shop.sign(claims, { iss: 'https://else.example' }),
      ),
    ).toEqual(['invalid', 'invalid', 'invalid']);
    const picky = providerOf([{ issuer: shop.issuer, jwksUrl: shop.jwksUrl, algorithms: ['EdDSA'] }]);
    expect((await picky.verifyToken(await shop.sign(claims))).kind).toBe('invalid');
  });

  it.each([
    ['{', 'must be a JSON array'],
    ['[]', 'expected array to have'],
    ['[{"issuer":"a"}]', '0.jwksUrl'],
    ['[{"issuer":"a","jwksUrl":"ftp://x"}]', '0.jwksUrl must be an http or https URL'],
    ['[{"issuer":"a","jwksUrl":"https://x","algorithms":["HS256"]}]', 'asymmetric'],
    ['[{"issuer":"a","jwksUrl":"https://x","algorithms":["none"]}]', 'asymmetric'],
    ['[{"issuer":"a","jwksUrl":"https://x","algorithms":[]}]', '0.algorithms'],
    ['[{"issuer":"a","jwksUrl":"https://x","partnerId":"shop"}]', '0.partnerId'],
    ['[{"issuer":"a","jwksUrl":"https://x","typo":1}]', 'typo'],
    ['[{"issuer":"a","jwksUrl":"https://x"},{"issuer":"a","jwksUrl":"https://y"}]', 'must name every issuer once'],
  ])('configured as %s are refused with a sentence', (text, sentence) => {
    expect(() => readIssuers(text)).toThrow(sentence);
  });
});
