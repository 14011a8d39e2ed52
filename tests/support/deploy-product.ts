/**
 * The product on a database of its own, deployed in one of three ways: everything in one process, everything split (each
 * subgraph behind HTTP, signed), or half of each. The servers of the split subgraphs run in the test's process: what is between
 * them and the gateway is the same HTTP; real processes are started by split.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { type ServeOptions, serve } from '../../gateway/serve.ts';
import { serveSubgraph } from '../../gateway/serve-subgraph.ts';
import { readSigningSecrets } from '../../subgraphs/serving/caller-signature.ts';
import type { SubgraphName } from '../../subgraphs/serving/sdl.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { TEST_PERSONAL_DATA_KEY } from './personal-data.ts';

export const DEPLOYMENTS = {
  'in-process': [],
  mixed: ['partners', 'ledger'],
  split: ['partners', 'ledger', 'rewards', 'members'],
} as const satisfies Record<string, readonly SubgraphName[]>;

export type DeploymentKind = keyof typeof DEPLOYMENTS;

export interface DeployedProduct {
  /** Base URL of the gateway. */
  url: string;
  /** Addresses of the subgraphs that are split off. */
  subgraphUrls: ReadonlyMap<SubgraphName, string>;
  database: TestDatabase;
  platform: { clientId: string; clientSecret: string };
  /** Lines of every log, as written. */
  logged: string[];
  /** Streams open at the gateway now. */
  openStreams(): number;
  close(): Promise<void>;
}

/** Deploys the product. `options` go to the gateway. */
export async function deployProduct(
  kind: DeploymentKind,
  options: Partial<ServeOptions> = {},
): Promise<DeployedProduct> {
  const database = await createTestDatabase();
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const platform = { clientId: 'platform', clientSecret: makeClientSecret() };
  await database.sql`
    INSERT INTO platform.api_client (client_id, role, name, scopes, secret_hash, created_at)
    VALUES (${platform.clientId}, 'PLATFORM', 'platform', '{platform:write}', ${await hashSecret(platform.clientSecret)}, now())`;

  const closers: (() => Promise<unknown>)[] = [() => database.close()];
  const close = async (): Promise<void> => {
    for (let next = closers.pop(); next; next = closers.pop()) await next();
  };
  try {
    const secrets = readSigningSecrets(`test:${randomBytes(32).toString('base64url')}`);
    const urls = new Map<SubgraphName, string>();
    const shared = {
      databaseUrl: database.url,
      databaseConnections: 3,
      port: 0,
      host: '127.0.0.1',
      logger,
      personalDataKey: TEST_PERSONAL_DATA_KEY,
      ...(options.markEvery === undefined ? {} : { markEvery: options.markEvery }),
    };
    const split = { urls, secrets };
    // The ledger comes before rewards, which calls it, and members, which calls both.
    for (const name of DEPLOYMENTS[kind]) {
      const served = await serveSubgraph(name, { ...shared, split });
      urls.set(name, served.url);
      closers.push(() => served.close());
    }
    const served = await serve({ ...shared, production: true, ...(urls.size > 0 ? { split } : {}), ...options });
    closers.push(() => served.close());
    const openStreams = (): number => served.openStreams;
    return { url: served.url, subgraphUrls: urls, database, platform, logged, openStreams, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A token for client credentials. */
export async function tokenFor(url: string, { clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`No token for ${clientId}: ${response.status}`);
  return token;
}
