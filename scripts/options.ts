/**
 * What the product's commands were told, read from their settings (settings.ts) and checked as a whole: `npm start -- --help` prints them all.
 */
import { resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import type { ExternalIssuer } from '../gateway/identity/external-issuers.ts';
import type { Limits } from '../gateway/limits/limits.ts';
import type { MetricsOptions } from '../gateway/metrics/metrics-server.ts';
import type { TracingOptions } from '../gateway/tracing/start-tracing.ts';
import type { FeedKeeping } from '../subgraphs/ledger/events/outbox-tail.ts';
import type { SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { SUBGRAPHS, type SubgraphName } from '../subgraphs/serving/sdl.ts';
import { commandWith, type ReadSettings, readSettings, type Settings } from './setting.ts';
import {
  DATABASE_SETTINGS,
  type LogLevel,
  PART_SETTINGS,
  REPLAY_SETTINGS,
  SERVER_SETTINGS,
  STATEMENT_SETTINGS,
  VARIABLES,
} from './settings.ts';

/** Which database: a server that exists, or the embedded one with its data in `dataDir`. */
export interface DatabaseChoice {
  readonly databaseUrl: string | null;
  /** Absolute. Also holds the credentials that the scripts keep. */
  readonly dataDir: string;
}

export interface StartOptions extends DatabaseChoice {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Base URL under which clients reach the gateway; null is `http://<host>:<port>`. */
  readonly publicUrl: string | null;
  readonly production: boolean;
  /** Whether an empty database gets the demo programme. */
  readonly demo: boolean;
  /** Connections of each subgraph's pool. */
  readonly databaseConnections: number;
  readonly logLevel: LogLevel;
  /** Where access tokens come from; null is the built-in issuer. */
  /** Token issuers other than the built-in one. */
  readonly issuers: readonly ExternalIssuer[];
  /** `aud` that access tokens carry. */
  readonly tokenAudience: string;
  /** Web origins that may use the API, beside the gateway's own. */
  readonly allowedOrigins: readonly string[];
  /** How many trusted proxies stand in front of the gateway. */
  readonly trustedProxies: number;
  readonly limits: Partial<Limits>;
  /** Documents that clients may name, and whether no others are served; null when there are none. */
  readonly documents: { readonly path: string; readonly only: boolean } | null;
  /** Where `/metrics` is served; null is nowhere. */
  readonly metrics: MetricsOptions | null;
  /** Where traces go; null is nowhere. */
  readonly tracing: TracingOptions | null;
  /** For how long the feed keeps events. */
  readonly feedKeeping: FeedKeeping;
  /** Milliseconds for which a gateway that stops still answers. */
  readonly drainMillis: number;
  /** The secret of members' personal data; null is the one that the data folder keeps. */
  readonly personalDataKey: string | null;
  /** Under which the keys of statements lie in the database; null takes one that is kept in the data folder. */
  readonly statementSecrets: SigningSecrets | null;
  /** All of this as variables, for a process that is started with the same. */
  readonly environment: Readonly<Record<string, string>>;
}

const NO_DEMO = new Option('--no-demo', 'leave an empty database empty');

/** Reads the options of `npm start`. Prints and ends the process for `--help` and for a value that is refused. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const what = 'Starts the database, the four subgraphs and the gateway.';
  const command = commandWith('npm start', what, SERVER_SETTINGS, [NO_DEMO]);
  return startOptionsOf(command.parse(argv), readSettings(command, SERVER_SETTINGS, VARIABLES));
}

const DAY_MILLIS = 86_400_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function startOptionsOf(command: Command, { values, environment }: ReadSettings<typeof SERVER_SETTINGS>): StartOptions {
  const { tokenIssuers, mode, dataDir, allowedOrigins, documents, documentsMode, ...others } = values;
  const { metricsPort, metricsHost, metricsToken, otlpEndpoint, otlpHeaders, traceRatio, drainSeconds, ...more } =
    others;
  const { feedDays, feedDaysUnfollowed, webhookLogDays, ...rest } = more;
  if (documents === null && documentsMode === 'only') {
    command.error('DOCUMENTS must say where they are when DOCUMENTS_MODE is only.');
  }
  if (metricsPort !== null && metricsToken === null && !LOOPBACK.has(metricsHost)) {
    command.error('METRICS_TOKEN must be set where METRICS_HOST is not the loopback address.');
  }
  const production = mode === 'production';
  // A secret that lies in the folder of one machine is lost with it, and nobody's members are found again.
  if (production && rest.databaseUrl !== null && rest.personalDataKey === null) {
    command.error("PERSONAL_DATA_KEY must be set in production: under it members' personal data is kept.");
  }
  if (production && rest.databaseUrl !== null && rest.statementSecrets === null) {
    command.error('STATEMENT_SECRETS must be set in production: under them the keys that sign statements are kept.');
  }
  return {
    ...rest,
    dataDir: resolve(dataDir),
    production,
    demo: command.getOptionValue('demo') !== false && !production,
    issuers: tokenIssuers ?? [],
    allowedOrigins: allowedOrigins ?? [],
    documents: documents === null ? null : { path: resolve(documents), only: documentsMode === 'only' },
    tracing: otlpEndpoint === null ? null : { endpoint: otlpEndpoint, headers: otlpHeaders ?? {}, ratio: traceRatio },
    drainMillis: drainSeconds * 1_000,
    feedKeeping: {
      keepFor: feedDays * DAY_MILLIS,
      keepUnfollowedFor: feedDaysUnfollowed * DAY_MILLIS,
      keepMessagesFor: webhookLogDays * DAY_MILLIS,
    },
    metrics: metricsPort === null ? null : { port: metricsPort, host: metricsHost, token: metricsToken },
    environment,
  };
}

/** A process of the split deployment: the gateway, or a subgraph by its name. */
export type Part = 'gateway' | SubgraphName;

export interface PartOptions extends StartOptions {
  readonly part: Part;
  readonly databaseUrl: string;
  readonly subgraphUrls: ReadonlyMap<SubgraphName, string>;
  readonly subgraphSecrets: SigningSecrets;
}

/** Whom a part calls. */
const NEEDED: Partial<Record<Part, readonly SubgraphName[]>> = {
  gateway: SUBGRAPHS,
  rewards: ['ledger'],
  members: ['ledger', 'rewards'],
};

/**
 * Reads the options of one process of the split deployment (`npm run serve -- <part>`): those of `npm start`, a database
 * URL, the addresses of the subgraphs and the secrets under which the gateway signs callers for them.
 */
export function readPartOptions(argv: readonly string[]): PartOptions {
  const command = commandWith('npm run serve --', 'One process of the split deployment.', PART_SETTINGS);
  command.addArgument(new Argument('<part>', 'which one').choices(['gateway', ...SUBGRAPHS]));
  const part = command.parse(argv).args[0] as Part;
  const read = readSettings(command, PART_SETTINGS, VARIABLES);
  const { subgraphUrls, subgraphSecrets, databaseUrl } = read.values;
  const missing = (NEEDED[part] ?? []).filter((name) => !subgraphUrls?.has(name));
  if (missing.length > 0) command.error(`SUBGRAPH_URLS does not say where to find ${missing.join(', ')}.`);
  if (databaseUrl === null) return command.error('DATABASE_URL must be set: the processes share one database.');
  if (subgraphSecrets === null) return command.error('SUBGRAPH_SECRETS must be set.');
  return {
    ...startOptionsOf(command, read),
    part,
    databaseUrl,
    subgraphUrls: subgraphUrls ?? new Map(),
    subgraphSecrets,
  };
}

export interface ReplayOptions extends StartOptions {
  /** The file to replay; null is the sample that the project ships. */
  readonly file: string | null;
  /** A running server; null starts one of our own. */
  readonly url: string | null;
  /** A platform client of that server; null takes the one kept in the data folder. */
  readonly platform: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly seed: string;
  readonly batchSize: number;
  readonly inFlight: number;
  readonly oneAtATime: boolean;
  readonly json: boolean;
}

const REPLAY_SWITCHES = [
  new Option('--one-at-a-time', 'one purchase a request, several in flight: for measuring').default(false),
  new Option('--json', 'print the report as one JSON object').default(false),
];

/** Reads the options of `npm run replay`. */
export function readReplayOptions(argv: readonly string[]): ReplayOptions {
  const what = 'Replays a file of real purchases through the API.';
  const command = commandWith('npm run replay --', what, REPLAY_SETTINGS, REPLAY_SWITCHES);
  command.argument('[file]', 'CSV of purchases, plain or gzip; the shipped sample when left out');
  const [file] = command.parse(argv).args;
  const { clientId, clientSecret, dataDir, ...given } = readSettings(command, REPLAY_SETTINGS, VARIABLES).values;
  if ((clientId === null) !== (clientSecret === null)) {
    command.error('A platform client needs both --client-id and --client-secret.');
  }
  return {
    ...readStartOptions([argv[0] ?? '', argv[1] ?? '', '--port', '0', '--no-demo']),
    ...given,
    dataDir: resolve(dataDir),
    file: file ?? null,
    platform: clientId === null || clientSecret === null ? null : { clientId, clientSecret },
    oneAtATime: command.getOptionValue('oneAtATime') === true,
    json: command.getOptionValue('json') === true,
  };
}

/** Reads the options of a command that needs a database and nothing else, such as `npm run migrate`. */
export function readDatabaseOptions(name: string, what: string, argv: readonly string[]): DatabaseChoice {
  const { databaseUrl, dataDir } = readCommand(name, what, DATABASE_SETTINGS, argv);
  return { databaseUrl, dataDir: resolve(dataDir) };
}

/** As `readDatabaseOptions`, with what seals the keys of statements; null where it was not given. */
export function readAuditOptions(
  name: string,
  what: string,
  argv: readonly string[],
): DatabaseChoice & { readonly statementSecrets: SigningSecrets | null } {
  const settings = { ...DATABASE_SETTINGS, ...STATEMENT_SETTINGS };
  const { dataDir, ...rest } = readCommand(name, what, settings, argv);
  return { ...rest, dataDir: resolve(dataDir) };
}

function readCommand<Table extends Settings>(name: string, what: string, settings: Table, argv: readonly string[]) {
  const command = commandWith(name, what, settings);
  command.parse(argv);
  return readSettings(command, settings, VARIABLES).values;
}
