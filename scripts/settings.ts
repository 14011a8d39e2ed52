/**
 * Every setting of the product, in one place. `npm start -- --help` prints them, the table of scripts/deployment/README.md is written from them
 * (`npm run compose`), and a process of the split deployment takes the same.
 */
import { z } from 'zod';
import { readIssuers } from '../gateway/identity/external-issuers.ts';
import { readLimits } from '../gateway/limits/limits.ts';
import { readSigningSecrets, type SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { SUBGRAPHS, type SubgraphName } from '../subgraphs/serving/sdl.ts';
import { httpUrl, oneOf, optional, readBy, type Settings, setting, someText, wholeNumber } from './setting.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which database, and how much is told. */
export const DATABASE_SETTINGS = {
  databaseUrl: optional(
    {
      flag: '--database-url <url>',
      env: 'DATABASE_URL',
      what: 'a PostgreSQL server, 15 or newer, to use instead of the embedded one',
      // It holds a password.
      secret: true,
    },
    z.string().refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
      message: 'must look like postgres://user:password@host:5432/database',
    }),
  ),
  dataDir: setting(
    {
      flag: '--data-dir <folder>',
      env: 'DATA_DIR',
      fallback: '.data',
      what: 'folder of the embedded database and of kept credentials',
    },
    someText,
  ),
} satisfies Settings;

export const LOG_SETTINGS = {
  logLevel: setting(
    {
      flag: '--log-level <level>',
      env: 'LOG_LEVEL',
      fallback: 'warn',
      what: `how much is logged, as JSON lines on standard error: ${LOG_LEVELS.join(', ')}`,
    },
    oneOf(LOG_LEVELS),
  ),
} satisfies Settings;

/** What seals the keys of statements: for every command that reads statements. */
export const STATEMENT_SETTINGS = {
  statementSecrets: optional(
    {
      env: 'STATEMENT_SECRETS',
      what: 'id:secret,... under which the keys that sign statements lie in the database, the sealing one first; kept in the data folder when left out',
      secret: true,
    },
    readBy(readSecrets),
  ),
} satisfies Settings;

