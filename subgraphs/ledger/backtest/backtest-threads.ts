// Backtests that run beside this process's work, each in a thread. They end with the process: whoever asked sees FAILED and asks again.
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

/** Threads of Node 20 do not take the loader of their process with them: this brings it along, however the process was started. */
const BOOTSTRAP = `
  const { workerData } = require('node:worker_threads');
  import(workerData.loader).then(({ tsImport }) => tsImport(workerData.thread, workerData.thread));
`;

export function createBacktestThreads(
  { sql, url }: Pick<Database, 'sql' | 'url'>,
  onFault: (fault: unknown) => void,
): BacktestThreads {
  const running = new Set<Worker>();
  const loader = pathToFileURL(join(dirname(createRequire(import.meta.url).resolve('tsx')), 'esm/api/index.mjs')).href;
  const thread = new URL('./backtest-thread.ts', import.meta.url).href;
  return {
    start(programmeId, backtestId) {
      const worker = new Worker(BOOTSTRAP, {
        eval: true,
        execArgv: [],
        workerData: { loader, thread, url, programmeId, backtestId },
      });
      running.add(worker);
      worker.once('error', (fault) => {
        onFault(fault);
        stopBacktest(sql, backtestId, 'FAILED').catch(onFault);
      });
      worker.once('exit', () => running.delete(worker));
    },
    async stop() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}
