/**
 * The data of the embedded server: `<home>/cluster` (PostgreSQL's own), `<home>/password` (mode 600) and
 * `<home>/postgres.log`. A new one is made beside its place and moved there when finished, so that a start that is
 * interrupted, or two starts at once, never leave half a cluster.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartFailure, wordsOf } from '../start-failure.ts';
import { type Binaries, PLAIN_ENVIRONMENT } from './binaries.ts';
import { findProcess } from './lock.ts';
import { asUser, type SystemUser } from './system-user.ts';

/** The database's own administrator, and the database in use. */
export const ADMINISTRATOR = 'postgres';

export interface Cluster {
  readonly folder: string;
  readonly logFile: string;
  readonly password: string;
}

/** Opens the cluster in `home`, making one when there is none. */
export async function openCluster(
  home: string,
  binaries: Binaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<Cluster> {
  const folder = join(home, 'cluster');
  let major = await readMajor(folder);
  if (major === null) {
    await createCluster(home, binaries, user, durable);
    major = await readMajor(folder);
  }
  if (major === null) throw new StartFailure(`The folder ${home} holds something other than a PostgreSQL data folder.`);
  if (major !== binaries.major) {
    throw new StartFailure(
      `The data in ${home} was made by PostgreSQL ${major} and this version brings PostgreSQL ${binaries.major}: dump it with the old version, or choose another DATA_DIR.`,
    );
  }
  const password = await readFile(join(home, 'password'), 'utf8').catch((error: unknown) => {
    throw new StartFailure(`The password of the database in ${home} cannot be read: ${wordsOf(error)}.`);
  });
  return { folder, logFile: join(home, 'postgres.log'), password: password.trim() };
}

async function readMajor(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StartFailure(`The data folder ${folder} cannot be read: ${wordsOf(error)}.`);
  });
  return text === null ? null : Number.parseInt(text, 10);
}

async function createCluster(
  home: string,
  binaries: Binaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<void> {
  await clearDrafts(home);
  const draft = `${home}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    const passwordFile = join(draft, 'password');
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (user !== null) {
      await chown(draft, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await runInitdb(join(draft, 'cluster'), passwordFile, binaries, user, durable);
    // Fails when another start was faster; its cluster is then the one.
    await rename(draft, home).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(`The data folder ${dirname(home)} is not writable: ${wordsOf(error)}.`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Removes what a killed start left of its draft. */
async function clearDrafts(home: string): Promise<void> {
  const prefix = `${basename(home)}.new-`;
  for (const name of await readdir(dirname(home))) {
    if (!name.startsWith(prefix)) continue;
    if (typeof findProcess(Number.parseInt(name.slice(prefix.length), 10)) === 'object') continue;
    await rm(join(dirname(home), name), { recursive: true, force: true });
  }
}

async function runInitdb(
  folder: string,
  passwordFile: string,
  binaries: Binaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<void> {
  const flags = [
    `--pgdata=${folder}`,
    `--username=${ADMINISTRATOR}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever its C library thinks.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const { code, words } = await new Promise<{ code: number | null; words: string }>((resolve, reject) => {
    const child = spawn(binaries.initdb, flags, {
      ...asUser(user),
      cwd: '/',
      env: PLAIN_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ code: exitCode, words: text }));
  });
  if (code !== 0) {
    const reason = words.split('\n').find((line) => line.includes('error:')) ?? words;
    throw new StartFailure(`The database could not be created in ${dirname(folder)}: ${wordsOf(reason)}.`);
  }
}