/** Those of `npm start`, and of every process of the split deployment. */
export const SERVER_SETTINGS = {
  port: setting(
    {
      flag: '--port <number>',
      env: 'PORT',
      fallback: '4000',
      what: 'port of the gateway, or of the subgraph; 0 takes a free one',
    },
    wholeNumber(0, 65_535),
  ),
  host: setting(
    {
      flag: '--host <address>',
      env: 'HOST',
      fallback: '127.0.0.1',
      what: 'address to listen on; 0.0.0.0 opens it to the network',
    },
    someText,
  ),
  publicUrl: optional(
    {
      flag: '--public-url <url>',
      env: 'PUBLIC_URL',
      what: 'base URL under which clients reach the gateway, behind a proxy for instance',
    },
    httpUrl,
  ),
  mode: setting(
    {
      flag: '--mode <mode>',
      env: 'NODE_ENV',
      fallback: 'development',
      what: 'development, production or test; production turns GraphiQL, introspection and the demo off',
    },
    oneOf(['development', 'production', 'test']),
  ),
  ...DATABASE_SETTINGS,
  databaseConnections: setting(
    {
      flag: '--database-connections <number>',
      env: 'DATABASE_CONNECTIONS',
      fallback: '10',
      what: 'connections to the database for each subgraph',
    },
    wholeNumber(1, 1_000),
  ),
  ...LOG_SETTINGS,
  tokenIssuers: optional(
    {
      flag: '--token-issuers <json>',
      env: 'TOKEN_ISSUERS',
      what: 'external token issuers, a JSON array of { issuer, jwksUrl, audience, algorithms, partnerId }; without one for the API itself the built-in issuer signs',
    },
    readBy(readIssuers),
  ),
  tokenAudience: setting(
    {
      flag: '--token-audience <audience>',
      env: 'TOKEN_AUDIENCE',
      fallback: 'loyalty',
      what: 'the "aud" that tokens carry',
    },
    someText,
  ),
  allowedOrigins: optional(
    {
      flag: '--allowed-origins <origins>',
      env: 'ALLOWED_ORIGINS',
      what: 'web origins that may use the API, separated by commas, beside its own',
    },
    readBy(readOrigins),
  ),
  trustedProxies: setting(
    {
      flag: '--trusted-proxies <number>',
      env: 'TRUSTED_PROXIES',
      fallback: '0',
      what: 'how many proxies of yours stand in front: clients are then known by x-forwarded-for',
    },
    wholeNumber(0, 10),
  ),
  limits: setting(
    {
      flag: '--limits <limits>',
      env: 'LIMITS',
      fallback: '',
      what: 'how much a request may ask for where it is not the default: cost=20000,depth=10; the names are in gateway/limits/limits.ts',
    },
    readBy((text) => (text === '' ? {} : readLimits(text))),
  ),
  documents: optional(
    {
      flag: '--documents <path>',
      env: 'DOCUMENTS',
      what: 'folder of .graphql files, or JSON of documents by SHA-256, that clients may name instead of sending them',
    },
    someText,
  ),
  documentsMode: setting(
    {
      flag: '--documents-mode <mode>',
      env: 'DOCUMENTS_MODE',
      fallback: 'also',
      what: 'also: any document is served as well; only: none but the registered ones',
    },
    oneOf(['also', 'only']),
  ),
  metricsPort: optional(
    {
      flag: '--metrics-port <number>',
      env: 'METRICS_PORT',
      what: 'port of /metrics for Prometheus; without it there is none. npm run split gives the subgraphs the next four',
    },
    wholeNumber(0, 65_531),
  ),
  metricsHost: setting(
    {
      flag: '--metrics-host <address>',
      env: 'METRICS_HOST',
      fallback: '127.0.0.1',
      what: 'address that /metrics listens on; another than loopback needs METRICS_TOKEN',
    },
    someText,
  ),
  metricsToken: optional(
    { env: 'METRICS_TOKEN', what: 'bearer token that readers of /metrics show; at least 16 characters', secret: true },
    z
      .string()
      .refine((token) => /^\S{16,}$/.test(token), { message: 'must have at least 16 characters and no spaces' }),
  ),
  otlpEndpoint: optional(
    {
      flag: '--otlp-endpoint <url>',
      env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      what: 'base URL of an OpenTelemetry collector (OTLP over HTTP); without it nothing is traced',
    },
    httpUrl,
  ),
  otlpHeaders: optional(
    {
      env: 'OTEL_EXPORTER_OTLP_HEADERS',
      what: 'name=value,... that the collector asks for; values are percent-encoded',
      secret: true,
    },
    readBy(readHeaders),
  ),
  traceRatio: setting(
    {
      flag: '--trace-ratio <share>',
      env: 'OTEL_TRACES_SAMPLER_ARG',
      fallback: '1',
      what: 'share of traces that are kept, from 0 to 1; the same in every process',
    },
    z
      .string()
      .refine((text) => /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(text), { message: 'must be a number from 0 to 1' })
      .transform(Number),
  ),
  feedDays: setting(
    {
      flag: '--feed-days <number>',
      env: 'FEED_DAYS',
      fallback: '7',
      what: 'for how many days events can be replayed: how old a cursor may be',
    },
    wholeNumber(1, 365),
  ),
  feedDaysUnfollowed: setting(
    {
      flag: '--feed-days-unfollowed <number>',
      env: 'FEED_DAYS_UNFOLLOWED',
      fallback: '28',
      what: 'for how many days events are kept that webhooks, tiers or missions have yet to follow, when that is longer',
    },
    wholeNumber(1, 365),
  ),
  webhookLogDays: setting(
    {
      flag: '--webhook-log-days <number>',
      env: 'WEBHOOK_LOG_DAYS',
      fallback: '30',
      what: 'for how many days a message to a webhook stays in its log once it was delivered or given up',
    },
    wholeNumber(1, 3650),
  ),
  drainSeconds: setting(
    {
      flag: '--drain-seconds <number>',
      env: 'DRAIN_SECONDS',
      fallback: '0',
      what: 'how long a gateway that was told to stop still answers while /ready says no: longer than a balancer takes to notice',
    },
    wholeNumber(0, 300),
  ),
  personalDataKey: optional(
    {
      env: 'PERSONAL_DATA_KEY',
      what: "secret of members' personal data, 32 random bytes in base64url, the same in every process; kept in the data folder when left out",
      secret: true,
    },
    z.string().refine((key) => key.length >= 43, {
      message: 'must have at least 43 characters: 32 random bytes in base64url',
    }),
  ),
  ...STATEMENT_SETTINGS,
} satisfies Settings;

