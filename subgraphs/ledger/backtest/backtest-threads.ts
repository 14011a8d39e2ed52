// Backtests that run beside this process's work, each in a thread that comes after the postings. They end with the process: whoever asked sees FAILED and asks again.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Database } from '../../../db/client.ts';
import { stopBacktest } from '../store/backtests/backtests.ts';

export interface BacktestThreads {
  /** Starts one; it writes its own progress and its end. */
  start(programmeId: string, backtestId: string): void;
  /** Ends those that run. */
  stop(): Promise<void>;
}

/** How often the threads are told how many postings wait. */
const TELL_EVERY_MS = 20;

/** Threads of Node 20 do not take the loader of their process with them: this brings it along, however the process was started. */
const BOOTSTRAP = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loader).then(({ tsImport }) => tsImport(workerData.thread, workerData.thread));
`;

export function createBacktestThreads(
  { sql, url }: Pick<Database, 'sql' | 'url'>,
  onFault: (fault: unknown) => void,
  postingsWaiting: () => number,
): BacktestThreads {
  const running = new Set<Worker>();
  const waiting = new Int32Array(new SharedArrayBuffer(4));
  let telling: NodeJS.Timeout | undefined;
  const ended = (worker: Worker): void => {
    running.delete(worker);
    if (running.size === 0) clearInterval(telling);
  };
  const loader = pathToFileURL(join(dirname(createRequire(import.meta.url).resolve('tsx')), 'esm/api/index.mjs')).href;
  const thread = new URL('./backtest-thread.ts', import.meta.url).href;
  return {
    start(programmeId, backtestId) {
      const worker = new Worker(BOOTSTRAP, {
        eval: true,
        execArgv: [],
        workerData: { loader, thread, url, programmeId, backtestId, waiting },
      });
      if (running.size === 0) telling = setInterval(() => Atomics.store(waiting, 0, postingsWaiting()), TELL_EVERY_MS);
      running.add(worker);
      worker.once('error', (fault) => {
        onFault(fault);
        stopBacktest(sql, backtestId, 'FAILED').catch(onFault);
      });
      worker.once('exit', () => ended(worker));
    },
    async stop() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}
