/** Statements that go together and are answered together, on a connection that the driver opened and goes on using. */
import { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { Exchanges, type WireRow, type WireStatement } from '../../db/exchange.ts';
import { classifyFailure } from '../../db/failures.ts';
import { type HeldConnection, type HeldConnections, holdConnections } from '../../db/held-connections.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let pool: Database;
let connections: HeldConnections;

beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql`CREATE TABLE ledger.sample (number int PRIMARY KEY)`;
  await test.sql`GRANT DELETE ON ledger.sample TO loyalty_ledger`;
  pool = openDatabase({ url: test.url, role: 'ledger' });
  connections = holdConnections(pool.sql);
});
afterAll(async () => {
  await connections.close();
  await pool.close();
  await test.close();
});

/** A connection of which the driver has sent nothing, or its opening statements. */
async function held(way: 'by the driver' | 'by itself'): Promise<HeldConnection> {
  const own = holdConnections(pool.sql);
  const connection = own.take();
  if (way === 'by itself') await connection.exchange([asks('1')]);
  // Closed when it is given back.
  await own.close();
  return Object.assign(connection, { done: () => own.giveBack(connection) });
}

function done(connection: HeldConnection): void {
  (connection as HeldConnection & { done(): void }).done();
}

function asks(text: string, ...parameters: WireStatement['parameters']): WireStatement {
  return { text: `SELECT ${text}`, parameters };
}

async function failureOf(answers: Promise<unknown>): Promise<string> {
  return answers.then(
    () => 'none',
    (error: unknown) => classifyFailure(error)?.kind ?? String(error),
  );
}

it.each(['by the driver', 'by itself'] as const)('%s: rows come as text, each statement its own', async (way) => {
  const connection = await held(way);
  const long = 'é'.repeat(100_000);
  const answers = await connection.exchange([
    asks('n, n * 2 FROM generate_series(1, $1::int) AS n', 3),
    asks("$1::text, NULL::text, ''", 'سارا "\\'),
    asks('length($1::text), $1::text', long),
    asks('1 WHERE false'),
    asks('$1::uuid IS NULL, true', null),
    // Whose statements these are, by their names.
    asks("count(*) > 0 FROM pg_prepared_statements WHERE name LIKE 'exchange%'"),
  ]);
  expect(answers).toEqual([
    [
      ['1', '2'],
      ['2', '4'],
      ['3', '6'],
    ],
    [['سارا "\\', null, '']],
    [['100000', long]],
    [],
    [['t', 't']],
    [[way === 'by itself' ? 't' : 'f']],
  ]);
  done(connection);
});

it.each(['by the driver', 'by itself'] as const)(
  '%s: after a failure nothing more is done, and the connection goes on',
  async (way) => {
    const connection = await held(way);
    const insert = (number: number): WireStatement => ({
      text: 'INSERT INTO ledger.sample (number) VALUES ($1::int)',
      parameters: [number],
    });
    const [begin, commit] = ['BEGIN', 'COMMIT'].map((text) => ({ text, parameters: [] }));
    const twice = connection.exchange([begin!, insert(1), insert(1), insert(2), commit!]);
    expect(await failureOf(twice)).toBe('unique-violation');
    await connection.sql`ROLLBACK`;
    expect(await failureOf(connection.exchange([asks('no_such_column')]))).toBe('other');
    // Prepared before the failure, passed over by it, and new.
    await connection.exchange([begin!, insert(3), insert(4), asks("'new'"), commit!]);
    expect(await test.sql`SELECT number FROM ledger.sample ORDER BY number`).toEqual([{ number: 3 }, { number: 4 }]);
    await connection.exchange([{ text: 'DELETE FROM ledger.sample', parameters: [] }]);
    done(connection);
  },
);

it('what the driver sends in the same turn is answered behind it', async () => {
  const connection = connections.take();
  for (let time = 0; time < 20; time += 1) {
    const answers = await Promise.all([
      connection.exchange([asks('pg_sleep(0.001)'), asks('$1::int', time)]),
      connection.sql`SELECT ${time + 1}::int AS next`,
      connection.sql`SELECT ${time + 2}::int AS next`,
    ]);
    expect(answers).toMatchObject([[[['']], [[String(time)]]], [{ next: time + 1 }], [{ next: time + 2 }]]);
  }
  connections.giveBack(connection);
});

it('a statement whose tables were changed fails once and is then prepared anew', async () => {
  const connection = connections.take();
  const all: WireStatement = { text: 'SELECT * FROM ledger.sample', parameters: [] };
  await connection.exchange([all]);
  await connection.exchange([all]);
  await test.sql`ALTER TABLE ledger.sample ADD COLUMN name text`;
  expect(await failureOf(connection.exchange([all]))).toBe('other');
  expect(await connection.exchange([all])).toEqual([[]]);
  connections.giveBack(connection);
});

it('a connection that is cut tells what waits on it, and what comes after', async () => {
  const connection = await held('by itself');
  const [[row]] = (await connection.exchange([asks('pg_backend_pid()')])) as [[WireRow]];
  const waits = failureOf(connection.exchange([asks('pg_sleep(60)')]));
  await test.sql`SELECT pg_terminate_backend(${row[0]!}::int)`;
  expect(await waits).toBe('connection-lost');
  const mark = connection.mark();
  expect(connection.isSame(mark - 1)).toBe(false);
  done(connection);
});

it('an answer is the same however it is cut into pieces', async () => {
  const answer = Buffer.concat([
    message('1', Buffer.alloc(0)),
    message('2', Buffer.alloc(0)),
    message('D', Buffer.from([0, 2, 0, 0, 0, 3, 97, 98, 99, 255, 255, 255, 255])),
    message('N', Buffer.from('Snotice\0\0')),
    message('C', Buffer.from('SELECT 1\0')),
    message('Z', Buffer.from('I')),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: answer.length - 1 }), { maxLength: 12 }), async (cuts) => {
      const socket = new Socket();
      socket._write = (_bytes, _encoding, done) => done();
      Object.defineProperties(socket, { destroyed: { value: false }, writable: { value: true } });
      const left: Buffer[] = [];
      socket.emit = (_event: string | symbol, ...given: unknown[]) => left.push(given[0] as Buffer) > 0;
      const answers = new Exchanges(socket).send([asks('1')]);
      const whole = Buffer.concat([answer, Buffer.from('behind')]);
      const places = [0, ...new Set(cuts)].sort((a, b) => a - b);
      for (const [index, from] of places.entries())
        socket.emit('data', whole.subarray(from, places[index + 1] ?? whole.length));
      socket.emit('data', Buffer.from(' it'));
      expect(await answers).toEqual([[['abc', null]]]);
      expect(Buffer.concat(left).toString()).toBe('behind it');
    }),
  );
});

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
