// Backtests as they are kept. Who runs one writes how far it is; whoever finds it no longer RUNNING stops.
import type { AnySql } from '../../../../db/client.ts';
import type { BacktestReport } from '../../domain/backtest.ts';

export interface BacktestRow {
  readonly backtestId: string;
  readonly programmeId: string;
  /** Whose tills are replayed; null is everybody's. */
  readonly partnerId: string | null;
  readonly ruleVersionIds: readonly string[];
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly state: 'RUNNING' | 'DONE' | 'CANCELLED' | 'FAILED';
  readonly done: bigint;
  readonly total: bigint;
  readonly report: BacktestReport | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** A run that has not been heard of for so long has died with its process. */
const SILENT_SECONDS = 60;

function columns(sql: AnySql) {
  return sql`backtest_id AS "backtestId", programme_id AS "programmeId", partner_id AS "partnerId", rule_version_ids AS "ruleVersionIds",
    from_at AS "fromAt", until_at AS "untilAt", done, total, report, started_at AS "startedAt", finished_at AS "finishedAt",
    CASE WHEN state = 'RUNNING' AND seen_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS}) THEN 'FAILED' ELSE state END AS state`;
}

export async function insertBacktest(
  sql: AnySql,
  row: Pick<
    BacktestRow,
    'backtestId' | 'programmeId' | 'partnerId' | 'ruleVersionIds' | 'fromAt' | 'untilAt' | 'startedAt'
  > & {
    readonly askedBy: string;
  },
): Promise<void> {
  await sql`
    INSERT INTO ledger.backtest (backtest_id, programme_id, partner_id, asked_by, rule_version_ids, from_at, until_at, state, started_at, seen_at)
    VALUES (${row.backtestId}, ${row.programmeId}, ${row.partnerId}, ${row.askedBy}, ${[...row.ruleVersionIds]}::uuid[], ${row.fromAt},
      ${row.untilAt}, 'RUNNING', ${row.startedAt}, clock_timestamp())`;
}

export async function readBacktest(sql: AnySql, programmeId: string, backtestId: string): Promise<BacktestRow | null> {
  const [row] = await sql<BacktestRow[]>`
    SELECT ${columns(sql)} FROM ledger.backtest WHERE programme_id = ${programmeId} AND backtest_id = ${backtestId}`;
  return row ?? null;
}

/** The newest first, up to a hundred; of one partner, or of all. */
export async function readBacktests(
  sql: AnySql,
  programmeId: string,
  partnerId: string | null,
): Promise<BacktestRow[]> {
  return sql<BacktestRow[]>`
    SELECT ${columns(sql)} FROM ledger.backtest
    WHERE programme_id = ${programmeId} AND (${partnerId}::uuid IS NULL OR partner_id = ${partnerId}::uuid)
    ORDER BY backtest_id DESC LIMIT 100`;
}

/** Whether one of the programme is running. Takes the programme's lock on backtests until the transaction ends. */
export async function isBacktesting(sql: AnySql, programmeId: string): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.backtest:' || ${programmeId}::text, 0))`;
  const [row] = await sql<{ found: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM ledger.backtest
      WHERE programme_id = ${programmeId} AND state = 'RUNNING' AND seen_at >= clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})
    ) AS found`;
  return row?.found === true;
}

/** Notes how far a run is; false when it is to stop. */
export async function noteProgress(sql: AnySql, backtestId: string, done: bigint, total: bigint): Promise<boolean> {
  const noted = await sql`
    UPDATE ledger.backtest SET done = ${done}, total = ${total}, seen_at = clock_timestamp()
    WHERE backtest_id = ${backtestId} AND state = 'RUNNING'`;
  return noted.count === 1;
}

export async function finishBacktest(sql: AnySql, backtestId: string, report: BacktestReport): Promise<void> {
  await sql`
    UPDATE ledger.backtest SET state = 'DONE', report = ${JSON.stringify(report)}::jsonb, finished_at = clock_timestamp()
    WHERE backtest_id = ${backtestId} AND state = 'RUNNING'`;
}

/** Ends a run without a report; one that has ended stays as it is. */
export async function stopBacktest(sql: AnySql, backtestId: string, state: 'CANCELLED' | 'FAILED'): Promise<void> {
  await sql`
    UPDATE ledger.backtest SET state = ${state}, finished_at = clock_timestamp()
    WHERE backtest_id = ${backtestId} AND state = 'RUNNING'`;
}
