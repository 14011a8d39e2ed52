/**
 * A database of one's own for a test file: a copy of the migrated template, made in some tens of milliseconds.
 *
 *     const database = await createTestDatabase();
 *     const ledger = openDatabase({ url: database.url, role: 'ledger' });
 *     afterAll(async () => { await ledger.close(); await database.close(); });
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { openDatabase, type Sql } from '../../db/client.ts';
import { type TestServer, urlOf } from './postgres.ts';

export interface TestDatabase {
  /** For `openDatabase({ url, role })`; its user is the owner of every table. */
  readonly url: string;
  /** As the owner: sees and writes everything. For arranging and for looking, not for the code under test. */
  readonly sql: Sql;
  /** Ends every session of the database and drops it. Pools on `url` are closed before. */
  close(): Promise<void>;
}

/** Makes a migrated, empty database. `{ empty: true }` makes one without any migration. */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const { url: serverUrl, template } = await askForServer();
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const source = options.empty === true ? 'template0' : template;
  await asAdmin(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY FILE_COPY`);
  const url = urlOf(serverUrl, name);
  const owner = openDatabase({ url, max: 4, applicationName: 'loyalty-test-owner' });
  return {
    url,
    sql: owner.sql,
    async close() {
      await owner.close();
      await asAdmin(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = openDatabase({ url, max: 1, applicationName: 'loyalty-tests' });
  try {
    await admin.sql.unsafe(statement);
  } finally {
    await admin.close();
  }
}

let server: Promise<TestServer> | undefined;

function askForServer(): Promise<TestServer> {
  server ??= ask();
  return server;
}

async function ask(): Promise<TestServer> {
  const answer = JSON.parse(await text(connect(inject('testDatabaseDoor'), '127.0.0.1'))) as
    | TestServer
    | { failure: string };
  if ('failure' in answer) throw new Error(`No test database: ${answer.failure}`);
  return answer;
}
