/**
 * Brings a database to the form that this checkout needs.
 *
 * `db/migrations/<schema>/NNN-name.sql`, schemas in the order of schemas.ts, files in the order of their numbers. Each file
 * runs once, in its own transaction: it is applied whole or not at all. What was applied is written down in
 * `platform.applied_migration` with a checksum, so that a file edited afterwards is noticed instead of ignored.
 *
 * One process migrates at a time (an advisory lock); the others wait, then find nothing to do. A database that holds
 * migrations unknown to this checkout was made by a newer one and is left alone.
 *
 * Limit: no statement that refuses to run inside a transaction (CREATE INDEX CONCURRENTLY), and no COMMIT in a file.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { openDatabase, type Sql } from './client.ts';
import { classifyFailure } from './failures.ts';
import { SCHEMAS } from './schemas.ts';
import { StartFailure, wordsOf } from './start-failure.ts';

const OLDEST_MAJOR = 15;
/** Any fixed number; it means "someone is migrating this database". */
const MIGRATION_LOCK = 7_410_225_001n;

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));

export interface MigrateOptions {
  readonly url: string;
  /** Where the folders of the schemas are; the project's own unless told. */
  readonly folder?: string;
  /** How long the server may take to its first answer. 15,000 unless told. */
  readonly answerMillis?: number;
}

export interface MigrationResult {
  /** Files applied by this call, in order, as `<schema>/<file>`. */
  readonly applied: readonly string[];
  /** Files that an earlier call had applied. */
  readonly alreadyApplied: number;
}

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies what is missing. Throws `StartFailure` with one sentence when the server cannot be reached or is too old, when a
 * file fails (its effects are rolled back), or when files and database disagree about the past.
 */
export async function migrate({
  url,
  folder = MIGRATIONS_FOLDER,
  answerMillis = 15_000,
}: MigrateOptions): Promise<MigrationResult> {
  const files = await readMigrations(folder);
  const database = openDatabase({
    url,
    max: 1,
    applicationName: 'loyalty-migrate',
    statementTimeout: 0,
    lockTimeout: 0,
    idleInTransactionTimeout: 0,
  });
  try {
    await requireAnswer(requireVersion(database.sql), answerMillis, url);
    return await applyMissing(database.sql, files);
  } catch (error) {
    throw asStartFailure(error, url);
  } finally {
    await database.close(1);
  }
}

/**
 * A check that everything this checkout needs was applied, as it is. What a newer checkout has applied meanwhile is no obstacle: while a new
 * version is rolled out, the old one goes on beside it. The files are read once.
 * @param sql a connection that may read `platform.applied_migration`
 */
export function requireMigrations(sql: Sql, folder = MIGRATIONS_FOLDER): () => Promise<void> {
  let reading: Promise<MigrationFile[]> | null = null;
  return async () => {
    reading ??= readMigrations(folder);
    const [files, past] = await Promise.all([reading, readApplied(sql)]);
    const missing = files.find(({ name, checksum }) => past.get(name) !== checksum);
    if (missing !== undefined)
      throw new Error(`The migration ${missing.name} is not applied, or another one of its name is.`);
  };
}

async function applyMissing(sql: Sql, files: readonly MigrationFile[]): Promise<MigrationResult> {
  // A session lock: the pool has one connection, so every statement below runs under it.
  await sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`;
  const past = await readPast(sql);
  requireSamePast(files, past);
  const applied: string[] = [];
  for (const file of files) {
    if (past.has(file.name)) continue;
    await applyOne(sql, file);
    applied.push(file.name);
  }
  return { applied, alreadyApplied: past.size };
}

/**
 * What takes a connection and closes it before it speaks (a proxy, a port of another program) would be asked for ever: postgres.js
 * connects anew each time, whatever its time-out.
 */
async function requireAnswer(answer: Promise<void>, millis: number, url: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = new StartFailure(
      `The database server at ${whereIs(url)} does not answer: something takes connections there, but it is no PostgreSQL server that is ready.`,
    );
    timer = setTimeout(() => reject(failure), millis);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => {});
  }
}

async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: string; number: number }[]>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number`;
  if (row === undefined || Math.floor(row.number / 10_000) < OLDEST_MAJOR) {
    throw new StartFailure(
      `The database server is PostgreSQL ${row?.version}; version ${OLDEST_MAJOR} or newer is needed.`,
    );
  }
}

