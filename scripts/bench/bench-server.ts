/**
 * The server that benches run against: the embedded PostgreSQL as `npm start` runs it, durable (fsync on, synchronous commit), in a
 * temporary folder on disk. Databases are made as they are needed and go with the folder.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase, type Sql } from '../../db/client.ts';
import { startEmbeddedPostgres } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

export interface BenchDatabase {
  readonly url: string;
  /** As the owner. */
  readonly sql: Sql;
}

export interface BenchServer {
  /** `18.4`. */
  readonly version: string;
  readonly pid: number;
  readonly folder: string;
  /** An empty database. */
  createDatabase(name: string): Promise<BenchDatabase>;
  /** A migrated database. */
  createLedger(name: string): Promise<BenchDatabase>;
  /** What the server says of a setting, so that figures can name it. */
  setting(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-bench-'));
  // When we are root, PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: folder, kind: 'durable' }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const admin = openDatabase({ url: server.socketUrl, max: 1, applicationName: 'loyalty-bench-admin' });
  const opened: Database[] = [admin];

  const createDatabase = async (name: string): Promise<BenchDatabase> => {
    await admin.sql.unsafe(`CREATE DATABASE ${name}`);
    const url = new URL(server.socketUrl);
    url.pathname = `/${name}`;
    const owner = openDatabase({ url: url.href, max: 4, applicationName: 'loyalty-bench-owner', statementTimeout: 0 });
    opened.push(owner);
    return { url: url.href, sql: owner.sql };
  };

  return {
    version: server.version,
    pid: server.pid,
    folder,
    createDatabase,
    async createLedger(name) {
      const database = await createDatabase(name);
      await migrate({ url: database.url });
      return database;
    },
    async setting(name) {
      const [row] = await admin.sql<{ value: string }[]>`SELECT current_setting(${name}) AS value`;
      return row?.value ?? '';
    },
    async stop() {
      for (const database of opened) await database.close(1);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
