/** What ends a token before its time: in requests, and on streams that are open, in every gateway. */
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Database, openDatabase } from '../../db/client.ts';
import { startTokenBars, type TokenBars } from '../../gateway/authentication/token-bars.ts';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { createIdentityProvider, type IdentityProvider } from '../../gateway/identity/identity-provider.ts';
import { type LoadCoalition, writeCoalition } from '../../scripts/load/coalition.ts';
import { scopesOfRole } from '../../subgraphs/serving/caller.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { uuidSource } from '../../subgraphs/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { askGateway, codesOf } from '../support/gateway-under-test.ts';
import { smallFederation } from '../support/small-federation.ts';

interface Replica {
  gateway: Gateway;
  identity: IdentityProvider;
  bars: TokenBars;
  platform: Database;
}

let database: TestDatabase;
let coalition: LoadCoalition;
const replicas: Replica[] = [];
const secret = makeClientSecret();
let secretHash: string;
let clients = 0;
const cleaners: (() => unknown)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  coalition = await writeCoalition(database.sql, { partners: 6, members: 6 });
  secretHash = await hashSecret(secret);
  for (let replica = 0; replica < 2; replica += 1) replicas.push(await startReplica());
});
afterEach(async () => {
  for (const clean of cleaners.splice(0)) await clean();
});
afterAll(async () => {
  for (const { gateway, bars, platform } of replicas) {
    await gateway.close(0);
    await bars.stop();
    await platform.close();
  }
  await database.close();
});

async function startReplica(askEvery?: number): Promise<Replica> {
  const platform = openDatabase({ url: database.url, role: 'platform', max: 2 });
  const identity = createIdentityProvider(platform, {
    issuers: [],
    audience: 'loyalty',
    builtInIssuer: 'urn:test',
    clock: systemClock,
    ids: uuidSource,
  });
  const bars = await startTokenBars(platform, () => {}, askEvery);
  const { supergraphSdl, callSubgraph } = smallFederation();
  const gateway = await startGateway(
    {
      supergraphSdl,
      callSubgraph,
      verifyToken: identity.verifyToken,
      tokenBars: bars,
      routes: identity.routes,
      clock: systemClock,
      ids: uuidSource,
      logger: pino({ level: 'silent' }),
      production: true,
    },
    0,
    '127.0.0.1',
  );
  return { gateway, identity, bars, platform };
}

const [first, second] = [() => replicas[0] as Replica, () => replicas[1] as Replica];
const partnerAt = (index: number) => coalition.partners[index]!.partnerId;
const memberAt = (index: number) => coalition.memberIds[index] as string;

