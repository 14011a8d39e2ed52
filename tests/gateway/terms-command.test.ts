/** `npm run terms` as its users run it: a process of its own against a running server, its exit codes and what it says. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Api, apiAt, type Fields, type ProgrammeByApi } from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';
import { type ScriptEnd, spawnScript } from '../support/spawn-script.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let folder = '';

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('by-command');
  folder = await mkdtemp(join(tmpdir(), 'terms-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await product.close();
});

const fileOf = async (text: string, name = 'terms.yaml'): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const terms = (args: readonly string[], more: readonly string[] = []): Promise<ScriptEnd> => {
  const { clientId, clientSecret } = programme.operatorCredentials;
  const env = { LOYALTY_URL: product.url, LOYALTY_CLIENT_ID: clientId, LOYALTY_CLIENT_SECRET: clientSecret };
  return spawnScript('terms', [...args, ...more], env).ended;
};

const FILE = (points: number, more = ''): string => `
categories: [food]
partners:
  - code: acme
    name: Acme
    contract:
      validFrom: "2026-01-01T00:00:00Z"
      earnPer: { amount: "1.00", currency: EUR }
      netDebitCap: "500.00"
      partnerVat: { category: S, rateBasisPoints: 1900 }
rules:
  - code: picnic
    kind: PROMOTION
    name: Picnic
    validFrom: "2026-01-01T00:00:00Z"
    award: { type: FIXED, points: ${points} }
    conditions: { partners: [acme], categories: [food]${more} }
    fundingSplit: [{ basisPoints: 10000 }]
`;

describe('what is wrong is said, and the exit code says so', () => {
  it.each<[string, () => Promise<readonly string[]>, number, RegExp]>([
    ['no file', async () => ['plan'], 1, /needs a file/],
    [
      'nothing that it does',
      async () => ['burn', 'x.yaml'],
      1,
      /Allowed choices are export, diff, plan, apply, schema/,
    ],
    ['a file that is not there', async () => ['plan', join(folder, 'none.yaml')], 1, /none\.yaml cannot be read/],
    ['no YAML', async () => ['plan', await fileOf('rules: [', 'a.yaml')], 2, /a\.yaml:1: ./],
    [
      'an unknown key, with the nearest known one and its line',
      async () => ['plan', await fileOf(FILE(5, ', categorys: [food]'), 'b.yaml')],
      2,
      /b\.yaml:17: rules\.0\.conditions\.categorys: .*Did you mean `categories`\?/,
    ],
    [
      'wrong credentials',
      async () => ['plan', await fileOf(FILE(5), 'c.yaml'), '--client-secret', 'wrong'],
      1,
      /^(?!.*\bat ).+/,
    ],
    [
      'a server that is not there',
      async () => ['plan', await fileOf(FILE(5), 'd.yaml'), '--url', 'http://127.0.0.1:1'],
      1,
      /cannot be reached/,
    ],
  ])('%s', async (_, args, code, says) => {
    const end = await terms(await args());
    expect([end.code, end.stdout]).toEqual([code, '']);
    expect(end.stderr).toMatch(says);
    // A sentence, not a stack.
    expect(end.stderr).not.toMatch(/\n\s+at /);
  });
});

it('the schema is a JSON Schema that knows every key', async () => {
  const { code, stdout } = await terms(['schema']);
  expect(code).toBe(0);
  const schema = JSON.parse(stdout) as { $schema: string; properties: { rules: { items: { properties: Fields } } } };
  expect(schema.$schema).toMatch(/json-schema\.org/);
  expect(Object.keys(schema.properties.rules.items.properties)).toEqual(
    expect.arrayContaining(['code', 'kind', 'award', 'conditions', 'fundingSplit', 'budget', 'caps', 'stacking']),
  );
});

it('a plan changes nothing; apply does what it said, at once by two, and the second time there is nothing to do', async () => {
  const path = await fileOf(FILE(5));
  const before = await terms(['diff', path]);
  expect(before.code).toBe(1);
  const planned = await terms(['plan', path]);
  expect([planned.code, planned.stdout]).toEqual([0, before.stdout]);
  expect(planned.stdout.split('\n').filter((line) => line !== '')).toEqual([
    '+ categories: food',
    '+ partner acme (Acme)',
    expect.stringMatching(/^~ contract of acme from 2026-01-01T00:00:00Z: .*netDebitCap/),
    expect.stringMatching(/^~ rule picnic \(PROMOTION\)/),
  ]);
  expect((await terms(['plan', path])).stdout).toBe(planned.stdout);

  const applied = await Promise.all([terms(['apply', path]), terms(['apply', path])]);
  expect(applied.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  for (const what of ['plan', 'apply', 'diff'])
    expect(await terms([what, path])).toMatchObject({ code: 0, stdout: 'Nothing to change.\n', stderr: '' });
  const query =
    '{ partner(code: "acme") { contracts { version netDebitCap { amount } partnerVat { rateBasisPoints } } } earnRule(code: "picnic") { versions { state } } }';
  expect((await api.ask(programme.operator, query)).data).toEqual({
    partner: {
      contracts: [{ version: 1, netDebitCap: { amount: '500.00' }, partnerVat: { rateBasisPoints: 1900 } }],
    },
    earnRule: { versions: [{ state: 'LIVE' }] },
  });
});

it('what is exported asks for nothing; what a file does not say of a contract stays as it is', async () => {
  const path = join(folder, 'exported.yaml');
  expect(await terms(['export', path])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(parse(await readFile(path, 'utf8'))).toMatchObject({
    partners: [{ code: 'acme' }],
    rules: [{ code: 'picnic' }],
  });
  expect(await terms(['plan', path])).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' });
  expect((await terms(['export', '-'])).stdout).toBe(await readFile(path, 'utf8'));

  const next = FILE(5)
    .replace('2026-01-01T00:00:00Z"\n      earnPer', '2099-01-01T00:00:00Z"\n      pendingDays: 14\n      earnPer')
    .replace('      netDebitCap: "500.00"\n', '');
  const later = await fileOf(next, 'later.yaml');
  const { stdout } = await terms(['apply', later]);
  expect(stdout).toBe('~ contract of acme from 2099-01-01T00:00:00Z: pendingDays, validFrom\n');
  const query = '{ partner(code: "acme") { contracts { pendingDays netDebitCap { amount } selfBilling } } }';
  expect((await api.ask(programme.operator, query)).data).toEqual({
    partner: {
      contracts: [0, 14].map((pendingDays) => ({ pendingDays, netDebitCap: { amount: '500.00' }, selfBilling: false })),
    },
  });
  const other = await fileOf(next.replace('pendingDays: 14', 'pendingDays: 15'), 'other.yaml');
  const refused = await terms(['apply', other]);
  expect([refused.code, refused.stdout]).toEqual([2, expect.stringMatching(/^! partners\.0\.contract\.validFrom: /)]);
});

it('what the programme refuses is said with its place in the file, and done once what was in the way is gone', async () => {
  const path = await fileOf(
    FILE(6, ', tiers: [GOLD]').replace('2026-01-01T00:00:00Z"\n      earnPer', '2099-01-01T00:00:00Z"\n      earnPer'),
  );
  for (let time = 1; time <= 2; time += 1)
    expect(await terms(['apply', path])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^rules\.0\.conditions\.tiers\.0: TIER_UNKNOWN: /),
    });
  await api.mutate(programme.operator, 'publishTierLadder', {
    windowMonths: 12,
    tiers: [{ code: 'GOLD', rank: 0, name: 'Gold', threshold: 0 }],
  });
  expect(await terms(['apply', path])).toMatchObject({ code: 0, stderr: '' });
  expect(await terms(['diff', path])).toMatchObject({ code: 0 });
});
