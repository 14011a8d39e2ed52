/**
 * One throwaway PostgreSQL per `vitest run`, started when the first test asks for a database, so that the pure tests pay
 * nothing. The tests run in other processes: they ask at a door, a loopback port whose number vitest hands to them.
 *
 * Several runs may go on at once on one machine: each has its own folder, port and server. With TEST_DATABASE_URL (a user
 * that may create databases and roles) that server is used instead, and only our own databases are touched.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../db/client.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

/** What the door answers: a server, and the migrated database to copy. */
export interface TestServer {
  /** As a user that may create databases; the path names the maintenance database. */
  readonly url: string;
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testDatabaseDoor: number;
  }
}

const ROOMY_BYTES = 4 * 1024 ** 3;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let opening: Promise<OpenServer> | undefined;
  const door = createServer((socket) => {
    opening ??= openServer();
    void answer(socket, opening);
  });
  project.provide('testDatabaseDoor', await listen(door));
  return async () => {
    door.close();
    await (await opening?.catch(() => undefined))?.close();
  };
}

interface OpenServer {
  readonly server: TestServer;
  close(): Promise<void>;
}

async function answer(socket: Socket, opening: Promise<OpenServer>): Promise<void> {
  socket.on('error', () => {});
  try {
    socket.end(JSON.stringify((await opening).server));
  } catch (error) {
    socket.end(JSON.stringify({ failure: error instanceof Error ? error.message : String(error) }));
  }
}

async function openServer(): Promise<OpenServer> {
  const given = process.env.TEST_DATABASE_URL;
  const embedded = given === undefined ? await startThrowaway() : null;
  const url = embedded?.url ?? given ?? '';
  const template = `loyalty_test_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase({ url, max: 1, applicationName: 'loyalty-tests' });
  const close = async () => {
    if (embedded === null) await admin.sql.unsafe(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin.close();
    await embedded?.stop();
  };
  try {
    await admin.sql.unsafe(`CREATE DATABASE ${template}`);
    await migrate({ url: urlOf(url, template) });
  } catch (error) {
    await close();
    throw error;
  }
  return { server: { url, template }, close };
}

async function startThrowaway(): Promise<EmbeddedPostgres> {
  const folder = await mkdtemp(join(roomyFolder(), 'loyalty-test-'));
  // When we are root, PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o711);
  try {
    return await startEmbeddedPostgres({ dataDir: folder, kind: 'throwaway' });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Memory where there is plenty (a container's /dev/shm may hold 64 MB), else the folder for temporary files. */
export function roomyFolder(): string {
  const memory = '/dev/shm';
  if (existsSync(memory)) {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize >= ROOMY_BYTES) return memory;
  }
  return tmpdir();
}

/** The same server and user, another database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.unref();
      if (address === null || typeof address === 'string') reject(new Error('No port was given.'));
      else resolve(address.port);
    });
  });
}