/** What a process of the split deployment needs beside them. */
export const PART_SETTINGS = {
  ...SERVER_SETTINGS,
  subgraphUrls: optional(
    {
      flag: '--subgraph-urls <urls>',
      env: 'SUBGRAPH_URLS',
      what: 'split only: where the subgraphs are, partners=http://host:port,...; the gateway needs all four, rewards the ledger, members both',
    },
    readBy(readSubgraphUrls),
  ),
  subgraphSecrets: optional(
    {
      env: 'SUBGRAPH_SECRETS',
      what: 'split only: id:secret,... under which callers are signed, the signing one first; at least 32 bytes each',
      secret: true,
    },
    readBy(readSecrets),
  ),
} satisfies Settings;

/** Those of `npm run replay`. */
export const REPLAY_SETTINGS = {
  url: optional(
    { flag: '--url <url>', what: 'a running server to talk to; without it one is started for the replay' },
    httpUrl,
  ),
  clientId: optional(
    {
      flag: '--client-id <id>',
      env: 'PLATFORM_CLIENT_ID',
      what: 'replay only: platform client of the server; the one kept in the data folder when left out',
    },
    someText,
  ),
  clientSecret: optional(
    {
      flag: '--client-secret <secret>',
      env: 'PLATFORM_CLIENT_SECRET',
      what: 'replay only: secret of the platform client',
      secret: true,
    },
    someText,
  ),
  seed: setting({ flag: '--seed <text>', fallback: '1', what: 'chooses who spends what where' }, someText),
  batchSize: setting(
    { flag: '--batch-size <number>', fallback: '500', what: 'purchases in one request' },
    wholeNumber(1, 1_000),
  ),
  inFlight: setting(
    {
      flag: '--in-flight <number>',
      fallback: '16',
      what: 'requests on the wire at once, where their order does not matter',
    },
    wholeNumber(1, 256),
  ),
  ...DATABASE_SETTINGS,
  ...LOG_SETTINGS,
} satisfies Settings;

const ALL: Settings = { ...PART_SETTINGS, ...REPLAY_SETTINGS };

/** Every variable there is. */
export const VARIABLES: readonly string[] = Object.values(ALL).flatMap(({ env }) => env ?? []);

/** The settings as a table in Markdown. */
export function settingsTable(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const settings = Object.values(ALL).filter(({ env }) => env !== null);
  const rows = settings.map(({ env, flag, fallback, what }) => {
    const byFlag = flag === null ? '' : ` \`${flag.split(' ')[0]}\``;
    return `| \`${env}\`${byFlag} | ${fallback === null || fallback === '' ? '' : `\`${fallback}\``} | ${cell(what)} |`;
  });
  return ['| variable, flag | default | what |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A sentence of ours reads on after the name of a setting. */
function readSecrets(text: string): SigningSecrets {
  try {
    return readSigningSecrets(text);
  } catch (error) {
    throw new Error(`cannot be used: ${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}`);
  }
}

/** As the OpenTelemetry specification has it: values are percent-encoded, so that they may hold spaces and commas. */
function readHeaders(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((part) => /^\s*([\w-]+)=(\S+)\s*$/.exec(part));
  if (pairs.includes(null)) throw new Error('must read name=value,...');
  try {
    return Object.fromEntries(pairs.map((pair) => [pair?.[1], decodeURIComponent(pair?.[2] ?? '')]));
  } catch {
    throw new Error('must have percent-encoded values');
  }
}

function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((part) => part.trim());
  const odd = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (odd === undefined) return origins;
  throw new Error('must be origins such as https://shop.example, separated by commas');
}

function readSubgraphUrls(text: string): ReadonlyMap<SubgraphName, string> {
  const urls = new Map<SubgraphName, string>();
  for (const part of text.split(',')) {
    const [, name, url] = /^\s*([a-z]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    const known = SUBGRAPHS.find((subgraph) => subgraph === name);
    const read = httpUrl.safeParse(url ?? '');
    if (known === undefined || !read.success || urls.has(known)) {
      throw new Error(`must read ${SUBGRAPHS[0]}=http://host:port,... for ${SUBGRAPHS.join(', ')}`);
    }
    urls.set(known, read.data);
  }
  return urls;
}
