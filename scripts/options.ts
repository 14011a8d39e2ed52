/**
 * Every option of the product's commands, in one place: the flag, the environment variable, the default, what it must look
 * like and what it does. `npm start -- --help` prints this page; the README points here.
 *
 * A flag wins over its variable, a variable over the default. A value that makes no sense is refused before anything starts.
 */
import { resolve } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { readSigningSecrets, type SigningSecrets } from '../subgraphs/serving/caller-signature.ts';
import { SUBGRAPHS, type SubgraphName } from '../subgraphs/serving/sdl.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

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
  readonly externalIssuer: { readonly jwksUrl: string; readonly issuer: string } | null;
  /** `aud` that access tokens carry. */
  readonly tokenAudience: string;
  /** Web origins that may use the API, beside the gateway's own. */
  readonly allowedOrigins: readonly string[];
  /** How many trusted proxies stand in front of the gateway. */
  readonly trustedProxies: number;
  /** The secret of members' personal data; null is the one that the data folder keeps. */
  readonly personalDataKey: string | null;
  /** Under which the keys of statements lie in the database; null takes one that is kept in the data folder. */
  readonly statementSecrets: SigningSecrets | null;
}

const DATABASE_URL = () =>
  new Option('--database-url <url>', 'a PostgreSQL server, 15 or newer, to use instead of the embedded one').env(
    'DATABASE_URL',
  );

const DATA_DIR = () =>
  new Option('--data-dir <folder>', 'folder of the embedded database and of kept credentials')
    .env('DATA_DIR')
    .default('.data')
    .argParser(readText);

