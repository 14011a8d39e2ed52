import { afterEach, expect, test, vi } from 'vitest';
import {
  commandWith,
  optional,
  readSettings,
  type Settings,
  setting,
  someText,
  wholeNumber,
} from '../../scripts/setting.ts';
import { PART_SETTINGS, REPLAY_SETTINGS, SERVER_SETTINGS, VARIABLES } from '../../scripts/settings.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What a command with these settings reads, or what it says before it ends. */
function read<Table extends Settings>(settings: Table, argv: readonly string[], env: Record<string, string> = {}) {
  for (const name of VARIABLES) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const command = commandWith('test', 'A test.', settings).exitOverride();
  let said = '';
  command.configureOutput({ writeErr: (text) => (said += text) });
  try {
    command.parse(['node', 'test', ...argv]);
    return { ...readSettings(command, settings, VARIABLES), said };
  } catch {
    return { values: null, said };
  }
}

test('a flag wins over its variable, a variable over the default, and an empty variable is none', () => {
  const table = {
    port: setting({ flag: '--port <n>', env: 'PORT', fallback: '4000', what: '' }, wholeNumber(0, 9_999)),
  };
  expect(read(table, []).values).toEqual({ port: 4000 });
  expect(read(table, [], { PORT: '' }).values).toEqual({ port: 4000 });
  expect(read(table, [], { PORT: '1' }).values).toEqual({ port: 1 });
  expect(read(table, ['--port', '2'], { PORT: '1' })).toMatchObject({
    values: { port: 2 },
    environment: { PORT: '2' },
  });
});

test.each<[Record<string, string>, string]>([
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535. It is "65536".'],
  [{ PORT: '1e3' }, 'PORT must be a whole number from 0 to 65535. It is "1e3".'],
  [{ PORT: ' 1' }, 'PORT must be a whole number from 0 to 65535. It is " 1".'],
  [{ DATABASE_CONNECTIONS: '-1' }, 'DATABASE_CONNECTIONS must be a whole number from 1 to 1000. It is "-1".'],
  [{ NODE_ENV: 'prod' }, 'NODE_ENV must be one of development, production, test. It is "prod".'],
  [{ HOST: '  ' }, 'HOST must not be empty. It is "  ".'],
  [{ PUBLIC_URL: 'shop.example' }, 'PUBLIC_URL must be an http or https URL. It is "shop.example".'],
  [
    { ALLOWED_ORIGINS: 'https://a.example,https://b.example/' },
    'ALLOWED_ORIGINS must be origins such as https://shop.example, separated by commas. It is "https://a.example,https://b.example/".',
  ],
  [{ SUBGRAPH_URLS: 'ledgr=http://x' }, 'SUBGRAPH_URLS must read partners=http://host:port,'],
  [{ SUBGRAPH_URLS: 'ledger=http://x,ledger=http://y' }, 'SUBGRAPH_URLS must read partners=http://host:port,'],
  [{ LIMITS: 'cost=20000,toString=1' }, 'LIMITS must read name=number,... with whole numbers above 0 for bodyBytes,'],
  [{ LIMITS: 'cost=0' }, 'LIMITS must read name=number,'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=%zz' }, 'OTEL_EXPORTER_OTLP_HEADERS must have percent-encoded values'],
  [{ LIMITS: 'cost=1,cost=2' }, 'LIMITS gives cost more than once. It is "cost=1,cost=2".'],
  [{ ALOWED_ORIGINS: 'https://a.example' }, 'ALOWED_ORIGINS is no setting: ALLOWED_ORIGINS is.'],
])('%o is refused with a sentence', (env, sentence) => {
  const { values, said } = read(PART_SETTINGS, [], env);
  expect(values).toBeNull();
  expect(said).toContain(sentence);
});

test('everything that is wrong is told at once, by the name it was given under', () => {
  expect(read(SERVER_SETTINGS, ['--port', 'x'], { LOG_LEVEL: 'loud', TRUSTED_PROXIES: '11' }).said).toBe(
    [
      '--port must be a whole number from 0 to 65535. It is "x".',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent. It is "loud".',
      'TRUSTED_PROXIES must be a whole number from 0 to 10. It is "11".',
      '',
    ].join('\n'),
  );
});

test.each([
  [{ DATABASE_URL: 'mysql://root:hunter2@localhost' }],
  [{ PERSONAL_DATA_KEY: 'hunter2' }],
  [{ STATEMENT_SECRETS: 'id:hunter2' }],
  [{ SUBGRAPH_SECRETS: 'hunter2' }],
])('a secret that is refused is not shown: %o', (env: Record<string, string>) => {
  const { values, said } = read(PART_SETTINGS, [], env);
  expect(values).toBeNull();
  expect(said).toContain(Object.keys(env)[0]);
  expect(said).not.toContain('hunter2');
});

test('what was read can be given on: another process with these variables reads the same', () => {
  const first = read(PART_SETTINGS, ['--port', '7', '--allowed-origins', 'https://a.example'], {
    PERSONAL_DATA_KEY: 'k'.repeat(43),
    SUBGRAPH_URLS: 'ledger=http://127.0.0.1:1/',
  });
  const again = read(PART_SETTINGS, [], { ...(first.values === null ? {} : first.environment) });
  expect(again.values).toEqual(first.values);
  expect(again.values).toMatchObject({ port: 7, subgraphUrls: new Map([['ledger', 'http://127.0.0.1:1']]) });
});

test('a flag must be named as its setting', () => {
  const table = { prt: optional({ flag: '--port <n>', what: '' }, someText) };
  expect(() => commandWith('test', '', table)).toThrow('prt');
});

test('every default is a value that would be taken', () => {
  for (const [name, each] of Object.entries({ ...PART_SETTINGS, ...REPLAY_SETTINGS }))
    if (each.fallback !== null) expect(each.schema.safeParse(each.fallback).success, name).toBe(true);
});
