import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { readerRoleOf, roleOf, SCHEMAS } from '../../db/schemas.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let folder: string;

beforeEach(async () => {
  test = await createTestDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), 'loyalty-migrations-'));
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<void> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), text);
}

const run = () => migrate({ url: test.url, folder });

describe('migrations', () => {
  it('of the project apply to an empty database, and a second time there is nothing to do', async () => {
    const first = await migrate({ url: test.url });
    expect(first.applied[0]).toBe('platform/001-schemas-and-roles.sql');
    const second = await migrate({ url: test.url });
    expect(second).toEqual({ applied: [], alreadyApplied: first.applied.length });
  });

  it('need no superuser: a user that may make roles, and its second database on the same server', async ({ skip }) => {
    const [who] = await test.sql`SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user`;
    skip(who?.superuser !== true, 'the test server was given with such a user already');
    const name = `loyalty_app_${randomBytes(4).toString('hex')}`;
    const second = await createTestDatabase({ empty: true });
    await test.sql.unsafe(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'x'`);
    try {
      for (const database of [test, second]) {
        const url = new URL(database.url);
        await database.sql.unsafe(`GRANT CREATE ON DATABASE ${url.pathname.slice(1)} TO ${name}`);
        // Roles of the server may be there already, made by somebody else: then that one has to hand them on.
        for (const role of [...SCHEMAS.map(roleOf), ...SCHEMAS.map(readerRoleOf)]) {
          const [found] = await test.sql`SELECT FROM pg_roles WHERE rolname = ${role}`;
          if (found !== undefined) await test.sql.unsafe(`GRANT ${role} TO ${name}`);
        }
        Object.assign(url, { username: name, password: 'x' });
        await migrate({ url: url.href });
        const ledger = openDatabase({ url: url.href, role: 'ledger' });
        expect([...(await ledger.sql`SELECT current_user AS name`)]).toEqual([{ name: 'loyalty_ledger' }]);
        await ledger.close();
      }
    } finally {
      for (const database of [test, second]) await database.sql.unsafe(`DROP OWNED BY ${name}`);
      await test.sql.unsafe(`DROP ROLE ${name}`);
      await second.close();
    }
  });

  it('apply by schema, then by number', async () => {
    await write('ledger/001-late.sql', 'CREATE TABLE late AS SELECT * FROM early');
    await write('partners/002-early.sql', 'CREATE TABLE early AS SELECT n FROM first');
    await write('partners/001-first.sql', 'CREATE TABLE first (n int)');
    expect((await run()).applied).toEqual(['partners/001-first.sql', 'partners/002-early.sql', 'ledger/001-late.sql']);
  });

  it('that start at the same time apply once', async () => {
    await write('partners/001-first.sql', 'CREATE TABLE first (n int)');
    const results = await Promise.all([run(), run(), run()]);
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 1]);
  });

  it('that fail are named with the line and the reason, leave nothing of themselves, and keep what came before', async () => {
    await write('partners/001-good.sql', 'CREATE TABLE good (n int)');
    await write('partners/002-bad.sql', 'CREATE TABLE half (n int);\n\nINSERT INTO nowhere VALUES (1);\n');
    await expect(run()).rejects.toThrow(
      'The migration partners/002-bad.sql failed at line 3 and was rolled back; the database said: relation "nowhere" does not exist.',
    );
    const [made] =
      await test.sql`SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('half') IS NOT NULL AS half`;
    expect(made).toEqual({ good: true, half: false });

    await write('partners/002-bad.sql', 'CREATE TABLE half (n int)');
    expect(await run()).toEqual({ applied: ['partners/002-bad.sql'], alreadyApplied: 1 });
  });

  it('edited after they were applied are noticed', async () => {
    await write('partners/001-first.sql', 'CREATE TABLE first (n int)');
    await run();
    await write('partners/001-first.sql', 'CREATE TABLE first (n bigint)');
    await expect(run()).rejects.toThrow('partners/001-first.sql was changed after this database had applied it');
  });

  it('of a newer version are left alone', async () => {
    await write('partners/001-first.sql', 'CREATE TABLE first (n int)');
    await run();
    await rm(join(folder, 'partners/001-first.sql'));
    await expect(run()).rejects.toThrow(
      'holds the migration partners/001-first.sql, which this checkout does not have',
    );
  });

  it('need a number of their own', async () => {
    await write('partners/001-first.sql', '');
    await write('partners/001-second.sql', '');
    await expect(run()).rejects.toThrow('partners/001-second.sql needs a name like 001-what-it-does.sql');
    expect((await test.sql`SELECT to_regclass('platform.applied_migration') AS made`)[0]?.made).toBeNull();
  });
});

describe('a server that cannot be used is refused in one sentence', () => {
  it('when it is too old', async () => {
    // The real server, told to answer like an old one: our function is found before the built-in.
    await test.sql.unsafe(`
      CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS
        $$ SELECT CASE name WHEN 'server_version_num' THEN '140011' ELSE '14.11' END $$;
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$;`);
    await expect(run()).rejects.toThrow('The database server is PostgreSQL 14.11; version 15 or newer is needed.');
  });

  it('when nobody answers there', async () => {
    await expect(migrate({ url: 'postgres://someone:secret@127.0.0.1:1/shop', folder })).rejects.toThrow(
      'The database server at 127.0.0.1:1/shop cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
    );
  });

  it('when what listens there hangs up before it speaks', async () => {
    const hangsUp = createServer((socket) => socket.resume().end()).listen(0, '127.0.0.1');
    await once(hangsUp, 'listening');
    const { port } = hangsUp.address() as AddressInfo;
    await expect(migrate({ url: `postgres://127.0.0.1:${port}/shop`, folder, answerMillis: 500 })).rejects.toThrow(
      `The database server at 127.0.0.1:${port}/shop does not answer`,
    );
    hangsUp.close();
    await once(hangsUp, 'close');
  });

  it('when the password is wrong, which is not repeated', async () => {
    const url = new URL(test.url);
    url.password = 'wrong-secret';
    const error = await migrate({ url: url.href, folder }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(/refused: password authentication failed for user "\w+"\.$/);
    expect(String(error)).not.toContain('wrong-secret');
  });
});
