/**
 * Credentials that scripts keep in the data folder, readable by the owner only: the platform's own client, made when the
 * database is new, and those of the demo and of replays, so that a second run goes on where the first one ended.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '../db/client.ts';
import type { SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { makePersonalDataKey } from '../subgraphs/serving/personal-data.ts';
import { hashSecret, makeClientSecret } from '../subgraphs/serving/secrets.ts';
import type { Credentials } from './api.ts';

/** Reads a file of credentials from the data folder; null when there is none. */
export async function readKept<Kept>(dataDir: string, name: string): Promise<Kept | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, name), 'utf8')) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file of credentials whole or not at all, mode 600. */
export async function keep(dataDir: string, name: string, kept: unknown): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, name);
  await writeFile(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

const PERSONAL_DATA_FILE = 'personal-data-key.json';

/** The secret of members' personal data that this data folder keeps; made when it has none. */
export async function ensurePersonalDataKey(dataDir: string): Promise<string> {
  const kept = await readKept<{ key: string }>(dataDir, PERSONAL_DATA_FILE);
  if (kept !== null) return kept.key;
  const key = makePersonalDataKey();
  await keep(dataDir, PERSONAL_DATA_FILE, { key });
  return key;
}

/** What seals the keys of statements as this data folder keeps it; null when it keeps none. */
export function readStatementSecrets(dataDir: string): Promise<SigningSecrets | null> {
  return readKept<SigningSecrets>(dataDir, STATEMENT_FILE);
}

/** What seals the keys of statements: as configured, else one that is made once and kept in the data folder, beside the database's data. */
export async function statementSecretsOf(options: {
  readonly dataDir: string;
  readonly statementSecrets: SigningSecrets | null;
}): Promise<SigningSecrets> {
  if (options.statementSecrets !== null) return options.statementSecrets;
  const kept = await readStatementSecrets(options.dataDir);
  if (kept !== null) return kept;
  const made = [{ keyId: 'kept', secret: randomBytes(32).toString('base64url') }];
  await keep(options.dataDir, STATEMENT_FILE, made);
  return made;
}

const STATEMENT_FILE = 'statement-secrets.json';
const PLATFORM_FILE = 'platform-credentials.json';

/** The kept credentials of the platform's client; null when this data folder has none. */
export function readPlatformCredentials(dataDir: string): Promise<Credentials | null> {
  return readKept<Credentials>(dataDir, PLATFORM_FILE);
}

/**
 * The platform's client, which may create programmes: the kept one when the database knows it, else a new one.
 * @param owner a connection that may write `platform.api_client`
 */
export async function ensurePlatformCredentials(owner: Sql, dataDir: string, at: Date): Promise<Credentials> {
  const kept = await readPlatformCredentials(dataDir);
  if (kept !== null) {
    const [known] = await owner`
      SELECT 1 FROM platform.api_client WHERE client_id = ${kept.clientId} AND role = 'PLATFORM' AND revoked_at IS NULL`;
    if (known !== undefined) return kept;
  }
  const made = await createPlatformClient(owner, at);
  await keep(dataDir, PLATFORM_FILE, made);
  return made;
}

/** Makes a client of the platform's. Its secret is not kept: only its hash is. */
export async function createPlatformClient(owner: Sql, at: Date): Promise<Credentials> {
  const made: Credentials = { clientId: `platform-${at.getTime().toString(36)}`, clientSecret: makeClientSecret() };
  await owner`
    INSERT INTO platform.api_client (client_id, role, name, scopes, secret_hash, created_at)
    VALUES (${made.clientId}, 'PLATFORM', 'Platform owner', ${['platform:write']}, ${await hashSecret(made.clientSecret)}, ${at})`;
  return made;
}
