/**
 * The split deployment on one machine: gateway and four subgraphs as five processes that share nothing but the database and a
 * secret made for this run. The subgraphs take free ports on loopback.
 *
 * The order is that of need: partners and ledger at once, then rewards (it calls the ledger), members (it calls both), the gateway.
 * Stopping goes the other way, so that no request finds its subgraph gone. The processes are in groups of their own: a Ctrl-C
 * reaches us alone. When we die without a word, their channel to us closes, and they end as well.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StartFailure } from '../db/start-failure.ts';
import { SUBGRAPHS, type SubgraphName } from '../subgraphs/serving/sdl.ts';
import type { Part } from './options.ts';
import type { ServedOptions } from './product.ts';

export interface SplitProcesses {
  /** Where the gateway is. */
  readonly url: string;
  /** Process ids by part. */
  readonly pids: ReadonlyMap<Part, number>;
  /** Rejects with `StartFailure` when one of them ends without being asked; never resolves. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL('./serve.ts', import.meta.url));
/** What ending takes at most, beside the time for which a gateway still answers (10 s for requests, 5 s for the database). */
const STOP_MILLIS = 20_000;

/**
 * Starts the five processes on a migrated database.
 * @throws StartFailure when one cannot start; the others are stopped again
 */
export async function startSplitProcesses(options: ServedOptions): Promise<SplitProcesses> {
  const running = new Map<Part, ChildProcess>();
  const urls = new Map<SubgraphName, string>();
  const secret = `local:${randomBytes(32).toString('base64url')}`;
  let stopping = false;
  let fail: (failure: StartFailure) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  async function start(part: Part): Promise<string> {
    const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, part], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...environmentOf(options, part), ...sharedEnvironment(urls, secret) },
    });
    running.set(part, child);
    child.once('exit', (code, signal) => {
      running.delete(part);
      if (!stopping)
        fail(new StartFailure(`The process of ${part} ended without being asked (${signal ?? `code ${code}`}).`));
    });
    const [told] = (await Promise.race([once(child, 'message'), failed])) as [{ url: string }];
    return told.url;
  }
  async function startSubgraph(name: SubgraphName): Promise<void> {
    urls.set(name, await start(name));
  }
  async function stop(parts: readonly Part[]): Promise<void> {
    await Promise.all(
      parts.map((part) => running.get(part)).map((child) => child && end(child, STOP_MILLIS + options.drainMillis)),
    );
  }
  async function close(): Promise<void> {
    stopping = true;
    await stop(['gateway']);
    await stop(['members']);
    await stop(['rewards']);
    await stop(['partners', 'ledger']);
  }

  try {
    await Promise.all((['partners', 'ledger'] as const).map(startSubgraph));
    await startSubgraph('rewards');
    await startSubgraph('members');
    const url = await start('gateway');
    const pids = new Map([...running].map(([part, child]) => [part, child.pid as number]));
    return { url, pids, failed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function end(child: ChildProcess, millis: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), millis);
  await ended;
  clearTimeout(cut);
}

/** What one process is started with: all that we were, on what we made of it. A subgraph listens on loopback, wherever there is room. */
function environmentOf(options: ServedOptions, part: Part): Record<string, string> {
  return {
    ...options.environment,
    DATABASE_URL: options.databaseUrl,
    DATABASE_CONNECTIONS: String(options.databaseConnections),
    DATA_DIR: options.dataDir,
    PORT: part === 'gateway' ? String(options.port) : '0',
    HOST: part === 'gateway' ? options.host : '127.0.0.1',
    METRICS_PORT: metricsPortOf(options, part),
    PERSONAL_DATA_KEY: options.personalDataKey,
    STATEMENT_SECRETS: options.statementSecrets.map(({ keyId, secret }) => `${keyId}:${secret}`).join(','),
  };
}

/** The gateway's is the one that was given, the subgraphs have the next ones in their order. */
function metricsPortOf({ metrics }: ServedOptions, part: Part): string {
  if (metrics === null) return '';
  const place = part === 'gateway' ? 0 : 1 + SUBGRAPHS.indexOf(part);
  return String(metrics.port === 0 ? 0 : metrics.port + place);
}

function sharedEnvironment(urls: ReadonlyMap<SubgraphName, string>, secret: string): Record<string, string> {
  return {
    SUBGRAPH_SECRETS: secret,
    SUBGRAPH_URLS: [...urls].map(([name, url]) => `${name}=${url}`).join(','),
  };
}