const LOG_LEVEL = () =>
  new Option('--log-level <level>', 'how much is logged, as JSON lines on standard error')
    .env('LOG_LEVEL')
    .default('warn')
    .choices(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

const START_OPTIONS: readonly Option[] = [
  new Option('--port <number>', 'port of the gateway; 0 takes a free one')
    .env('PORT')
    .default(4000)
    .argParser(wholeNumber(0, 65_535)),
  new Option('--host <address>', 'address to listen on; 0.0.0.0 opens the gateway to the network')
    .env('HOST')
    .default('127.0.0.1')
    .argParser(readText),
  new Option('--public-url <url>', 'base URL under which clients reach the gateway, behind a proxy for instance')
    .env('PUBLIC_URL')
    .argParser(readHttpUrl),
  new Option('--mode <mode>', 'production turns GraphiQL, introspection and the demo off')
    .env('NODE_ENV')
    .default('development')
    .choices(['development', 'production', 'test']),
  new Option('--no-demo', 'leave an empty database empty'),
  DATABASE_URL(),
  new Option('--database-connections <number>', 'connections to the database for each subgraph')
    .env('DATABASE_CONNECTIONS')
    .default(10)
    .argParser(wholeNumber(1, 1_000)),
  DATA_DIR(),
  LOG_LEVEL(),
  new Option('--jwks-url <url>', 'key set of an external token issuer; without it the built-in issuer signs')
    .env('JWKS_URL')
    .argParser(readHttpUrl),
  new Option('--token-issuer <issuer>', 'the "iss" that tokens of the external issuer carry')
    .env('TOKEN_ISSUER')
    .argParser(readText),
  new Option('--token-audience <audience>', 'the "aud" that tokens carry')
    .env('TOKEN_AUDIENCE')
    .default('loyalty')
    .argParser(readText),
  new Option('--allowed-origins <origins>', 'web origins that may use the API, separated by commas, beside its own')
    .env('ALLOWED_ORIGINS')
    .argParser(readOrigins),
  new Option(
    '--trusted-proxies <number>',
    'how many proxies of yours stand in front: clients are then known by x-forwarded-for',
  )
    .env('TRUSTED_PROXIES')
    .default(0)
    .argParser(wholeNumber(0, 10)),
];

const PERSONAL_DATA_HELP =
  "\nEnvironment:\n  PERSONAL_DATA_KEY  secret of members' personal data, 32 random bytes in base64url; kept in the data folder when left out";
const STATEMENT_SECRETS_HELP =
  '\n  STATEMENT_SECRETS  id:secret,... under which the keys that sign statements lie in the database, the sealing one first; likewise';

/** Reads the options of `npm start`. Prints and ends the process for `--help` and for a value that is refused. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const command = commandOf('npm start', 'Starts the database, the four subgraphs and the gateway.', START_OPTIONS);
  command.addHelpText('after', PERSONAL_DATA_HELP + STATEMENT_SECRETS_HELP);
  return startOptionsOf(command, command.parse(argv).opts());
}

interface GivenStartOptions {
  port: number;
  host: string;
  publicUrl?: string;
  mode: string;
  demo: boolean;
  databaseUrl?: string;
  databaseConnections: number;
  dataDir: string;
  logLevel: LogLevel;
  jwksUrl?: string;
  tokenIssuer?: string;
  tokenAudience: string;
  allowedOrigins?: readonly string[];
  trustedProxies: number;
}

function startOptionsOf(command: Command, given: GivenStartOptions): StartOptions {
  if ((given.jwksUrl === undefined) !== (given.tokenIssuer === undefined)) {
    command.error('An external token issuer needs both JWKS_URL and TOKEN_ISSUER.');
  }
  const production = given.mode === 'production';
  return {
    ...databaseChoice(command, given),
    port: given.port,
    host: given.host,
    publicUrl: given.publicUrl ?? null,
    production,
    demo: given.demo && !production,
    databaseConnections: given.databaseConnections,
    logLevel: given.logLevel,
    externalIssuer:
      given.jwksUrl === undefined || given.tokenIssuer === undefined
        ? null
        : { jwksUrl: given.jwksUrl, issuer: given.tokenIssuer },
    tokenAudience: given.tokenAudience,
    allowedOrigins: given.allowedOrigins ?? [],
    trustedProxies: given.trustedProxies,
    personalDataKey: personalDataKeyOf(command, production && given.databaseUrl !== undefined),
    statementSecrets: secretsOf(command, 'STATEMENT_SECRETS'),
  };
}

/**
 * The secret of members' personal data. By the environment only: other users see a flag. In production on a database of its own it must be
 * given: a secret that lies in the folder of one machine is lost with it, and nobody's members are found again.
 */
function personalDataKeyOf(command: Command, required: boolean): string | null {
  const key = process.env.PERSONAL_DATA_KEY ?? '';
  if (key !== '' && key.length < 43) {
    command.error('PERSONAL_DATA_KEY must have at least 43 characters: 32 random bytes in base64url.');
  }
  if (key === '' && required) {
    command.error("PERSONAL_DATA_KEY must be set in production: under it members' personal data is kept.");
  }
  return key === '' ? null : key;
}

/** What seals the keys of statements, as the environment gives it to a command that needs only a database; null when it does not. */
export function statementSecretsGiven(): SigningSecrets | null {
  return secretsOf(new Command(), 'STATEMENT_SECRETS');
}

/** Secrets come by the environment only: other users see a flag. Null when the variable is not set. */
function secretsOf(command: Command, variable: string): SigningSecrets | null {
  const text = process.env[variable];
  if (text === undefined || text === '') return null;
  try {
    return readSigningSecrets(text);
  } catch (error) {
    command.error(`${variable}: ${error instanceof Error ? error.message : String(error)}`);
  }
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

const SUBGRAPH_URLS = new Option(
  '--subgraph-urls <urls>',
  'where the subgraphs are: partners=http://host:port,members=...; the gateway needs all four, rewards the ledger, members both',
)
  .env('SUBGRAPH_URLS')
  .default(new Map(), 'none')
  .argParser(readSubgraphUrls);

/**
 * Reads the options of one process of the split deployment (`npm run serve -- <part>`): those of `npm start`, a database
 * URL, the addresses of the subgraphs and the secrets under which the gateway signs callers for them. The secrets come by the
 * environment only, as `id:secret`, several separated by commas with the signing one first: other users see a flag.
 */
export function readPartOptions(argv: readonly string[]): PartOptions {
  const command = commandOf('npm run serve --', 'One process of the split deployment.', [
    ...START_OPTIONS,
    SUBGRAPH_URLS,
  ]);
  command.addArgument(new Argument('<part>', 'which one').choices(['gateway', ...SUBGRAPHS]));
  command.addHelpText(
    'after',
    `\nEnvironment:\n  SUBGRAPH_SECRETS   id:secret,... under which callers are signed; at least 32 bytes each\n  PERSONAL_DATA_KEY  secret of members' personal data, the same in every process${STATEMENT_SECRETS_HELP}`,
  );
  const parsed = command.parse(argv);
  const part = parsed.args[0] as Part;
  const { subgraphUrls } = parsed.opts<{ subgraphUrls: ReadonlyMap<SubgraphName, string> }>();
  const needed = NEEDED[part] ?? [];
  const missing = needed.filter((name) => !subgraphUrls.has(name));
  if (missing.length > 0) command.error(`SUBGRAPH_URLS does not say where to find ${missing.join(', ')}.`);
  const start = startOptionsOf(command, parsed.opts());
  if (start.databaseUrl === null) command.error('DATABASE_URL must be set: the processes share one database.');
  const subgraphSecrets = secretsOf(command, 'SUBGRAPH_SECRETS');
  if (subgraphSecrets === null) command.error('SUBGRAPH_SECRETS: No secret is set.');
  return {
    ...start,
    part,
    databaseUrl: start.databaseUrl as string,
    subgraphUrls,
    subgraphSecrets: subgraphSecrets as SigningSecrets,
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

const REPLAY_OPTIONS: readonly Option[] = [
  new Option('--url <url>', 'a running server to talk to; without it one is started for the replay').argParser(
    readHttpUrl,
  ),
  new Option('--client-id <id>', 'platform client of that server; the one kept in the data folder when left out').env(
    'PLATFORM_CLIENT_ID',
  ),
  new Option('--client-secret <secret>', 'secret of the platform client').env('PLATFORM_CLIENT_SECRET'),
  new Option('--seed <text>', 'chooses who spends what where').default('1').argParser(readText),
  new Option('--batch-size <number>', 'purchases in one request').default(500).argParser(wholeNumber(1, 1_000)),
  new Option('--in-flight <number>', 'requests on the wire at once, where their order does not matter')
    .default(16)
    .argParser(wholeNumber(1, 256)),
  new Option('--one-at-a-time', 'one purchase a request, several in flight: for measuring').default(false),
  new Option('--json', 'print the report as one JSON object').default(false),
  DATABASE_URL(),
  DATA_DIR(),
  LOG_LEVEL(),
];

/** Reads the options of `npm run replay`. */
export function readReplayOptions(argv: readonly string[]): ReplayOptions {
  const command = commandOf('npm run replay --', 'Replays a file of real purchases through the API.', REPLAY_OPTIONS);
  command.argument('[file]', 'CSV of purchases, plain or gzip; the shipped sample when left out');
  const parsed = command.parse(argv);
  const given = parsed.opts<{
    url?: string;
    clientId?: string;
    clientSecret?: string;
    seed: string;
    batchSize: number;
    inFlight: number;
    oneAtATime: boolean;
    json: boolean;
    databaseUrl?: string;
    dataDir: string;
    logLevel: LogLevel;
  }>();
  if ((given.clientId === undefined) !== (given.clientSecret === undefined)) {
    command.error('A platform client needs both --client-id and --client-secret.');
  }
  return {
    ...readStartOptions([argv[0] ?? '', argv[1] ?? '', '--port', '0', '--no-demo']),
    ...databaseChoice(command, given),
    logLevel: given.logLevel,
    file: parsed.args[0] ?? null,
    url: given.url ?? null,
    platform:
      given.clientId === undefined || given.clientSecret === undefined
        ? null
        : { clientId: given.clientId, clientSecret: given.clientSecret },
    seed: given.seed,
    batchSize: given.batchSize,
    inFlight: given.inFlight,
    oneAtATime: given.oneAtATime,
    json: given.json,
  };
}

/** Reads the options of a command that needs a database and nothing else, such as `npm run migrate`. */
export function readDatabaseOptions(name: string, what: string, argv: readonly string[]): DatabaseChoice {
  const command = commandOf(name, what, [DATABASE_URL(), DATA_DIR()]);
  return databaseChoice(command, command.parse(argv).opts());
}

function databaseChoice(command: Command, given: { databaseUrl?: string; dataDir: string }): DatabaseChoice {
  // Not an argParser: commander would repeat the value, and this one holds a password.
  if (given.databaseUrl !== undefined && !isDatabaseUrl(given.databaseUrl)) {
    command.error('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return { databaseUrl: given.databaseUrl ?? null, dataDir: resolve(given.dataDir) };
}

function commandOf(name: string, what: string, options: readonly Option[]): Command {
  const command = new Command(name).description(what).allowExcessArguments(false);
  for (const option of options) command.addOption(option);
  // `PORT= npm start` means "not set", not "the empty port".
  for (const { envVar } of options) if (envVar !== undefined && process.env[envVar] === '') delete process.env[envVar];
  return command;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function readText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((part) => part.trim());
  const odd = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (odd === undefined) return origins;
  throw new InvalidArgumentError(`${odd} is no origin; one looks like https://shop.example.`);
}

function readSubgraphUrls(text: string): ReadonlyMap<SubgraphName, string> {
  const urls = new Map<SubgraphName, string>();
  for (const part of text.split(',')) {
    const [, name, url] = /^\s*([a-z]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    const known = SUBGRAPHS.find((subgraph) => subgraph === name);
    if (known === undefined || url === undefined) {
      throw new InvalidArgumentError(`It must read ${SUBGRAPHS[0]}=http://host:port,... for ${SUBGRAPHS.join(', ')}.`);
    }
    urls.set(known, readHttpUrl(url));
  }
  return urls;
}

function readHttpUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be an http or https URL.');
}
