/**
 * The whole product in this process: database, migrations, credentials of the platform, gateway with its subgraphs, demo.
 * `npm start` runs it and stays; a replay or a bench that was told no server runs it and goes on.
 *
 * Order: what can be refused cheaply comes first (the port, the folder), and nothing is written before it.
 */
import { openDatabase } from '../db/client.ts';
import { StartFailure } from '../db/start-failure.ts';
import type { SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { type Credentials, openApi } from './api.ts';
import { ensurePersonalDataKey, ensurePlatformCredentials, statementSecretsOf } from './credentials.ts';
import { readyDatabase } from './database.ts';
import { DEMO_CODE, type Demo, prepareDemo } from './demo.ts';
import type { StartOptions } from './options.ts';
import { portFailure, requireFreePort } from './port.ts';
import type { Shutdown } from './shutdown.ts';

/** The options of a start when it is known what the data folder decides. */
export type ServedOptions = Omit<StartOptions, 'databaseUrl' | 'personalDataKey' | 'statementSecrets'> & {
  readonly databaseUrl: string;
  readonly personalDataKey: string;
  readonly statementSecrets: SigningSecrets;
};

/** Starts gateway and subgraphs on a migrated database. */
export type Serve = (options: ServedOptions) => Promise<{
  /** Such as `http://127.0.0.1:4000`. */
  readonly url: string;
  close(): Promise<void>;
}>;

export interface Product {
  /** Where the gateway is, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly platform: Credentials;
  readonly demo: Demo | null;
  /** Rejects with `StartFailure` when the database ends without being asked; never resolves. */
  readonly failed: Promise<never>;
}

/**
 * Starts everything. Throws `StartFailure` with one sentence; what was started until then is closed by `shutdown`.
 * @param load gives what serves; asked early, for it is loaded while the database starts
 * @param tell receives sentences worth knowing
 */
export async function startProduct(
  options: StartOptions,
  load: () => Promise<Serve>,
  shutdown: Shutdown,
  tell: (sentence: string) => void,
): Promise<Product> {
  await requireFreePort(options.host, options.port);
  const loading = load();
  // Told below, unless the database's refusal is told first.
  loading.catch(() => {});
  const database = await readyDatabase(options, shutdown, tell);
  const { platform, hasProgrammes } = await preparePlatform(database.url, options.dataDir);
  const personalDataKey = options.personalDataKey ?? (await ensurePersonalDataKey(options.dataDir));
  const statementSecrets = await statementSecretsOf(options);
  const served = { ...options, databaseUrl: database.url, personalDataKey, statementSecrets };
  const serve = await loading;
  const gateway = await serve(served).catch((error: unknown) => {
    throw isListenError(error) ? portFailure(error, options.host, options.port) : error;
  });
  await shutdown.add(() => gateway.close());
  const demo = options.demo ? await demoOf(gateway.url, platform, options.dataDir, hasProgrammes) : null;
  return { url: gateway.url, databaseUrl: database.url, platform, demo, failed: failureOf(database.ended, shutdown) };
}

async function preparePlatform(
  url: string,
  dataDir: string,
): Promise<{ platform: Credentials; hasProgrammes: boolean }> {
  const owner = openDatabase({ url, max: 1, applicationName: 'loyalty-start' });
  try {
    const platform = await ensurePlatformCredentials(owner.sql, dataDir, new Date());
    // What an interrupted start left of a demo does not count: its credentials are lost, so the next start makes another.
    const [row] = await owner.sql<{ found: boolean }[]>`
      SELECT EXISTS (SELECT FROM partners.programme WHERE NOT starts_with(code, ${DEMO_CODE})) AS found`;
    return { platform, hasProgrammes: row?.found === true };
  } finally {
    await owner.close();
  }
}

async function demoOf(
  url: string,
  platform: Credentials,
  dataDir: string,
  hasProgrammes: boolean,
): Promise<Demo | null> {
  const api = openApi(url);
  try {
    return await prepareDemo(api, platform, dataDir, hasProgrammes);
  } finally {
    api.close();
  }
}

function isListenError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

function failureOf(ended: Promise<void>, shutdown: Shutdown): Promise<never> {
  const failed = ended.then(() => {
    // A stop that was asked for is none, and nobody waits for it any more.
    if (shutdown.requested) return new Promise<never>(() => {});
    throw new StartFailure(
      'The embedded database ended without being asked; its log is postgres.log in the data folder.',
    );
  });
  failed.catch(() => {});
  return failed;
}
