/**
 * A rolling restart as whoever runs the product does one: two processes behind a balancer that asks `/ready`, stopped with SIGTERM and started
 * again one after the other, while tills post and a front end follows. Nothing is sent twice here: a request that fails is a request lost.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { apiAt, eur, outcomeOf } from '../support/coalition-by-api.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';
import { type RunningScript, spawnScript } from '../support/spawn-script.ts';

const TILLS = 4;
let database: TestDatabase;
let dataDir: string;
let balancer: Balancer;
const platform = { clientId: 'platform', clientSecret: makeClientSecret() };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'loyalty-rolling-'));
  database = await createTestDatabase();
  await database.sql`
    INSERT INTO platform.api_client (client_id, role, name, scopes, secret_hash, created_at)
    VALUES (${platform.clientId}, 'PLATFORM', 'platform', '{platform:write}', ${await hashSecret(platform.clientSecret)}, now())`;
  balancer = await startBalancer();
});
afterAll(async () => {
  await balancer.close();
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('no request is lost while every process is restarted, and a follower misses nothing and gets nothing twice', async () => {
  const start = async (): Promise<Replica> => {
    const script = spawnScript('start', [], {
      DATABASE_URL: database.url,
      DATABASE_CONNECTIONS: '4',
      PORT: '0',
      DATA_DIR: dataDir,
      NODE_ENV: 'production',
      // What is tried again by itself is no failure here.
      LOG_LEVEL: 'fatal',
      PERSONAL_DATA_KEY: TEST_PERSONAL_DATA_KEY,
      STATEMENT_SECRETS: `test:${TEST_PERSONAL_DATA_KEY}`,
      DRAIN_SECONDS: '1',
    });
    await script.printed('Ctrl-C stops everything.');
    const url = /GraphQL {3}(\S+)\/graphql/.exec(script.output())?.[1] as string;
    return { script, url };
  };
  let replicas = [await start(), await start()];
  balancer.use(replicas.map(({ url }) => url));
  await balancer.ready(2);

  const api = apiAt(balancer.url, platform);
  const programme = await api.programme('rolling');
  const partner = await api.partner(programme, 'till');
  const member = await api.member(programme);
  const cursor = (await api.ask(member.token, '{ feedCursor }')).data?.feedCursor as string;

  let stopped = false;
  const outcomes: Record<string, number> = {};
  const posted: string[] = [];
  const till = async (number: number): Promise<void> => {
    for (let receipt = 0; !stopped; receipt += 1) {
      const outcome = await api
        .mutate(
          partner.token,
          'recordPurchase',
          {
            idempotencyKey: `${number}-${receipt}`,
            storeId: partner.storeId,
            memberId: member.id,
            amount: eur('1.00'),
          },
          'transaction { id }',
        )
        .then(
          (reply) => {
            const transaction = reply.transaction as { id: string } | null | undefined;
            if (!transaction) return `LOST ${outcomeOf(reply)} ${JSON.stringify(reply)}`;
            posted.push(transaction.id);
            return outcomeOf(reply);
          },
          (error: Error) => `LOST ${(error.cause as Error | undefined)?.message ?? error.message}`,
        );
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      // A customer pays; the processes that start beside this need the cores, too.
      await delay(50);
    }
  };
  const followed = follow(balancer.url, member, cursor, () => stopped && heard() === posted.length);
  const heard = (): number => followed.transactions.length;
  const tills = Array.from({ length: TILLS }, (_, number) => till(number));

  for (const old of replicas) {
    old.script.signal('SIGTERM');
    expect(await old.script.ended).toMatchObject({ code: 0, stderr: '' });
    const fresh = await start();
    replicas = [...replicas.filter((each) => each !== old), fresh];
    balancer.use(replicas.map(({ url }) => url));
    await balancer.ready(2);
  }
  const before = posted.length;
  await expect.poll(() => posted.length, { timeout: 30_000 }).toBeGreaterThan(before + 10);
  stopped = true;
  await Promise.all(tills);

  expect(Object.keys(outcomes)).toEqual(['OK']);
  const rows = await database.sql<
    { id: string }[]
  >`SELECT transaction_id AS id FROM ledger.transaction WHERE kind = 'PURCHASE'`;
  expect(rows.map(({ id }) => id).sort()).toEqual([...posted].sort());
  // A moment to hear the last ones; who missed one, or heard one twice, is found by comparing.
  await Promise.race([followed.done, delay(60_000)]);
  expect([...followed.transactions].sort()).toEqual([...posted].sort());
  expect(followed.ends).toContain('SERVICE_UNAVAILABLE');
  await expectBooksBalanced(database.url);
}, 600_000);

interface Replica {
  readonly script: RunningScript;
  readonly url: string;
}

/** Follows a member's points, and subscribes again after the last cursor whenever the stream ends. */
function follow(url: string, member: { id: string; token: string }, from: string, done: () => boolean) {
  const transactions: string[] = [];
  const ends: string[] = [];
  const query = `subscription ($after: String) {
    pointsUpdated(memberId: "${member.id}", after: $after) { cursor transaction { id kind } } }`;
  const run = async (): Promise<void> => {
    for (let after = from; !done(); ) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${member.token}`,
        },
        body: JSON.stringify({ query, variables: { after } }),
      });
      let text = '';
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let reading = reader.read();
      stream: for (;;) {
        const chunk = await Promise.race([reading, delay(250)]);
        if (chunk === undefined) {
          if (done()) break;
          continue;
        }
        if (chunk.done) break;
        reading = reader.read();
        text += chunk.value;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (\{.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          const { data: event, errors } = JSON.parse(data);
          if (errors) {
            ends.push(errors[0].extensions.code);
            break stream;
          }
          const { cursor, transaction } = event.pointsUpdated;
          after = cursor;
          if (transaction?.kind === 'PURCHASE') transactions.push(transaction.id);
        }
      }
      reading.catch(() => {});
      await reader.cancel().catch(() => {});
    }
  };
  return { transactions, ends, done: run() };
}

interface Balancer {
  readonly url: string;
  /** Sends requests to these from now on, as far as they are ready. */
  use(urls: readonly string[]): void;
  /** Resolves when so many of them are ready. */
  ready(count: number): Promise<void>;
  close(): Promise<void>;
}

/** In turn to whoever says that it is ready, asked every 50 ms; it never sends a request a second time. */
async function startBalancer(): Promise<Balancer> {
  let targets: readonly string[] = [];
  let ready: readonly string[] = [];
  let turn = 0;
  const agent = new Agent({ keepAlive: true });
  const server: Server = createServer((request, response) => {
    turn += 1;
    const target = ready[turn % ready.length];
    if (target === undefined) return response.writeHead(503).end('{}');
    const passed = httpRequest(`${target}${request.url}`, { method: request.method, headers: request.headers, agent });
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end('{}')));
    response.on('close', () => response.writableFinished || passed.destroy());
    request.pipe(passed);
  });
  // Clients keep their connections to the balancer, however long they pause on a busy machine.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let closed = false;
  const asking = (async () => {
    while (!closed) {
      const asked = await Promise.all(
        targets.map(async (target) => {
          const answer = await fetch(`${target}/ready`).catch(() => null);
          await answer?.body?.cancel();
          return answer?.ok ? target : null;
        }),
      );
      ready = asked.filter((target) => target !== null);
      await delay(50);
    }
  })();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use(urls) {
      targets = urls;
    },
    ready: (count) => expect.poll(() => ready.length, { timeout: 60_000 }).toBe(count),
    async close() {
      closed = true;
      await asking;
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
