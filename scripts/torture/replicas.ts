/**
 * Gateways and ledgers as processes of their own, several of each: gateway n asks ledger n. Any of them can be killed outright; another takes
 * its place on the same port.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makePersonalDataKey } from '../../subgraphs/serving/personal-data.ts';
import type { ReplicaOptions } from './replica.ts';

export interface Replicas {
  /** Where the gateways are. The addresses stay. */
  readonly gateways: readonly string[];
  /** Names of all processes: `ledger 0`, `gateway 0`, ... */
  readonly names: readonly string[];
  /** Kills one with SIGKILL and starts another in its place. Resolves when that answers. */
  kill(name: string): Promise<void>;
  /** Rejects when one ends that nobody killed; never resolves. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

interface Replica {
  readonly options: ReplicaOptions;
  readonly child: ChildProcess;
  readonly url: string;
}

const PROGRAM = fileURLToPath(new URL('./replica.ts', import.meta.url));

/** Starts so many pairs on a migrated database. */
export async function startReplicas(databaseUrl: string, pairs: number): Promise<Replicas> {
  const common = {
    databaseUrl,
    port: 0,
    personalDataKey: makePersonalDataKey(),
    secret: `torture:${randomBytes(32).toString('base64url')}`,
  };
  const replicas = new Map<string, Replica>();
  const children = new Set<ChildProcess>();
  /** Those that are to end. */
  const ending = new Set<ChildProcess>();
  let fail: (failure: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  async function start(name: string, options: ReplicaOptions): Promise<Replica> {
    const child = fork(PROGRAM, [JSON.stringify(options)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.add(child);
    child.once('exit', (code, signal) => {
      children.delete(child);
      if (!ending.delete(child)) fail(new Error(`${name} ended, and nobody had killed it: ${code ?? signal}`));
    });
    const [told] = (await Promise.race([once(child, 'message'), failed])) as [{ url: string }];
    const replica = { options, child, url: told.url };
    replicas.set(name, replica);
    return replica;
  }

  async function startPair(pair: number): Promise<void> {
    const ledger = await start(`ledger ${pair}`, { ...common, part: 'ledger', ledgerUrl: null });
    await start(`gateway ${pair}`, { ...common, part: 'gateway', ledgerUrl: ledger.url });
  }
  async function stop(): Promise<void> {
    const ended = [...children].map((child) => once(child, 'exit'));
    for (const child of children) {
      ending.add(child);
      child.disconnect();
    }
    await Promise.all(ended);
  }

  try {
    await Promise.all(Array.from({ length: pairs }, (_, pair) => startPair(pair)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    gateways: [...replicas.values()].filter(({ options }) => options.part === 'gateway').map(({ url }) => url),
    names: [...replicas.keys()].sort(),
    async kill(name) {
      const replica = replicas.get(name);
      if (replica === undefined) throw new Error(`There is no ${name}`);
      const ended = once(replica.child, 'exit');
      ending.add(replica.child);
      replica.child.kill('SIGKILL');
      await ended;
      await start(name, { ...replica.options, port: Number(new URL(replica.url).port) });
    },
    failed,
    stop,
  };
}