async function readPast(sql: Sql): Promise<Map<string, string>> {
  const [exists] = await sql<
    { found: boolean }[]
  >`SELECT to_regclass('platform.applied_migration') IS NOT NULL AS found`;
  if (exists?.found !== true) {
    await sql.begin(async (tx) => {
      await tx`CREATE SCHEMA IF NOT EXISTS platform`;
      await tx`
        CREATE TABLE platform.applied_migration (
          name       text PRIMARY KEY,
          checksum   text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now()
        )`;
    });
  }
  return readApplied(sql);
}

async function readApplied(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ name: string; checksum: string }[]>`SELECT name, checksum FROM platform.applied_migration`;
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function requireSamePast(files: readonly MigrationFile[], past: ReadonlyMap<string, string>): void {
  const known = new Map(files.map((file) => [file.name, file.checksum]));
  for (const [name, checksum] of past) {
    const ours = known.get(name);
    if (ours === undefined) {
      throw new StartFailure(
        `The database holds the migration ${name}, which this checkout does not have: use the version that made it, or another database.`,
      );
    }
    if (ours !== checksum) {
      throw new StartFailure(
        `The migration ${name} was changed after this database had applied it: put the file back and write the change as a new migration.`,
      );
    }
  }
}

async function applyOne(sql: Sql, file: MigrationFile): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(file.text);
      await tx`INSERT INTO platform.applied_migration (name, checksum) VALUES (${file.name}, ${file.checksum})`;
    });
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const line = error.position === undefined ? '' : ` at line ${lineAt(file.text, Number(error.position))}`;
    throw new StartFailure(
      `The migration ${file.name} failed${line} and was rolled back; the database said: ${wordsOf(error)}.`,
      { cause: error },
    );
  }
}

/** The line, from 1, of a character position, from 1, as PostgreSQL reports it. */
function lineAt(text: string, position: number): number {
  return (
    Array.from(text)
      .slice(0, position - 1)
      .filter((character) => character === '\n').length + 1
  );
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const files: MigrationFile[] = [];
  for (const schema of SCHEMAS) {
    const names = await readdir(join(folder, schema)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const numbers = new Set<string>();
    for (const name of names.filter((each) => each.endsWith('.sql')).sort()) {
      const number = /^(\d{3})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
      if (number === undefined || numbers.has(number)) {
        throw new StartFailure(
          `The migration ${schema}/${name} needs a name like 001-what-it-does.sql, with a number of its own.`,
        );
      }
      numbers.add(number);
      const text = await readFile(join(folder, schema, name), 'utf8');
      files.push({ name: `${schema}/${name}`, text, checksum: createHash('sha256').update(text).digest('hex') });
    }
  }
  return files;
}

function asStartFailure(error: unknown, url: string): unknown {
  if (error instanceof StartFailure) return error;
  if (classifyFailure(error)?.kind === 'connection-lost') {
    return new StartFailure(`The database server at ${whereIs(url)} cannot be reached: ${wordsOf(error)}.`, {
      cause: error,
    });
  }
  if (error instanceof postgres.PostgresError) {
    return new StartFailure(`The database server at ${whereIs(url)} refused: ${wordsOf(error)}.`, { cause: error });
  }
  return error;
}

/** Host, port and database of a URL, without its password. */
export function whereIs(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    return `${searchParams.get('host') ?? hostname}:${port || '5432'}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
