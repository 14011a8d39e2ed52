/**
 * The files of a deployment, held against what they speak of: there is no container engine where tests run, so what can be wrong without one is looked
 * for here. Paths exist, commands are commands, variables are settings and are taken by those who read them, and everybody finds whom it calls.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { readDatabaseOptions, readPartOptions } from '../../scripts/options.ts';
import { VARIABLES } from '../../scripts/settings.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(ROOT, 'scripts/deployment');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  stop_grace_period?: string;
  healthcheck?: unknown;
  volumes?: string[];
}
const compose = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const ours = Object.entries(compose.services).filter(([, service]) => service.image === 'coalition-loyalty');

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the image', () => {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ word: line.split(' ', 1)[0] as string, rest: line.slice(line.indexOf(' ') + 1) }));
  const all = (word: string) => lines.filter((line) => line.word === word).map(({ rest }) => rest);

  test('is made of what is there', () => {
    for (const copied of all('COPY').filter((rest) => !rest.startsWith('--from'))) {
      const sources = copied.split(' ').slice(0, -1);
      for (const source of sources) expect(existsSync(join(ROOT, source)), source).toBe(true);
    }
    // Whatever the product imports and does not find in a package.
    const folders = all('COPY').flatMap((rest) => rest.split(' '));
    for (const folder of ['schema', 'db', 'subgraphs', 'gateway', 'scripts']) expect(folders).toContain(folder);
  });

  test('has a Node that the product takes, and a user that is not root', () => {
    expect(all('FROM').every((from) => from.startsWith('node:20-slim'))).toBe(true);
    expect(packageJson.engines.node).toBe('>=20.19');
    expect(all('USER')).toEqual(['node']);
    expect(lines.findIndex(({ word }) => word === 'USER')).toBeLessThan(lines.findIndex(({ word }) => word === 'CMD'));
  });

  test('runs scripts that exist with packages that it has', () => {
    expect(JSON.parse(all('ENTRYPOINT')[0] as string)).toEqual(['node', '--import', 'tsx']);
    expect(Object.keys(packageJson.dependencies)).toContain('tsx');
    for (const script of JSON.parse(all('CMD')[0] as string)) expect(existsSync(join(ROOT, script)), script).toBe(true);
    expect(all('HEALTHCHECK')[0]).toContain('/health');
    const environment = (all('ENV')[0] as string).split(' ').map((pair) => pair.split('=')[0]);
    for (const name of environment) expect(VARIABLES).toContain(name);
  });
});

describe('the processes', () => {
  test('all of them are there, two gateways among them', () => {
    const commands = ours.map(([, { command }]) => command?.join(' ')).sort();
    expect(commands).toEqual([
      'scripts/migrate.ts',
      'scripts/serve.ts gateway',
      'scripts/serve.ts gateway',
      'scripts/serve.ts ledger',
      'scripts/serve.ts members',
      'scripts/serve.ts partners',
      'scripts/serve.ts rewards',
    ]);
    for (const [name, { build, command }] of ours) {
      expect(existsSync(join(ROOT, command?.[0] ?? '')), name).toBe(true);
      expect(existsSync(join(FOLDER, build?.context ?? '', build?.dockerfile ?? '')), name).toBe(true);
      expect(join(FOLDER, build?.context ?? '', '.')).toBe(join(ROOT, '.'));
      expect(dirname(build?.dockerfile ?? '')).toBe('scripts/deployment');
    }
  });

  test.each(ours)('%s is given settings that it takes', (_, { command, environment = {} }) => {
    const given: Record<string, string> = {
      // What the image gives.
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: '4000',
      ...environment,
    };
    const secret = 's'.repeat(43);
    const secrets: Record<string, string> = {
      DATABASE_PASSWORD: 'secret',
      PERSONAL_DATA_KEY: secret,
      SUBGRAPH_SECRETS: `a:${secret}`,
      STATEMENT_SECRETS: `a:${secret}`,
      METRICS_TOKEN: secret,
      PUBLIC_URL: 'https://points.example',
    };
    for (const name of VARIABLES) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(given)) {
      expect(VARIABLES).toContain(name);
      vi.stubEnv(
        name,
        value.replaceAll(/\$\{(\w+):\?\}/g, (_, variable: string) => secrets[variable] ?? `no ${variable}`),
      );
    }
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`ended with ${code}`);
    });
    const [script, part] = command ?? [];
    if (script === 'scripts/migrate.ts') {
      expect(readDatabaseOptions('migrate', '', ['node', script]).databaseUrl).toContain('@database:5432/loyalty');
    } else {
      const options = readPartOptions(['node', script as string, part as string]);
      expect(options).toMatchObject({ part, production: true, port: 4000, metrics: { token: secret } });
      for (const [name, url] of options.subgraphUrls) {
        expect(url).toBe(`http://${name}:4000`);
        expect(Object.keys(compose.services)).toContain(name);
      }
    }
  });

  test.each(['PERSONAL_DATA_KEY', 'STATEMENT_SECRETS'])('nobody starts in production without %s', (missing) => {
    const given = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://loyalty@database:5432/loyalty',
      SUBGRAPH_SECRETS: `a:${'s'.repeat(43)}`,
      PERSONAL_DATA_KEY: 's'.repeat(43),
      STATEMENT_SECRETS: `a:${'s'.repeat(43)}`,
    };
    for (const name of VARIABLES) vi.stubEnv(name, name === missing ? undefined : given[name as keyof typeof given]);
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`ended with ${code}`);
    });
    let said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    expect(() => readPartOptions(['node', 'scripts/serve.ts', 'partners'])).toThrow('ended with 1');
    expect(said).toContain(`${missing} must be set in production`);
  });

  test('nobody starts before what it needs, and nothing waits in a circle', () => {
    const started = new Set<string>();
    for (let left = Object.entries(compose.services); left.length > 0; ) {
      const next = left.filter(([, { depends_on = {} }]) => Object.keys(depends_on).every((name) => started.has(name)));
      expect(next.map(([name]) => name)).not.toEqual([]);
      for (const [name] of next) started.add(name);
      left = left.filter(([name]) => !started.has(name));
    }
    for (const [name, { command, depends_on }] of ours)
      if (command?.[0] === 'scripts/serve.ts') expect(Object.keys(depends_on ?? {}), name).not.toEqual([]);
  });

  test('only gateways are reached from outside, and each is given the time to drain', () => {
    const published = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['gateway-a', 'gateway-b']);
    for (const [, { environment, stop_grace_period }] of published) {
      const drain = Number(environment?.DRAIN_SECONDS);
      expect(drain).toBeGreaterThan(0);
      expect(Number.parseInt(stop_grace_period ?? '', 10)).toBeGreaterThan(drain + 10);
    }
    for (const [, { volumes = [] }] of Object.entries(compose.services))
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
  });
});

test('every command that the page names is one, and every file is there', () => {
  const page = read('README.md');
  const commands = [...page.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name as string);
  expect(commands.length).toBeGreaterThan(3);
  for (const name of commands) expect(Object.keys(packageJson.scripts)).toContain(name);
  for (const [, script] of page.matchAll(/\b(scripts\/[\w/-]+\.ts)\b/g))
    expect(existsSync(join(ROOT, script as string)), script).toBe(true);
  for (const [, variable] of page.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)=/g))
    expect([...VARIABLES, 'DATABASE_PASSWORD']).toContain(variable);
});
