/** When a process says that requests should come: not before its migrations are applied, not while events wait, and not when it stops. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { requireMigrations } from '../../db/migrate.ts';
import { requireOutboxLag } from '../../gateway/http/health.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type GatewayUnderTest, gatewayUnderTest } from '../support/gateway-under-test.ts';

let database: TestDatabase;
let platform: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  platform = openDatabase({ url: database.url, role: 'platform', max: 1 });
});
afterAll(async () => {
  await platform.close();
  await database.close();
});

test('every migration of this version must be applied, as it is; what a newer one added is no obstacle', async () => {
  const check = requireMigrations(platform.sql);
  await check();
  await database.sql`INSERT INTO platform.applied_migration (name, checksum) VALUES ('ledger/999-of-tomorrow.sql', 'x')`;
  await check();
  const [last] = await database.sql<{ name: string; checksum: string }[]>`
    DELETE FROM platform.applied_migration WHERE name = 'ledger/141-outbox-lag.sql' RETURNING name, checksum`;
  await expect(check()).rejects.toThrow('ledger/141-outbox-lag.sql');
  await database.sql`INSERT INTO platform.applied_migration (name, checksum) VALUES (${last!.name}, 'edited')`;
  await expect(check()).rejects.toThrow('ledger/141-outbox-lag.sql');
  await database.sql`UPDATE platform.applied_migration SET checksum = ${last!.checksum} WHERE name = ${last!.name}`;
  await check();
});

test('an event that waits for its place in the feed longer than the bound', async () => {
  const check = requireOutboxLag(platform.sql, 60_000);
  await check();
  await database.sql`INSERT INTO ledger.outbox (programme_id, recorded_at, events)
    VALUES (gen_random_uuid(), clock_timestamp() - interval '59 seconds', '[]')`;
  await check();
  await database.sql`UPDATE ledger.outbox SET recorded_at = recorded_at - interval '2 seconds'`;
  await expect(check()).rejects.toThrow(/Events wait for 6\d{4} ms/);
  await database.sql`UPDATE ledger.outbox SET position = 1`;
  await check();
});

test('a process that is told to stop says so at once, and still answers until the balancer must have noticed', async () => {
  const it: GatewayUnderTest = await gatewayUnderTest({ drainMillis: 1_000 });
  expect((await fetch(`${it.gateway.url}/ready`)).status).toBe(200);
  const stream = await fetch(it.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { quiet { n } }' }),
  });
  const began = performance.now();
  const closed = it.gateway.close();
  const ready = await fetch(`${it.gateway.url}/ready`);
  expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([503, 'stopping']);
  const answer = await it.ask('{ hello }');
  expect([answer.data, answer.headers.get('connection')]).toEqual([{ hello: 'hello' }, 'close']);
  // A stream that is open goes on until then, and is told.
  const told = stream.text().then((text) => ({ text, after: performance.now() - began }));
  const { text, after } = await told;
  expect(text).toContain('SERVICE_UNAVAILABLE');
  expect(after).toBeGreaterThan(900);
  await closed;
  await expect(fetch(it.url)).rejects.toThrow();
});
