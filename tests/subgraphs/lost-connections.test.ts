/** Whatever becomes of its connection, encrypted or not, a statement is answered: cut in the middle, cut just before, or silent for good. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnySql, type Database, openDatabase } from '../../db/client.ts';
import { classifyFailure } from '../../db/failures.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type EncryptingServer, startEncryptingServer } from '../support/encrypting-server.ts';

let test: TestDatabase;
let encrypting: EncryptingServer;

interface Link {
  url: string;
  clients: Set<Socket>;
  /** Whether what is sent disappears, with no word to anybody. */
  silent: boolean;
  close(): Promise<void>;
}

async function openLink(to: string): Promise<Link> {
  const target = new URL(to);
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    clients.add(client);
    client.on('data', (data) => made.silent || upstream.write(data));
    upstream.on('data', (data) => made.silent || client.write(data));
    const end = (): void => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(to);
  through.port = String((server.address() as AddressInfo).port);
  const made: Link = {
    url: through.href,
    clients,
    silent: false,
    async close() {
      for (const client of [...clients]) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return made;
}

beforeAll(async () => {
  test = await createTestDatabase();
  encrypting = await startEncryptingServer();
});
afterAll(async () => {
  await encrypting.close();
  await test.close();
});

let asked = 0;
/** Asks for a number of its own: `answered` with it, `answered wrongly`, or how it failed. */
function one({ sql }: { sql: AnySql }): Promise<string> {
  asked += 1;
  const number = asked;
  return Promise.resolve(sql`SELECT ${number}::int AS number`).then(
    ([row]) => (row?.number === number ? 'answered' : 'answered wrongly'),
    (error: unknown) => classifyFailure(error)?.kind ?? String(error),
  );
}
const outcomesOf = async (outcomes: readonly Promise<string>[]): Promise<string[]> =>
  [...new Set(await Promise.all(outcomes))].sort();

describe.each([
  ['in the clear', () => test.url, ''],
  ['encrypted', () => encrypting.url, 'require'],
])('%s', (_, serverUrl, sslmode) => {
  let link: Link;
  let watcher: Database;
  beforeAll(async () => {
    link = await openLink(serverUrl());
    watcher = openDatabase({ url: serverUrl(), max: 1 });
    if (sslmode !== '') link.url = withMode(link.url, sslmode);
  });
  afterAll(async () => {
    await watcher.close(1);
    await link.close();
  });

  it('statements that are sent while connections are reset again and again are all told, each its own answer or the loss', async () => {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 4 });
    const told: Promise<string>[] = [];
    for (let cuts = 0; cuts < 60; cuts += 1) {
      for (let count = 0; count < 8; count += 1) told.push(one(database));
      // Those of the first half are on their way when the connections are reset, the others come while these fall apart.
      await new Promise(setImmediate);
      for (const client of [...link.clients]) client.resetAndDestroy();
      for (let turn = 0; turn < 8; turn += 1) {
        told.push(one(database), one(database));
        await new Promise(setImmediate);
      }
      // Every other time the connections live on, with whatever became of them.
      if (cuts % 2 === 1)
        told.push(...(await Promise.all([one(database), one(database)])).map((each) => Promise.resolve(each)));
    }
    expect((await outcomesOf(told)).filter((outcome) => !['answered', 'connection-lost'].includes(outcome))).toEqual(
      [],
    );
    expect(await one(database)).toBe('answered');
    await database.close(1);
  }, 60_000);

  it('whoever is told of the loss and asks again at once is told, too', async () => {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 1 });
    for (let round = 0; round < 10; round += 1) {
      expect(await one(database)).toBe('answered');
      const asleep = `SELECT pg_sleep(20) AS round_${round}`;
      const sleeping = database.sql.unsafe(asleep).catch((error: unknown) => classifyFailure(error)?.kind);
      await expect
        .poll(() => watcher.sql`SELECT state FROM pg_stat_activity WHERE query = ${asleep} AND state = 'active'`)
        .toHaveLength(1);
      for (const client of [...link.clients]) client.resetAndDestroy();
      expect(await sleeping).toBe('connection-lost');
      // The connection has failed and is not closed yet.
      const again = [one(database), one(database)];
      expect(await outcomesOf(again)).not.toContain('answered wrongly');
    }
    await database.close(1);
  }, 60_000);

  it('a link that says nothing any more is given up: all that waits on it is told, and the pool goes on with another', async () => {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 2, statementTimeout: 200 });
    expect(await outcomesOf(Array.from({ length: 4 }, () => one(database)))).toEqual(['answered']);
    link.silent = true;
    const before = [...link.clients];
    const waiting = Array.from({ length: 10 }, () => one(database));
    const inTransaction = database.withTransaction(one).catch((error: unknown) => String(classifyFailure(error)?.kind));
    await Promise.race(before.map((client) => once(client, 'close')));
    // Connections that are made anew are not silent.
    link.silent = false;
    expect(await outcomesOf([...waiting, inTransaction])).toContain('connection-lost');
    expect(await one(database)).toBe('answered');
    await database.close(1);
  }, 60_000);

  it('who only listens is never given up, and a transaction may say how long it takes', async () => {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 2, statementTimeout: 200 });
    const heard: string[] = [];
    let listened = 0;
    await database.sql.listen(
      'quiet',
      (word) => heard.push(word),
      () => {
        listened += 1;
      },
    );
    // Longer than a silence of the pool's own statements may last.
    const slow = database.withTransaction(({ sql }) => sql`SELECT 1 AS one, pg_sleep(6)`, {
      settings: { statement_timeout: '20s' },
    });
    expect(await slow).toMatchObject([{ one: 1 }]);
    await database.sql.notify('quiet', 'word');
    await expect.poll(() => heard).toEqual(['word']);
    expect(listened).toBe(1);
    await database.close(1);
  }, 60_000);

  it('a connection that is lost with a statement about to leave is good again', async () => {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 6, connectTimeout: 3 });
    for (let round = 0; round < 5; round += 1) {
      // All of them: some are asleep, the others have nothing to do.
      const all = Array.from({ length: 6 }, () => one(database));
      expect(await outcomesOf(all)).toEqual(['answered']);
      const asleep = `SELECT pg_sleep(20) AS about_to_leave_${round}`;
      const retried = [0, 1, 2].map(() =>
        database.sql.unsafe(asleep).catch(() => Promise.all([one(database), one(database)])),
      );
      await expect
        .poll(() => watcher.sql`SELECT state FROM pg_stat_activity WHERE query = ${asleep} AND state = 'active'`)
        .toHaveLength(3);
      for (const client of [...link.clients]) client.destroy();
      // All of them are found closed in one turn.
      const until = performance.now() + 50;
      while (performance.now() < until);
      await Promise.all(retried);
      await expect
        .poll(() => outcomesOf(Array.from({ length: 6 }, () => one(database))), { timeout: 10_000 })
        .toEqual(['answered']);
    }
    await database.close(1);
  }, 60_000);

  /** A transaction that loses its connection while its work does something else, and then goes on. */
  async function loseTransaction(between: (database: ReturnType<typeof openDatabase>) => Promise<void>) {
    const database = openDatabase({ url: link.url, role: 'ledger', max: 1 });
    let goOn = (): void => {};
    const resumed = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let tellLate = (_: string): void => {};
    const late = new Promise<string>((resolve) => {
      tellLate = resolve;
    });
    const transaction = database.withTransaction(async (tx) => {
      await one(tx);
      for (const client of [...link.clients]) client.resetAndDestroy();
      await resumed;
      tellLate(await one(tx));
    });
    await expect(transaction).rejects.toMatchObject({
      code: expect.stringMatching(/^CONNECTION_CLOSED$|^ECONNRESET$/),
    });
    await between(database);
    goOn();
    expect(await late).toBe('connection-lost');
    expect(await one(database)).toBe('answered');
    await database.close(1);
  }

  it('a transaction whose connection is lost sends nothing more, wherever its work stands', async () => {
    await loseTransaction(async () => {});
  }, 60_000);

  it('nor when its connection has been opened anew for others: nothing is written outside of a transaction', async () => {
    await loseTransaction(async (database) => expect(await one(database)).toBe('answered'));
  }, 60_000);
});

