/** What can go wrong, done on purpose. Each fault resolves when it is over and the thing is there again. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, openDatabase } from '../../db/client.ts';
import type { LoadCoalition } from '../load/coalition.ts';
import type { SeededRandom } from '../load/random.ts';
import type { PostingProcesses } from './posting-processes.ts';
import type { TorturedServer } from './tortured-server.ts';

export interface Target {
  readonly server: TorturedServer;
  readonly processes: PostingProcesses;
  readonly processCount: number;
  readonly coalition: LoadCoalition;
  /** Name of the database in the server. */
  readonly database: string;
}

type Fault = (target: Target, random: SeededRandom) => Promise<void>;

export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill-backend': async (target) => {
    await looking(target, async ({ sql }) => {
      const [backend] = await sql<{ pid: number }[]>`
        SELECT pid FROM pg_stat_activity WHERE application_name = 'torture-posting' ORDER BY (state = 'active') DESC, random() LIMIT 1`;
      if (backend !== undefined) process.kill(backend.pid, 'SIGKILL');
    });
  },
  'kill-postmaster': ({ server }) => server.killAndRestart(),
  'kill-process': ({ processes, processCount }, random) => processes.kill(random.below(processCount)),
  'cut-after-commit': async ({ server }, random) => {
    server.proxy.cutAfterCommit(1 + random.below(3));
    await delay(100);
  },
  'cut-connections': async ({ server }) => {
    server.proxy.cutAll();
  },
  'lock-wallets': (target, random) =>
    looking(target, async (database) => {
      const wallets = [...target.coalition.memberIds]
        .sort()
        .reverse()
        .filter(() => random.below(3) === 0);
      await database.withTransaction(async ({ sql: tx }) => {
        for (const memberId of wallets) {
          await tx`SELECT FROM ledger.wallet WHERE member_id = ${memberId} FOR UPDATE`;
          await delay(5);
        }
        await delay(200 + random.below(800));
      });
    }),
  'idle-in-transaction': (target, random) =>
    looking(target, async (database) => {
      await database.withTransaction(async ({ sql: tx }) => {
        await tx`SELECT count(*) FROM ledger.wallet`;
        await delay(300 + random.below(1200));
      });
    }),
};

/** A session of one's own, straight to the server. That it is cut, loses a deadlock or waits too long is part of the game. */
async function looking(target: Target, work: (database: Database) => Promise<unknown>): Promise<void> {
  const url = new URL(target.server.directUrl());
  url.pathname = `/${target.database}`;
  const database = openDatabase({
    url: url.href,
    max: 1,
    lockTimeout: 1_000,
    connectTimeout: 3,
    applicationName: 'torture',
  });
  await work(database).catch(() => {});
  await database.close(1).catch(() => {});
}
