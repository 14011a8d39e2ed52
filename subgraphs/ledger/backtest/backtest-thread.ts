// The thread of a backtest: its own connections, so that neither evaluating nor reading takes anything from posting.
import { workerData } from 'node:worker_threads';
import { openDatabase } from '../../../db/client.ts';
import { runBacktest } from './run-backtest.ts';

const { url, programmeId, backtestId } = workerData as { url: string; programmeId: string; backtestId: string };

const database = openDatabase({
  url,
  role: 'ledger',
  max: 2,
  applicationName: 'loyalty-backtest',
  statementTimeout: 0,
});
try {
  await runBacktest(database.sql, programmeId, backtestId);
} finally {
  await database.close();
}
