import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { findProcess } from '../../db/embedded/lock.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../db/embedded.ts';
import { roomyFolder } from '../support/postgres.ts';

let dataDir: string;
let cluster: string;
let told: string[];
let running: EmbeddedPostgres | undefined;

beforeEach(async () => {
  const folder = await mkdtemp(join(roomyFolder(), 'loyalty-embedded-'));
  dataDir = join(folder, 'data');
  told = [];
  await chmod(folder, 0o711);
  cluster = join(dataDir, 'postgres', 'cluster');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});

const start = async () => {
  running = await startEmbeddedPostgres({ dataDir, tell: (sentence) => told.push(sentence) });
  return running;
};
const ask = async (url: string, statement: string) => {
  const database = openDatabase({ url, max: 1 });
  try {
    return [...(await database.sql.unsafe(statement))];
  } finally {
    await database.close(0);
  }
};

it('what was committed survives kill -9 of the database and a stop, and the password is for us alone', async () => {
  const first = await start();
  expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
  expect(await ask(first.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  await ask(first.url, "CREATE TABLE kept AS SELECT 'سلام' AS word");
  process.kill(first.pid, 'SIGKILL');
  await first.ended;

  const second = await start();
  expect(told).toEqual(['The database was not stopped cleanly the last time; it recovers what was acknowledged.']);
  expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'سلام' }]);
  await second.stop();
  expect(findProcess(second.pid)).toBe('gone');
  expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
});

it('is spoken to over a Unix socket beside its data, of which none is left behind', async () => {
  const sockets = async () => (await readdir(cluster)).filter((name) => name.startsWith('.s.PGSQL.')).sort();
  const askWay = async ({ url, socketUrl }: EmbeddedPostgres) => [
    ...(await ask(url, 'SELECT inet_server_addr() IS NULL AS local')),
    ...(await ask(socketUrl, 'SELECT inet_server_addr() IS NULL AS local')),
  ];
  const first = await start();
  expect(await askWay(first)).toEqual([{ local: false }, { local: true }]);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;

  const second = await start();
  expect(await sockets()).toEqual([`.s.PGSQL.${second.port}`, `.s.PGSQL.${second.port}.lock`]);
  expect(await askWay(second)).toEqual([{ local: false }, { local: true }]);
  await second.stop();
  expect(await sockets()).toEqual([]);
});

it('where the folder has too long a name for a socket, the loopback address is all there is', async () => {
  dataDir = join(dataDir, 'long'.repeat(25));
  cluster = join(dataDir, 'postgres', 'cluster');
  const { url, socketUrl } = await start();
  expect(socketUrl).toBe(url);
  expect(await ask(socketUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('a folder in use is refused and the one who uses it goes on', async () => {
  const first = await start();
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The data folder ${cluster} is in use by a running database (process ${first.pid}): stop that one, or choose another DATA_DIR.`,
  );
  expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('two first starts at once make one cluster', async () => {
  const starts = await Promise.allSettled([startEmbeddedPostgres({ dataDir }), startEmbeddedPostgres({ dataDir })]);
  const up = starts.filter((each) => each.status === 'fulfilled').map((each) => each.value);
  try {
    expect(up).toHaveLength(1);
    expect(await ask(up[0]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const refused = starts.find((each) => each.status === 'rejected');
    expect(String(refused?.reason)).toMatch(/in use by a running database|already exists/);
  } finally {
    for (const server of up) await server.stop();
  }
});

it('a lock that names another program is called stale, and one that is no lock is called that', async () => {
  await (await start()).stop();
  const lock = join(cluster, 'postmaster.pid');
  await writeFile(lock, `${process.pid}\n`);
  await expect(start()).rejects.toThrow(
    new RegExp(`^The lock ${lock} is stale: it names process ${process.pid}, which is`),
  );
  await writeFile(lock, 'nonsense\n');
  await expect(start()).rejects.toThrow(`The lock ${lock} cannot be understood`);
  expect(await readFile(lock, 'utf8')).toBe('nonsense\n');
});

it('data of another major version is refused and left as it was', async () => {
  await (await start()).stop();
  await writeFile(join(cluster, 'PG_VERSION'), '16\n');
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 16 and this version brings PostgreSQL 18/);
  expect(await readFile(join(cluster, 'PG_VERSION'), 'utf8')).toBe('16\n');
});

it('a folder that cannot be written is named', async () => {
  dataDir = join(dataDir, '..', 'file', 'data');
  await writeFile(join(dataDir, '..'), '');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The data folder ${dataDir} is not writable: ENOTDIR`,
  );
  dataDir = join(dataDir, '..');
});

it('the database ends when the process that started it is killed', async () => {
  const embedded = fileURLToPath(new URL('../../db/embedded.ts', import.meta.url));
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(embedded)});
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => resolve(Number(text)));
  });
  expect(findProcess(pid)).toEqual({ program: 'postgres' });
  parent.kill('SIGKILL');
  await expect.poll(() => existsSync(join(cluster, 'postmaster.pid')), { timeout: 20_000 }).toBe(false);
  await expect.poll(() => typeof findProcess(pid)).toBe('string');
});

it.runIf(process.getuid?.() === 0)(
  'root keeps data outside a folder that the database cannot enter, and says so',
  async () => {
    await chmod(join(dataDir, '..'), 0o700);
    const first = await start();
    const home = await readlink(join(dataDir, 'postgres'));
    try {
      expect(told).toEqual([
        `PostgreSQL does not run as root and its user cannot enter ${join(dataDir, 'postgres')}, so the data is kept in ${join(home, '..')}.`,
      ]);
      await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
      await first.stop();
      expect(await ask((await start()).url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
      expect(told).toHaveLength(1);
    } finally {
      await running?.stop();
      await rm(join(home, '..'), { recursive: true, force: true });
    }
  },
);
