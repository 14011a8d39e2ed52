import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { eq } from 'drizzle-orm';
import { bigint, date, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { classifyFailure, mayRetry, violatesUnique } from '../../db/failures.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const sample = pgSchema('ledger').table('sample', {
  id: uuid('id').primaryKey(),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  day: date('day').notNull(),
  body: jsonb('body').notNull(),
  name: text('name').notNull(),
});

const ID = '0190a000-0000-7000-8000-000000000001';
const BIG = 9_223_372_036_854_775_807n;
const AT = new Date('2026-03-29T01:30:00.123Z');

let test: TestDatabase;
let ledger: Database;
let partners: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql`
    CREATE TABLE ledger.sample (
      id uuid PRIMARY KEY, points bigint NOT NULL CHECK (points > 0), at timestamptz NOT NULL, day date NOT NULL,
      body jsonb NOT NULL, name text NOT NULL
    )`;
  ledger = openDatabase({ url: test.url, role: 'ledger', lockTimeout: 200 });
  partners = openDatabase({ url: test.url, role: 'partners' });
});
afterAll(async () => {
  await ledger.close();
  await partners.close();
  await test.close();
});

describe('what crosses the door keeps its value', () => {
  it('through SQL', async () => {
    const body = { name: 'سارا', list: [1, 'two', null] };
    await ledger.sql`
      INSERT INTO ledger.sample (id, points, at, day, body, name)
      VALUES (${ID}, ${BIG}, ${AT}, ${'2026-02-28'}, ${body}, ${'سارا'})`;
    const [row] = await ledger.sql`SELECT * FROM ledger.sample WHERE id = ${ID}`;
    expect(row).toEqual({ id: ID, points: BIG, at: AT, day: '2026-02-28', body, name: 'سارا' });
    const [seen] = await ledger.db.select().from(sample).where(eq(sample.id, ID));
    expect(seen).toEqual(row);
  });

  it('through drizzle, in a transaction, and SQL sees it alike afterwards', async () => {
    const id = '0190a000-0000-7000-8000-000000000002';
    const wanted = { id, points: BIG, at: AT, day: '2026-02-28', body: { note: '"quoted"' }, name: 'x' };
    await ledger.withTransaction(async (tx) => {
      await tx.db.insert(sample).values(wanted);
      const [inside] = await tx.sql`SELECT * FROM ledger.sample WHERE id = ${id}`;
      expect(inside).toEqual(wanted);
    });
    const [row] = await ledger.sql`SELECT *, jsonb_typeof(body) AS kind FROM ledger.sample WHERE id = ${id}`;
    expect(row).toEqual({ ...wanted, kind: 'object' });
  });

  it('in arrays, one per column', async () => {
    const rows = await ledger.sql`
      SELECT * FROM unnest(
        ${[ID]}::uuid[], ${ledger.sql.array([BIG])}::bigint[], ${ledger.sql.array([AT])}::timestamptz[],
        ${['2026-02-28']}::date[], ${['سارا, "x"']}::text[]
      ) AS t (id, points, at, day, name)`;
    expect([...rows]).toEqual([{ id: ID, points: BIG, at: AT, day: '2026-02-28', name: 'سارا, "x"' }]);
  });
});

describe('a subgraph writes its own schema and no other', () => {
  it('by its role', async () => {
    const [who] = await ledger.sql`SELECT current_user AS name, session_user <> current_user AS changed`;
    expect(who).toEqual({ name: 'loyalty_ledger', changed: true });
    const error = await partners.sql`SELECT * FROM ledger.sample`.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(classifyFailure(error)).toEqual({ kind: 'not-permitted' });
    const make = await ledger.sql`CREATE TABLE ledger.own (id int)`.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(classifyFailure(make)).toEqual({ kind: 'not-permitted' });
  });

  it('but partners makes and revokes API clients, and cannot change their secret', async () => {
    await partners.sql`
      INSERT INTO platform.api_client (client_id, programme_id, role, partner_id, name, secret_hash, created_at)
      VALUES ('c1', ${ID}, 'PARTNER', ${ID}, 'Till', 'scrypt$x', ${AT})`;
    await partners.sql`UPDATE platform.api_client SET revoked_at = ${AT} WHERE client_id = 'c1'`;
    const error = await partners.sql`UPDATE platform.api_client SET secret_hash = 'scrypt$y'`.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(classifyFailure(error)?.kind).toBe('not-permitted');
    const key = await partners.sql`SELECT private_jwk FROM platform.signing_key`.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(classifyFailure(key)?.kind).toBe('not-permitted');
  });
});