const isEncrypted = async (url: string): Promise<unknown> => {
  const database = openDatabase({ url, max: 1, connectTimeout: 1 });
  try {
    const [row] = await database.sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
    return row?.ssl;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await database.close(0);
  }
};

it('is encrypted as the URL asks, and a certificate is looked at where it says so', async () => {
  const outcomes: Record<string, unknown> = {};
  for (const mode of ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'])
    outcomes[mode] = [await isEncrypted(withMode(encrypting.url, mode)), await isEncrypted(withMode(test.url, mode))];
  expect(outcomes).toEqual({
    disable: [false, false],
    allow: [true, false],
    prefer: [true, false],
    require: [true, 'CONNECTION_CLOSED'],
    'verify-ca': ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CONNECTION_CLOSED'],
    'verify-full': ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CONNECTION_CLOSED'],
  });
});

it('a server that says more than was asked before it encrypts, or nothing, is not spoken to, and the pool goes on', async () => {
  const target = new URL(encrypting.url);
  let ways: ('more' | 'nothing' | 'through')[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const way = ways.shift() ?? 'through';
    sockets.add(client.on('error', () => {}));
    if (way === 'more') client.once('data', () => client.write('SE'));
    if (way !== 'through') return;
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(upstream.on('error', () => {}));
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(withMode(encrypting.url, 'require'));
  through.port = String((server.address() as AddressInfo).port);
  const database = openDatabase({ url: through.href, max: 1, connectTimeout: 1 });
  ways = ['more', 'nothing'];
  expect(await one(database)).toBe('connection-lost');
  expect(await one(database)).toBe('connection-lost');
  expect(ways).toEqual([]);
  expect(await one(database)).toBe('answered');
  await database.close(1);
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
}, 30_000);

function withMode(url: string, sslmode: string): string {
  const asked = new URL(url);
  asked.searchParams.set('sslmode', sslmode);
  return asked.href;
}

it('the product begins transactions in one way', async () => {
  const root = new URL('../../', import.meta.url);
  const found: string[] = [];
  for (const folder of ['db', 'gateway', 'subgraphs'])
    for (const name of await readdir(new URL(folder, root), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      if (/\bsql\s*\.begin\(/.test(await readFile(new URL(`${folder}/${name}`, root), 'utf8')))
        found.push(`${folder}/${name}`);
    }
  // A command of its own, which ends with its connection.
  expect(found).toEqual(['db/migrate.ts']);
});
