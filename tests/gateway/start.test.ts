import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProcess } from '../../db/embedded/lock.ts';
import { startEmbeddedPostgres } from '../../db/embedded.ts';
import { createTestDatabase } from '../support/database.ts';
import { roomyFolder } from '../support/postgres.ts';
import { type ScriptEnd, spawnScript } from '../support/spawn-script.ts';

let dataDir: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(roomyFolder(), 'loyalty-start-'));
  await chmod(folder, 0o711);
  dataDir = join(folder, 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true, force: true }));

const start = (env: Record<string, string> = {}) => spawnScript('start', [], { PORT: '0', DATA_DIR: dataDir, ...env });

/** One sentence on standard error, nothing else, and the exit code says so. */
function expectSentence(end: ScriptEnd, sentence: string): void {
  expect(end.stderr).toBe(`${sentence}\n`);
  expect(end).toMatchObject({ code: 1, stdout: '' });
}

async function listening(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('npm start refuses in one sentence', () => {
  it('a busy port, before it makes a database', async () => {
    const busy = await listening();
    const end = await start({ PORT: String(busy.port) }).ended;
    await busy.close();
    expectSentence(end, `Port ${busy.port} is in use by another program: stop it, or choose another with PORT.`);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('a data folder that cannot be written', async () => {
    await writeFile(dataDir, '');
    const end = await start({ DATA_DIR: join(dataDir, 'below') }).ended;
    expectSentence(
      end,
      `The data folder ${dataDir}/below is not writable: ENOTDIR: not a directory, mkdir '${dataDir}/below'.`,
    );
  });

  it('a data folder in use, and a stale lock', async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    const cluster = join(dataDir, 'postgres', 'cluster');
    const inUse = await start().ended;
    await server.stop();
    expectSentence(
      inUse,
      `The data folder ${cluster} is in use by a running database (process ${server.pid}): stop that one, or choose another DATA_DIR.`,
    );
    await writeFile(join(cluster, 'postmaster.pid'), `${process.pid}\n`);
    const stale = await start().ended;
    expect(stale.code).toBe(1);
    expect(stale.stderr).toMatch(/^The lock .*postmaster\.pid is stale: it names process \d+, which is .*\.\n$/);
  });

  it('a server that cannot be reached', async () => {
    const end = await start({ DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/shop' }).ended;
    expectSentence(end, 'The database server at 127.0.0.1:1/shop cannot be reached: connect ECONNREFUSED 127.0.0.1:1.');
  });

  it('a migration that fails, and leaves the database as it was', async () => {
    const test = await createTestDatabase({ empty: true });
    await test.sql`CREATE SCHEMA partners`;
    const end = await start({ DATABASE_URL: test.url }).ended;
    expectSentence(
      end,
      'The migration platform/001-schemas-and-roles.sql failed and was rolled back; the database said: schema "partners" already exists.',
    );
    expect([...(await test.sql`SELECT nspname FROM pg_namespace WHERE nspname IN ('members', 'ledger')`)]).toEqual([]);
    await test.close();
  });

  it.each([
    [{ PORT: 'many' }, 'PORT must be a whole number from 0 to 65535. It is "many".'],
    [
      { DATABASE_URL: 'mysql://root:secret@localhost/x' },
      'DATABASE_URL must look like postgres://user:password@host:5432/database.',
    ],
    [{ TOKEN_ISSUERS: '{' }, 'TOKEN_ISSUERS must be a JSON array of issuers. It is "{".'],
  ])('an option that makes no sense: %o', async (env, sentence) => {
    const end = await start(env).ended;
    expectSentence(end, sentence);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('npm start', () => {
  it('serves a demo with tokens to paste, stops on Ctrl-C with its database, and starts again on the same data', async () => {
    for (const round of ['first', 'second']) {
      const running = start();
      await running.printed('Ctrl-C stops everything.');
      const lock = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
      expect(existsSync(lock), round).toBe(true);
      const url = /GraphQL {3}(\S+)/.exec(running.output())?.[1] ?? '';
      const token = /A member's front end:\n {2}(\S+)/.exec(running.output())?.[1] ?? '';
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ me { displayName wallet { available } } }' }),
      });
      // 12 points at the bakery, 116 at the bookshop, 9 at the café: a point per whole euro, two at the bookshop.
      expect(await response.json(), round).toEqual({
        data: { me: { displayName: 'Anna Weber', wallet: { available: 138 } } },
      });

      running.signal('SIGINT');
      expect(await running.ended, round).toMatchObject({ code: 0, stderr: '' });
      expect(existsSync(lock), round).toBe(false);
    }
  });

  it('is not held up by a second Ctrl-C, and the database ends all the same', async () => {
    const running = start();
    await running.printed('Ctrl-C stops everything.');
    const lock = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
    running.signal('SIGTERM');
    running.signal('SIGTERM');
    await running.ended;
    await expect.poll(() => existsSync(lock), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => typeof findProcess(pid)).toBe('string');
  });

  it('says so and ends when its database dies', async () => {
    const running = start();
    await running.printed('Ctrl-C stops everything.');
    const pid = Number.parseInt(await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    const end = await running.ended;
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('The embedded database ended without being asked');
  });
});
