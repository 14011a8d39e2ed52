/** The split deployment as real processes: they start in order, answer, and are gone afterwards, whoever ends first. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStartOptions } from '../../scripts/options.ts';
import { type SplitProcesses, startSplitProcesses } from '../../scripts/split-processes.ts';
import { hashSecret, makeClientSecret } from '../../subgraphs/serving/secrets.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { tokenFor } from '../support/deploy-product.ts';
import { askGateway } from '../support/gateway-under-test.ts';
import { TEST_PERSONAL_DATA_KEY } from '../support/personal-data.ts';

let database: TestDatabase;
let processes: SplitProcesses;
let dataDir: string;
const clientSecret = makeClientSecret();

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const options = () => ({
  ...readStartOptions(['node', 'test', '--port', '0', '--no-demo', '--log-level', 'silent', '--data-dir', dataDir]),
  databaseUrl: database.url,
  databaseConnections: 2,
  personalDataKey: TEST_PERSONAL_DATA_KEY,
  statementSecrets: [{ keyId: 'test', secret: 's'.repeat(32) }],
});

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'loyalty-split-'));
  database = await createTestDatabase();
  await database.sql`
    INSERT INTO platform.api_client (client_id, role, name, scopes, secret_hash, created_at)
    VALUES ('platform', 'PLATFORM', 'platform', '{platform:write}', ${await hashSecret(clientSecret)}, now())`;
  processes = await startSplitProcesses(options());
});
afterAll(async () => {
  await processes.close();
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('five processes answer as one', async () => {
  expect([...processes.pids.keys()].sort()).toEqual(['gateway', 'ledger', 'members', 'partners', 'rewards']);
  expect((await fetch(`${processes.url}/ready`)).status).toBe(200);
  const headers = {
    authorization: `Bearer ${await tokenFor(processes.url, { clientId: 'platform', clientSecret })}`,
  };
  const query = `mutation { createProgramme(input: { idempotencyKey: "s", code: "split", name: "Split", currency: "EUR" }) {
    programme { code } userErrors { code } } }`;
  const answer = await askGateway(`${processes.url}/graphql`, { query }, headers);
  expect(answer.data).toEqual({ createProgramme: { programme: { code: 'split' }, userErrors: [] } });
});

test('a part that is killed is told, its absence is an error with a code, and the rest stops cleanly', async () => {
  const members = processes.pids.get('members') as number;
  process.kill(members, 'SIGKILL');
  await expect(processes.failed).rejects.toThrow('The process of members ended without being asked (SIGKILL).');
  const ready = await fetch(`${processes.url}/ready`);
  expect([ready.status, ((await ready.json()) as { checks: object }).checks]).toEqual([
    503,
    expect.objectContaining({ members: 'failed', partners: 'ok' }),
  ]);
  await processes.close();
  for (const pid of processes.pids.values()) expect(lives(pid)).toBe(false);
});

test('a part that cannot start stops the others', async () => {
  await expect(startSplitProcesses({ ...options(), host: '192.0.2.1' })).rejects.toThrow('gateway ended');
}, 120_000);
