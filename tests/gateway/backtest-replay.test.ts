/** The rules in force, replayed over real purchases that were posted, give what was posted, to the point. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Credentials, openApi } from '../../scripts/api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { spawnScript } from '../support/spawn-script.ts';

const SAMPLE = fileURLToPath(new URL('../../scripts/samples/purchases.csv', import.meta.url));
const WHOLE = fileURLToPath(new URL('../../../shared/data/purchase-cards/transactions.csv.gz', import.meta.url));
// The whole file takes a minute: asked for by name, and skipped where it is not.
const whole = process.env.WHOLE_REPLAY === '1' && existsSync(WHOLE);

let product: DeployedProduct;
beforeAll(async () => {
  product = await deployProduct('in-process');
});
afterAll(() => product.close());

async function backtestOf(file: string): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'backtest-'));
  try {
    const { clientId, clientSecret } = product.platform;
    const asked = ['--json', '--url', product.url, '--client-id', clientId, '--client-secret', clientSecret];
    const { code } = await spawnScript('replay', [file, ...asked], { DATA_DIR: folder }).ended;
    expect(code).toBe(0);
    const [kept] = (await readdir(folder)).filter((name) => name.startsWith('replay-'));
    const { operator } = JSON.parse(await readFile(join(folder, kept!), 'utf8')) as { operator: Credentials };
    const api = openApi(product.url);
    try {
      const caller = api.as(operator);
      const input = {
        idempotencyKey: file,
        ruleVersionIds: [],
        from: '2000-01-01T00:00:00Z',
        until: '2100-01-01T00:00:00Z',
      };
      const { backtestRules } = await caller.ask<{ backtestRules: { backtest: { id: string } } }>(
        'mutation ($input: BacktestRulesInput!) { backtestRules(input: $input) { backtest { id } userErrors { code } } }',
        { input },
      );
      for (;;) {
        const { backtest } = await caller.ask<{ backtest: { state: string; report: Record<string, unknown> } }>(
          'query ($id: ID!) { backtest(id: $id) { state report { purchases notReproduced postedPoints current { points } membersSame membersBetter } } }',
          { id: backtestRules.backtest.id },
        );
        if (backtest.state !== 'RUNNING') return backtest.report;
      }
    } finally {
      api.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('on the sample that is shipped', async () => {
  const report = await backtestOf(SAMPLE);
  expect(report.purchases).toBeGreaterThan(400);
  expect(report).toMatchObject({ notReproduced: 0, membersBetter: 0, current: { points: report.postedPoints } });
});

test.skipIf(!whole)(
  'on the whole of the purchase-card data',
  async () => {
    const report = await backtestOf(WHOLE);
    expect(report.purchases).toBeGreaterThan(10_000);
    expect(report).toMatchObject({ notReproduced: 0, membersBetter: 0, current: { points: report.postedPoints } });
  },
  600_000,
);
