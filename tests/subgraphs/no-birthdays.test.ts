// Days of birth that old purchases kept are taken out of history; all else of them stays as it was.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it('a purchase that kept the day of birth keeps everything but that', async () => {
  const [old, plain] = [randomUUID(), randomUUID()];
  const till = { asked: true, tier: 'gold', firstPurchase: true };
  const details = { explanation: { sentence: 'Born to buy.' } };
  const insert = (id: string, of: object) => test.sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, kind, status, client_id, idempotency_key, request_hash, occurred_at, recorded_at, details)
    VALUES (${id}, ${randomUUID()}, 'PURCHASE', 'NOTED', 'till', ${id}, '', now(), now(), ${JSON.stringify({ ...details, till: of })}::jsonb)`;
  await insert(old, { ...till, birthday: '11-23' });
  await insert(plain, till);
  await test.sql.unsafe(await readFile('db/migrations/ledger/150-no-birthdays-in-history.sql', 'utf8'));
  const rows = await test.sql`SELECT details FROM ledger.transaction WHERE transaction_id IN (${old}, ${plain})`;
  expect(rows.map((row) => row.details)).toEqual([
    { ...details, till },
    { ...details, till },
  ]);
});
