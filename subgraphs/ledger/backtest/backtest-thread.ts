// The thread of a backtest: it has its own connections and comes last. Where the system knows priorities of threads (Linux), it runs on what
// the others leave; everywhere it rests, while postings wait, as long as it worked before.
import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { openDatabase } from '../../../db/client.ts';
import { runBacktest } from './run-backtest.ts';

const { url, programmeId, backtestId, waiting } = workerData as {
  url: string;
  programmeId: string;
  backtestId: string;
  /** Whether postings wait, as the main thread last said. */
  waiting: Int32Array;
};

// Elsewhere it would be the priority of the whole process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);

let workedSince = performance.now();
async function restWhilePostingsWait(): Promise<void> {
  if (Atomics.load(waiting, 0) > 0) await delay(performance.now() - workedSince);
  workedSince = performance.now();
}

const database = openDatabase({
  url,
  role: 'ledger',
  max: 2,
  applicationName: 'loyalty-backtest',
  statementTimeout: 0,
});
try {
  await runBacktest(database.sql, programmeId, backtestId, restWhilePostingsWait);
} finally {
  await database.close();
}
