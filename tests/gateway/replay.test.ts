import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ReplayReport } from '../../scripts/replay/report.ts';
import { expectBooksBalanced } from '../support/books.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { spawnScript } from '../support/spawn-script.ts';

const HEADER = 'trans_date,statement_month,card_id,merchant,brand,amount_gbp';

let product: DeployedProduct;
let folder: string;

beforeAll(async () => {
  product = await deployProduct('in-process');
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(async () => {
  await product.close();
  await rm(folder, { recursive: true });
});
afterEach(() => expectBooksBalanced(product.database.url));

async function fileOf(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${[HEADER, ...lines].join('\n')}\n`);
  return path;
}

async function replay(file: string, ...more: string[]) {
  const { clientId, clientSecret } = product.platform;
  const run = spawnScript(
    'replay',
    [file, '--json', '--url', product.url, '--client-id', clientId, '--client-secret', clientSecret, ...more],
    { DATA_DIR: folder },
  );
  const { code, stdout, stderr } = await run.ended;
  return { code, stderr, report: (stdout.trim() === '' ? null : JSON.parse(stdout)) as ReplayReport | null };
}

test('a file becomes a coalition with a settled window a month; the second run posts nothing twice', async () => {
  const file = await fileOf('month.csv', [
    '2021-08-02,2021-08,C1,grocer high street,grocer,40.51',
    // The same thing again in every column: a second real purchase.
    '2021-08-02,2021-08,C1,grocer high street,grocer,40.51',
    '2021-08-03,2021-08,C2,"books, old & new",بوک‌لند,100.00',
    '2021-08-04,2021-08,C3,unknown,,12.00',
    '2021-08-05,2021-08,C1,grocer station,grocer,-50.51',
    '2021-09-01,2021-09,C2,grocer station,grocer,19.99',
    '2021-09-02,2021-09,C1,"books, old & new",بوک‌لند,-5.00',
  ]);
  const first = await replay(file);
  expect(first.stderr).not.toContain('Error');
  expect(first.report).toMatchObject({
    currency: 'GBP',
    rows: { read: 7, unbranded: 1, zero: 0, malformed: [] },
    partners: 2,
    members: 2,
    purchases: 4,
    returns: 2,
    returnsWithoutReceipt: 1,
    // 40 + 40 + 100 + 19; back: all of the later purchase and 10.00 of 40.51 of the other, 10 of its 40 points.
    points: { issued: 199, clawedBack: 50 },
    refusals: {},
    // Six rows, and one of them comes back in two pieces; what members spent at tills is in the files, too.
    reconciled: { files: 4, breaks: 0 },
    // Of one partner in one month nothing is left to state.
    statements: { statements: 3 },
    findings: [],
  });
  expect(first.code).toBe(0);
  const windows = first.report?.windows ?? [];
  expect(windows.map(({ label, state, sum }) => [label, state, sum])).toEqual([
    ['2021-08', 'SETTLED', 0],
    ['2021-09', 'SETTLED', 0],
  ]);

  const rows = async () => {
    const [count] = await product.database.sql`SELECT count(*) AS transactions FROM ledger.transaction`;
    return count?.transactions;
  };
  const before = await rows();
  const second = await replay(file);
  const steady = ({ seconds, commandsPerSecond, ...report }: ReplayReport) => report;
  expect(steady(second.report as ReplayReport)).toEqual(steady(first.report as ReplayReport));
  expect(second.code).toBe(0);
  expect(await rows()).toBe(before);
}, 120_000);

test('killed on the way and run again, it ends with the same books as if nothing had happened', async () => {
  const { clientId, clientSecret } = product.platform;
  const sample = 'scripts/samples/purchases.csv';
  const args = ['--url', product.url, '--client-id', clientId, '--client-secret', clientSecret, '--batch-size', '20'];
  const killed = spawnScript('replay', [sample, ...args], { DATA_DIR: folder });
  await killed.printed('\n2025-02  ');
  killed.signal('SIGKILL');
  expect((await killed.ended).signal).toBe('SIGKILL');

  const { code, report } = await replay(sample, '--batch-size', '20');
  // Every row of the sample is good, so every purchase is there once, and the points are those of the file.
  expect(report).toMatchObject({ purchases: 515, returns: 23, points: { issued: 23_927 }, refusals: {}, findings: [] });
  expect(code).toBe(0);
}, 120_000);

test('a malformed row is reported with its line, a refused one with its code; the rest goes on and the exit code says so', async () => {
  const file = await fileOf('bad.csv', [
    '2021-08-02,2021-08,C1,shop,grocer,10.00',
    '2021-13-02,2021-08,C1,shop,grocer,10.00',
    '2021-08-02,2021-08,C1,shop,grocer,1e3',
    // Nobody has bought tomorrow yet.
    '2999-01-01,2021-08,C1,shop,grocer,10.00',
    '2021-08-03,2021-08,C1,shop,grocer,7.00',
  ]);
  const { code, report } = await replay(file);
  expect(code).toBe(2);
  expect(report?.rows.malformed.map((row) => row.line)).toEqual([3, 4]);
  expect(report).toMatchObject({ purchases: 2, points: { issued: 17 }, refusals: { DATE_IN_FUTURE: 1 }, findings: [] });
}, 120_000);

test('what keeps it from running is one sentence', async () => {
  const file = await fileOf('one.csv', ['2021-08-02,2021-08,C1,shop,grocer,10.00']);
  const sentences = await Promise.all([
    replay(join(folder, 'none.csv')),
    replay(await fileOf('empty.csv', [])),
    replay(file, '--client-secret', 'wrong'),
    replay(file, '--url', 'http://127.0.0.1:9'),
  ]);
  expect(sentences.map(({ code, report }) => [code, report])).toEqual(Array(4).fill([1, null]));
  expect(sentences.map(({ stderr }) => stderr.trim().split('\n').at(-1))).toEqual([
    expect.stringMatching(/^There is no file .*none\.csv\.$/),
    expect.stringMatching(/holds no row with a brand and an amount that could be replayed\.$/),
    expect.stringMatching(/^The server refuses the credentials of client platform/),
    expect.stringMatching(/^The server at http:\/\/127\.0\.0\.1:9 cannot be reached/),
  ]);
}, 120_000);
