/** A backtest runs beside everything else: in a thread with a connection of its own, in pages, and no further than its cancellation. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBacktest } from '../../subgraphs/ledger/backtest/run-backtest.ts';
import { insertBacktest } from '../../subgraphs/ledger/store/backtests/backtests.ts';
import {
  type Api,
  apiAt,
  eur,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;
let memberId = '';

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('threads');
  acme = await api.partner(programme, 'acme');
  memberId = (await api.member(programme)).id;
  expect(await buy()).toBe('OK');
});
afterAll(() => product.close());

const buy = async (): Promise<string> =>
  outcomeOf(await api.mutate(acme.token, 'recordPurchase', { storeId: acme.storeId, memberId, amount: eur('10.00') }));
const ask = () =>
  api.mutate(
    programme.operator,
    'backtestRules',
    { ruleVersionIds: [], from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' },
    'backtest { id }',
  );
const backtest = async (id: string) => {
  const query = 'query ($id: ID!) { backtest(id: $id) { state done total report { purchases notReproduced } } }';
  return (await api.ask(programme.operator, query, { id })).data?.backtest as Record<string, unknown>;
};
/** Runs this whenever a backtest writes how far it is. */
const atProgress = async (body: string): Promise<void> => {
  await product.database.sql.unsafe(`
    CREATE OR REPLACE FUNCTION ledger.at_progress() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
    CREATE OR REPLACE TRIGGER at_progress BEFORE UPDATE ON ledger.backtest
      FOR EACH ROW WHEN (NEW.done > OLD.done) EXECUTE FUNCTION ledger.at_progress()`);
};
/** Of every thread of this process, which is the product's. */
const niceOfThreads = async (): Promise<number[]> => {
  const threads = await readdir('/proc/self/task');
  const stats = await Promise.all(threads.map((id) => readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => '')));
  return stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
};
const PATIENCE = { timeout: 60_000, interval: 50 };

it('while one stands still, points are posted and questions answered; its connection is its own', async () => {
  const { sql } = product.database;
  await atProgress('PERFORM pg_advisory_xact_lock_shared(4711);');
  const held = await sql.reserve();
  await held`SELECT pg_advisory_lock(4711)`;
  const { id } = (await ask()).backtest as { id: string };
  const waiting = async () =>
    (
      await sql<{ name: string }[]>`
        SELECT application_name AS name FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ledger.backtest%'`
    ).map(({ name }) => name);
  await expect.poll(waiting, PATIENCE).toEqual(['loyalty-backtest']);
  expect(await buy()).toBe('OK');
  if (process.platform === 'linux') expect(await niceOfThreads()).toContain(constants.priority.PRIORITY_LOW);
  expect(await backtest(id)).toMatchObject({ state: 'RUNNING', report: null });
  expect(outcomeOf(await ask())).toBe('LIMIT_EXCEEDED');
  expect(await waiting()).toEqual(['loyalty-backtest']);
  await held`SELECT pg_advisory_unlock(4711)`;
  held.release();
  await expect.poll(() => backtest(id), PATIENCE).toMatchObject({ state: 'DONE' });
  // What was posted meanwhile came after what it had read.
  expect(await backtest(id)).toMatchObject({ done: 1, report: { purchases: 1, notReproduced: 0 } });
});

it('one that is cancelled reads no further than the page that it is at', async () => {
  const { sql } = product.database;
  await sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key, request_hash, member_id,
      partner_id, store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at, recorded_at, reference, details)
    SELECT gen_random_uuid(), programme_id, window_id, kind, status, client_id, 'copy ' || number, request_hash, member_id, partner_id,
      store_id, points, amount_minor, currency, original_id, contract_version_id, occurred_at, recorded_at, reference, details
    FROM (SELECT * FROM ledger.transaction WHERE kind = 'PURCHASE' LIMIT 1) AS one, generate_series(1, 12000) AS number`;
  await atProgress("NEW.state := 'CANCELLED'; NEW.finished_at := clock_timestamp();");
  const { id } = (await ask()).backtest as { id: string };
  await expect.poll(() => backtest(id), PATIENCE).toMatchObject({ state: 'CANCELLED' });
  await expect
    .poll(
      async () =>
        (
          await sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'loyalty-backtest'`
        ).length,
      PATIENCE,
    )
    .toBe(0);
  // 12,002 in all: the thread is gone, and has gone no further than two pages of 5,000 (the second is refused its progress).
  expect(await backtest(id)).toMatchObject({ state: 'CANCELLED', done: 5_000, total: 12_002, report: null });
});

it('may rest after each page, and comes to the same', async () => {
  const { sql } = product.database;
  await sql`DROP TRIGGER at_progress ON ledger.backtest`;
  const [backtestId, programmeId] = [randomUUID(), programme.id];
  await insertBacktest(sql, {
    ...{ backtestId, programmeId, partnerId: null, ruleVersionIds: [], askedBy: 'test', startedAt: new Date() },
    ...{ fromAt: new Date(0), untilAt: new Date('2100-01-01') },
  });
  const rests: number[] = [];
  await runBacktest(sql, programmeId, backtestId, async () => {
    rests.push((await backtest(backtestId)).done as number);
  });
  expect(rests).toEqual([5_000, 10_000]);
  expect(await backtest(backtestId)).toMatchObject({ state: 'DONE', done: 12_002 });
});