describe('a transaction', () => {
  it('that throws leaves nothing', async () => {
    const id = '0190a000-0000-7000-8000-000000000003';
    const reason = new Error('changed my mind');
    const attempt = ledger.withTransaction(async ({ sql }) => {
      await sql`INSERT INTO ledger.sample VALUES (${id}, 1, ${AT}, '2026-01-01', '{}', 'x')`;
      throw reason;
    });
    await expect(attempt).rejects.toBe(reason);
    expect(await ledger.sql`SELECT FROM ledger.sample WHERE id = ${id}`).toHaveLength(0);
  });

  it('keeps its settings to itself', async () => {
    const narrow = openDatabase({ url: test.url, role: 'ledger', max: 1 });
    const read = (sql: Database['sql']) => sql`SELECT current_setting('loyalty.partner_id', true) AS partner`;
    const inside = await narrow.withTransaction(
      (tx) => tx.sql`SELECT current_setting('loyalty.partner_id') AS partner`,
      {
        settings: { 'loyalty.partner_id': 'p1' },
      },
    );
    expect([...inside]).toEqual([{ partner: 'p1' }]);
    expect((await read(narrow.sql))[0]?.partner ?? '').toBe('');
    await narrow.close();
  });

  it('is run again after a deadlock when it says so', async () => {
    await test.sql`INSERT INTO ledger.sample SELECT gen_random_uuid(), 1, now(), '2026-01-01', '{}', n FROM unnest(ARRAY['left', 'right']) AS t (n)`;
    const patient = openDatabase({ url: test.url, role: 'ledger', lockTimeout: 0 });
    let tries = 0;
    let locked = 0;
    let bothIn: () => void = () => {};
    const meet = new Promise<void>((resolve) => {
      bothIn = resolve;
    });
    const cross = (first: string, second: string) =>
      patient.withTransaction(
        async ({ sql }) => {
          tries += 1;
          await sql`UPDATE ledger.sample SET points = points + 1 WHERE name = ${first}`;
          locked += 1;
          if (locked === 2) bothIn();
          await meet;
          await sql`UPDATE ledger.sample SET points = points + 1 WHERE name = ${second}`;
        },
        { attempts: 10 },
      );
    await Promise.all([cross('left', 'right'), cross('right', 'left')]);
    expect(tries).toBeGreaterThanOrEqual(3);
    const rows = await patient.sql`SELECT points FROM ledger.sample WHERE name IN ('left', 'right')`;
    expect([...rows]).toEqual([{ points: 3n }, { points: 3n }]);
    await patient.close();
  });
});

describe('failures have names', () => {
  const add = (id: string, points: bigint) =>
    ledger.sql`INSERT INTO ledger.sample VALUES (${id}, ${points}, ${AT}, '2026-01-01', '{}', 'x')`.then(
      () => null,
      (error: unknown) => error,
    );

  it('a duplicate, also through drizzle', async () => {
    expect(classifyFailure(await add(ID, 1n))).toEqual({
      kind: 'unique-violation',
      constraint: 'sample_pkey',
      table: 'sample',
    });
    const wrapped = await ledger.db
      .insert(sample)
      .values({ id: ID, points: 1n, at: AT, day: '2026-01-01', body: {}, name: 'x' })
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(violatesUnique(wrapped, 'sample_pkey')).toBe(true);
  });

  it('a check', async () => {
    const error = await add('0190a000-0000-7000-8000-000000000009', 0n);
    expect(classifyFailure(error)).toMatchObject({ kind: 'check-violation', constraint: 'sample_points_check' });
  });

  it('a lock that is not given in time may be tried again', async () => {
    await test.sql.begin(async (holder) => {
      await holder`SELECT FROM ledger.sample WHERE id = ${ID} FOR UPDATE`;
      const error = await ledger.sql`UPDATE ledger.sample SET name = 'y' WHERE id = ${ID}`.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(classifyFailure(error)).toEqual({ kind: 'lock-timeout' });
      expect(mayRetry(classifyFailure(error))).toBe(true);
    });
  });

  it('a connection that was cut', async () => {
    const alone = openDatabase({ url: test.url, role: 'ledger', max: 1 });
    const [mine] = await alone.sql`SELECT pg_backend_pid() AS pid`;
    const running = alone.sql`SELECT pg_sleep(30)`.then(
      () => null,
      (error: unknown) => error,
    );
    await expect
      .poll(
        async () => (await test.sql`SELECT FROM pg_stat_activity WHERE pid = ${mine?.pid} AND state = 'active'`).length,
      )
      .toBe(1);
    await test.sql`SELECT pg_terminate_backend(${mine?.pid})`;
    const failure = classifyFailure(await running);
    expect(failure).toEqual({ kind: 'connection-lost' });
    expect(mayRetry(failure)).toBe(false);
    await alone.close(0);
  });

  it('an error of our own is none of the database', () => {
    expect(classifyFailure(new Error('no'))).toBeNull();
  });
});

it('a transaction whose connection is cut fails alone, and the next one runs', async () => {
  const upstream = new URL(test.url);
  const cuts: (() => void)[] = [];
  const proxy = createServer((client) => {
    const server = connect(Number(upstream.port), upstream.hostname);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => {});
    cuts.push(() => client.end().resetAndDestroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const through = new URL(upstream);
  through.port = String((proxy.address() as AddressInfo).port);
  const cut = openDatabase({ url: through.href, max: 1 });
  const broken = cut.withTransaction(async (tx) => {
    await tx.sql`SELECT 1`;
    setImmediate(() => cuts.at(-1)?.());
    await tx.sql`SELECT pg_sleep(5)`;
  });
  await expect(broken).rejects.toThrow();
  expect(await cut.withTransaction((tx) => tx.sql`SELECT 1 AS one`)).toMatchObject([{ one: 1 }]);
  await cut.close(1);
  for (const end of cuts) end();
  proxy.close();
});

it('a transaction that gets no connection in its time fails, and does nothing when its turn comes after all', async () => {
  const narrow = openDatabase({ url: test.url, max: 1, turnTimeout: 100 });
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = narrow.withTransaction(() => released);
  let ran = false;
  const second = narrow.withTransaction(async () => {
    ran = true;
  });
  await expect(second).rejects.toSatisfy((error) => classifyFailure(error)?.kind === 'connection-lost');
  release();
  await first;
  expect(await narrow.withTransaction(async ({ sql }) => (await sql`SELECT 1 AS one`)[0]?.one)).toBe(1);
  expect(ran).toBe(false);
  await narrow.close();
});

it('an answer that fails behind its first rows leaves nothing in the next one', async () => {
  const one = openDatabase({ url: test.url, max: 1 });
  const failing = one.sql`SELECT 1 / (3 - number) AS part FROM generate_series(1, 5) AS number`;
  await expect(failing).rejects.toThrow(/division by zero/);
  expect([...(await one.sql`SELECT 7 AS number`)]).toEqual([{ number: 7 }]);
  await one.close();
});
