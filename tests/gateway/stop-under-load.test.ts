/**
 * SIGTERM while tills post and front ends follow, in one process and in five: whatever was sent before `/ready` said no is answered, every follower
 * is told to come back and has a cursor to come back with, the process ends by itself, and at the next one nobody has missed anything.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { apiAt } from '../support/coalition-by-api.ts';
import { createTestDatabase } from '../support/database.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';
import { spawnScript } from '../support/spawn-script.ts';

const IN_FLIGHT = 32;
const FOLLOWERS = 20;
const SELL =
  'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { transaction { id } userErrors { code } } }';
const FOLLOW = `subscription ($member: ID!, $after: String) {
  pointsUpdated(memberId: $member, after: $after) { cursor transaction { id } } }`;

/** What a follower heard, and how its stream ended. */
interface Followed {
  cursor: string | null;
  readonly transactions: string[];
  readonly ends: string[];
}

function post(url: string, token: string, body: object, agent: Agent, accept: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}/graphql`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}
async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

/** Follows over SSE until the stream ends, or until so many were heard in all. */
async function followBySse(
  url: string,
  token: string,
  member: string,
  followed: Followed,
  until = Number.POSITIVE_INFINITY,
) {
  const agent = new Agent();
  const response = await post(
    url,
    token,
    { query: FOLLOW, variables: { member, after: followed.cursor } },
    agent,
    'text/event-stream',
  );
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(': cursor ')) followed.cursor = block.slice(9);
      if (block.startsWith('event: next')) take(JSON.parse(block.slice(block.indexOf('{'))), followed);
    }
    if (followed.transactions.length >= until) break;
  }
  agent.destroy();
}

/** The same over a WebSocket; resolves when it is closed. */
async function followBySocket(url: string, token: string, member: string, followed: Followed): Promise<void> {
  await new Promise<void>((resolve) => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${token}` },
      on: {
        ping: (received, payload) => {
          if (received && typeof payload?.cursor === 'string') followed.cursor = payload.cursor;
        },
        // By whichever side is first: a client without operations leaves.
        closed: () => resolve(),
      },
    });
    client.subscribe(
      { query: FOLLOW, variables: { member, after: followed.cursor } },
      { next: (result) => take(result as never, followed), error: () => {}, complete: () => {} },
    );
  });
}

function take(
  {
    data,
    errors,
  }: { data?: { pointsUpdated: { cursor: string; transaction: { id: string } } } | null; errors?: unknown },
  followed: Followed,
): void {
  if (Array.isArray(errors)) followed.ends.push(errors[0].extensions.code);
  if (!data) return;
  followed.cursor = data.pointsUpdated.cursor;
  followed.transactions.push(data.pointsUpdated.transaction.id);
}

test.each(['start', 'split'])(
  '%s',
  async (script) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'loyalty-stopping-'));
    const database = await createTestDatabase();
    const platform = { clientId: 'platform', clientSecret: makeClientSecret() };
    await database.sql`
    INSERT INTO platform.api_client (client_id, role, name, scopes, secret_hash, created_at)
    VALUES (${platform.clientId}, 'PLATFORM', 'platform', '{platform:write}', ${await hashSecret(platform.clientSecret)}, now())`;
    const start = async () => {
      const running = spawnScript(script, [], {
        DATABASE_URL: database.url,
        DATABASE_CONNECTIONS: '4',
        PORT: '0',
        DATA_DIR: dataDir,
        NODE_ENV: 'production',
        LOG_LEVEL: 'fatal',
        PERSONAL_DATA_KEY: TEST_PERSONAL_DATA_KEY,
        STATEMENT_SECRETS: `test:${TEST_PERSONAL_DATA_KEY}`,
        // Longer than a busy machine takes to notice.
        DRAIN_SECONDS: '10',
      });
      await running.printed('Ctrl-C stops everything.');
      return { running, url: /GraphQL {3}(\S+)\/graphql/.exec(running.output())?.[1] as string };
    };
    const first = await start();
    const api = apiAt(first.url, platform);
    const programme = await api.programme('stopping');
    const partner = await api.partner(programme, 'till');
    const member = await api.member(programme);

    const followers = Array.from({ length: FOLLOWERS }, (): Followed => ({ cursor: null, transactions: [], ends: [] }));
    const following = followers.map((followed, index) =>
      (index % 2 === 0 ? followBySse : followBySocket)(first.url, member.token, member.id, followed),
    );
    await expect.poll(() => followers.every(({ cursor }) => cursor !== null), { timeout: 60_000 }).toBe(true);
    // Somebody who connected and says nothing.
    const mute = connect(Number(new URL(first.url).port), '127.0.0.1').on('error', () => {});

    const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
    const outcomes: Record<string, number> = {};
    const posted: string[] = [];
    let balanced = true;
    const till = async (number: number): Promise<void> => {
      for (let receipt = 0; balanced; receipt += 1) {
        const input = {
          idempotencyKey: `${number}-${receipt}`,
          storeId: partner.storeId,
          memberId: member.id,
          amount: { amount: '1.00', currency: 'EUR' },
        };
        const outcome = await post(
          first.url,
          partner.token,
          { query: SELL, variables: { input } },
          agent,
          'application/json',
        )
          .then(textOf)
          .then(
            (text) => {
              const id = JSON.parse(text).data?.recordPurchase?.transaction?.id;
              if (id === undefined) return text;
              posted.push(id);
              return 'OK';
            },
            (error: Error) => error.message,
          );
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    };
    const tills = Array.from({ length: IN_FLIGHT }, (_, number) => till(number));
    await expect.poll(() => posted.length, { timeout: 60_000 }).toBeGreaterThan(200);
    first.running.signal('SIGTERM');
    // As a balancer does: it asks, and sends no more.
    await expect
      .poll(async () => (await fetch(`${first.url}/ready`)).status, { timeout: 30_000, interval: 20 })
      .toBe(503);
    balanced = false;
    await Promise.all(tills);
    expect(Object.keys(outcomes)).toEqual(['OK']);
    expect(await first.running.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await Promise.all(following);
    mute.destroy();
    agent.destroy();
    expect(followers.map(({ ends }) => ends)).toEqual(followers.map(() => ['SERVICE_UNAVAILABLE']));

    const rows = await database.sql<{ id: string }[]>`
    SELECT transaction_id AS id FROM ledger.transaction WHERE kind = 'PURCHASE' AND status = 'OK'`;
    expect(rows.map(({ id }) => id).sort()).toEqual([...posted].sort());
    const second = await start();
    await Promise.all(
      followers.map((followed) => followBySse(second.url, member.token, member.id, followed, posted.length)),
    );
    const [{ transactions }] = followers as [Followed];
    expect([...transactions].sort()).toEqual([...posted].sort());
    for (const followed of followers) expect(followed.transactions).toEqual(transactions);
    second.running.signal('SIGTERM');
    expect(await second.running.ended).toMatchObject({ code: 0, stderr: '' });
    await expectBooksBalanced(database.url);
    await database.close();
    await rm(dataDir, { recursive: true });
  },
  600_000,
);