/** Writes a client with the secret of all of them. */
async function client(role: 'PARTNER' | 'OPERATOR', partnerId: string | null, programmeId = coalition.programmeId) {
  clients += 1;
  const id = `client ${clients}`;
  await database.sql`
    INSERT INTO platform.api_client (client_id, programme_id, role, partner_id, name, scopes, secret_hash, created_at)
    VALUES (${id}, ${programmeId}, ${role}, ${partnerId}, 'test', '{ledger:read}', ${secretHash}, '2020-01-01')`;
  return id;
}
async function post(path: string, form: Record<string, string>, replica = first()) {
  const response = await fetch(`${replica.gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function tokenOf(id: string): Promise<string> {
  const { body } = await post('/oauth/token', {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  return String(body.access_token);
}
async function memberToken(memberId: string, clientId: string): Promise<string> {
  const { accessToken } = await first().identity.issueMemberToken({
    subject: memberId,
    clientId,
    role: 'member',
    programmeId: coalition.programmeId,
    partnerId: null,
    storeIds: [],
    memberId,
    person: null,
    scopes: scopesOfRole('member'),
  });
  return accessToken;
}
const revoke = (id: string, token: string, more: Record<string, string> = {}) =>
  post('/oauth/revoke', { client_id: id, client_secret: secret, token, ...more });

async function isTaken(token: string, replica = first()): Promise<boolean> {
  const answer = await askGateway(
    `${replica.gateway.url}/graphql`,
    { query: '{ secret }' },
    { authorization: `Bearer ${token}` },
  );
  if (answer.status === 200 && answer.data?.secret === 'secret') return true;
  expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  return false;
}

const QUIET = 'subscription { quiet { n } }';

interface Open {
  /** Codes of the errors that the stream ended with. */
  ended: Promise<unknown[]>;
  isOpen(): boolean;
}
type OpenStream = (replica: Replica, token: string) => Promise<Open>;

/** Opens a stream in which nothing ever happens, and gives what it ends with. */
function watch(
  subscribe: (sink: { next(value: unknown): void; error(fault: unknown): void; complete(): void }) => void,
) {
  let isOpen = true;
  const ended = new Promise<unknown[]>((resolve) => {
    const codes: unknown[] = [];
    const end = (more: unknown[] = []): void => {
      isOpen = false;
      resolve([...codes, ...more]);
    };
    subscribe({
      next(value) {
        const { errors = [] } = value as { errors?: { extensions: { code: string } }[] };
        codes.push(...errors.map((error) => error.extensions.code));
      },
      error: (fault) => end([fault]),
      complete: () => end(),
    });
  });
  return { ended, isOpen: () => isOpen };
}
async function untilOpen(replica: Replica, openBefore: number): Promise<void> {
  while (replica.gateway.openStreams <= openBefore) await new Promise((resolve) => setTimeout(resolve, 2));
}
const overSse: OpenStream = async (replica, token) => {
  const before = replica.gateway.openStreams;
  const sse = createSseClient({
    url: `${replica.gateway.url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${token}` },
  });
  cleaners.push(() => sse.dispose());
  const open = watch((sink) => sse.subscribe({ query: QUIET }, sink));
  await untilOpen(replica, before);
  return open;
};
const closeCodes: number[] = [];
const overWebSocket: OpenStream = async (replica, token) => {
  const before = replica.gateway.openStreams;
  const ws = createWsClient({
    url: `${replica.gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 5_000,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { closed: (event) => void closeCodes.push((event as { code: number }).code) },
  });
  cleaners.push(() => ws.dispose());
  const open = watch((sink) => ws.subscribe({ query: QUIET }, sink));
  await untilOpen(replica, before);
  return open;
};

describe('POST /oauth/revoke', () => {
  test('a client ends a token of its own in every gateway, and its other tokens stay good', async () => {
    const id = await client('PARTNER', partnerAt(0));
    const [token, other] = [await tokenOf(id), await tokenOf(id)];
    for (const replica of replicas) expect(await isTaken(token, replica)).toBe(true);
    expect(await revoke(id, token)).toEqual({ status: 200, body: {} });
    await expect.poll(() => isTaken(token, second())).toBe(false);
    await expect.poll(() => isTaken(token)).toBe(false);
    for (const replica of replicas) expect(await isTaken(other, replica)).toBe(true);
    expect((await revoke(id, token, { token_type_hint: 'access_token' })).status).toBe(200);
  });

  test('a client ends the tokens that it had issued for members', async () => {
    const id = await client('PARTNER', partnerAt(0));
    const token = await memberToken(memberAt(5), id);
    expect(await isTaken(token)).toBe(true);
    expect((await revoke(id, token)).status).toBe(200);
    await expect.poll(() => isTaken(token)).toBe(false);
  });

  test('the operator ends any token of its programme, and no other', async () => {
    const token = await tokenOf(await client('PARTNER', partnerAt(0)));
    const stranger = await client('OPERATOR', null, '01890000-0000-7000-8000-00000000ffff');
    const refused = await revoke(stranger, token);
    expect([refused.status, refused.body.error]).toEqual([400, 'unauthorized_client']);
    expect(await isTaken(token)).toBe(true);
    expect((await revoke(await client('OPERATOR', null), token)).status).toBe(200);
    await expect.poll(() => isTaken(token)).toBe(false);
  });

  test("another client's token is not ended", async () => {
    const token = await tokenOf(await client('PARTNER', partnerAt(0)));
    const refused = await revoke(await client('PARTNER', partnerAt(0)), token);
    expect([refused.status, refused.body.error]).toEqual([400, 'unauthorized_client']);
    expect(await isTaken(token)).toBe(true);
  });

  test.each<[string, (id: string) => ReturnType<typeof post>, number, string | undefined]>([
    ['what is no token', (id) => revoke(id, 'nonsense'), 200, undefined],
    ['what no database can hold', (id) => revoke(id, '\0'), 200, undefined],
    ['no token', (id) => revoke(id, ''), 400, 'invalid_request'],
    ['a wrong secret', (id) => revoke(id, 'x', { client_secret: makeClientSecret() }), 401, 'invalid_client'],
    ['no client', () => post('/oauth/revoke', { token: 'x' }), 401, 'invalid_client'],
  ])('%s is answered as the standard says', async (_, ask, status, error) => {
    const before = await database.sql`SELECT FROM platform.token_bar`;
    const answer = await ask(await client('PARTNER', partnerAt(0)));
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(await database.sql`SELECT FROM platform.token_bar`).toHaveLength(before.length);
  });

  test('only POST, and no parameter twice', async () => {
    expect((await fetch(`${first().gateway.url}/oauth/revoke`)).status).toBe(405);
    const twice = await fetch(`${first().gateway.url}/oauth/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'token=a&token=b',
    });
    expect(twice.status).toBe(400);
  });

  test('bars of tokens that have expired are forgotten', async () => {
    await database.sql`SELECT platform.bar_tokens('TOKEN', 'long gone', 'infinity', now() - interval '1 second')`;
    const id = await client('PARTNER', partnerAt(0));
    await revoke(id, await tokenOf(id));
    expect(await database.sql`SELECT FROM platform.token_bar WHERE subject = 'long gone'`).toHaveLength(0);
  });
});

interface Ending {
  name: string;
  token: () => Promise<string>;
  happen: (token: string) => Promise<unknown>;
}
let partner = 0;
let member = 0;
let id = '';
const named = async (made: Promise<string>): Promise<string> => {
  id = await made;
  return id;
};
const ENDINGS: Ending[] = [
  {
    name: 'the token is revoked',
    token: async () => tokenOf(await named(client('PARTNER', partnerAt(0)))),
    happen: (token) => revoke(id, token),
  },
  {
    name: 'the client is revoked',
    token: async () => tokenOf(await named(client('PARTNER', partnerAt(0)))),
    happen: () => database.sql`UPDATE platform.api_client SET revoked_at = now() WHERE client_id = ${id}`,
  },
  {
    name: "the client's secret changes",
    token: async () => tokenOf(await named(client('OPERATOR', null))),
    happen: async () =>
      database.sql`UPDATE platform.api_client SET secret_hash = ${`${secretHash.slice(0, -1)}A`} WHERE client_id = ${id}`,
  },
  {
    name: 'the client behind a member is revoked',
    token: async () => memberToken(memberAt(5), await named(client('PARTNER', partnerAt(0)))),
    happen: () => database.sql`UPDATE platform.api_client SET revoked_at = now() WHERE client_id = ${id}`,
  },
  ...(['SUSPENDED', 'CLOSED'] as const).map((status) => ({
    name: `the member is ${status}`,
    token: async () => memberToken(memberAt(member++), await client('PARTNER', partnerAt(0))),
    happen: () => database.sql`UPDATE members.member SET status = ${status} WHERE member_id = ${memberAt(member - 1)}`,
  })),
  ...(['SUSPENDED', 'LEFT'] as const).map((standing) => ({
    name: `the partner is ${standing}`,
    token: async () => tokenOf(await client('PARTNER', partnerAt(++partner))),
    happen: () =>
      database.sql`UPDATE partners.partner SET standing = ${standing} WHERE partner_id = ${partnerAt(partner)}`,
  })),
];

describe.each([
  ['over SSE', overSse],
  ['over WebSocket', overWebSocket],
])('%s', (_transport, open) => {
  test.each(ENDINGS)('when $name, its streams end in every gateway with a code, and no others', async (ending) => {
    const token = await ending.token();
    const bystander = await tokenOf(await client('OPERATOR', null));
    const streams = [await open(first(), token), await open(second(), token)];
    const others = [await open(first(), bystander), await open(second(), bystander)];
    await ending.happen(token);
    for (const stream of streams) expect(await stream.ended).toEqual(['UNAUTHENTICATED']);
    for (const replica of replicas) await expect.poll(() => isTaken(token, replica)).toBe(false);
    expect(others.every((stream) => stream.isOpen())).toBe(true);
    for (const replica of replicas) expect(await isTaken(bystander, replica)).toBe(true);
  });
});

test('a socket whose token is barred is closed with 4403', async () => {
  closeCodes.length = 0;
  const clientId = await client('PARTNER', partnerAt(0));
  const token = await tokenOf(clientId);
  const stream = await overWebSocket(first(), token);
  await revoke(clientId, token);
  await stream.ended;
  await expect.poll(() => closeCodes).toContain(4403);
});

test('a partner that stands elsewhere comes back with a new token at once', async () => {
  const clientId = await client('PARTNER', partnerAt(5));
  const before = await tokenOf(clientId);
  await database.sql`UPDATE partners.partner SET standing = 'SUSPENDED' WHERE partner_id = ${partnerAt(5)}`;
  const after = await tokenOf(clientId);
  expect([await isTaken(before), await isTaken(after)]).toEqual([false, true]);
});

test('a member that is active again needs a new token; what it had before stays ended', async () => {
  const clientId = await client('PARTNER', partnerAt(0));
  const [id, before] = [memberAt(4), await memberToken(memberAt(4), clientId)];
  await database.sql`UPDATE members.member SET status = 'SUSPENDED' WHERE member_id = ${id}`;
  expect(await isTaken(await memberToken(id, clientId))).toBe(false);
  await database.sql`UPDATE members.member SET status = 'ACTIVE' WHERE member_id = ${id}`;
  expect(await isTaken(before)).toBe(false);
  expect(await isTaken(await memberToken(id, clientId))).toBe(true);
});

test('what is rolled back bars nothing', async () => {
  const clientId = await client('PARTNER', partnerAt(0));
  const token = await tokenOf(clientId);
  await database.sql
    .begin(async (sql) => {
      await sql`UPDATE platform.api_client SET revoked_at = now() WHERE client_id = ${clientId}`;
      throw new Error('not meant');
    })
    .catch(() => {});
  expect(await isTaken(token)).toBe(true);
});

test('a bar that was written while nobody could hear is found when the connection is back', async () => {
  const clientId = await client('PARTNER', partnerAt(0));
  const token = await tokenOf(clientId);
  const stream = await overSse(second(), token);
  // No notification: the trigger's NOTIFY is what a lost connection loses.
  await database.sql`INSERT INTO platform.token_bar VALUES ('CLIENT', ${clientId}, 'infinity')`;
  expect(stream.isOpen()).toBe(true);
  await database.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'loyalty-platform' AND query ILIKE 'listen%'`;
  expect(await stream.ended).toEqual(['UNAUTHENTICATED']);
});

test('a bar that nobody announced is found by asking now and then', async () => {
  const replica = await startReplica(20);
  cleaners.push(async () => {
    await replica.gateway.close(0);
    await replica.bars.stop();
    await replica.platform.close();
  });
  const clientId = await client('PARTNER', partnerAt(0));
  const stream = await overSse(replica, await tokenOf(clientId));
  await database.sql`INSERT INTO platform.token_bar VALUES ('CLIENT', ${clientId}, 'infinity')`;
  expect(await stream.ended).toEqual(['UNAUTHENTICATED']);
});

test('when bars cannot be read a token is neither taken nor called bad: 503', async () => {
  const replica = await startReplica();
  cleaners.push(() => replica.gateway.close(0));
  const token = await tokenOf(await client('OPERATOR', null));
  // Verified once, so that its key is known.
  await replica.identity.verifyToken(token);
  await replica.bars.stop();
  await replica.platform.close(0);
  const answer = await askGateway(
    `${replica.gateway.url}/graphql`,
    { query: '{ hello }' },
    { authorization: `Bearer ${token}` },
  );
  expect([answer.status, codesOf(answer)]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
});

test('the database keeps the table of bars to those who write it', async () => {
  const ledger = openDatabase({ url: database.url, role: 'ledger', max: 1 });
  cleaners.push(() => ledger.close());
  await expect(ledger.sql`SELECT platform.bar_tokens('MEMBER', 'x', 'infinity')`).rejects.toThrow(/permission denied/);
  await expect(ledger.sql`SELECT FROM platform.token_bar`).rejects.toThrow(/permission denied/);
});
