import type { AnySql } from '../../../../db/client.ts';
import type { WindowRow } from './window-row.ts';

/** Columns of a window under the names of `WindowRow`. */
const columns = (sql: AnySql) => sql`
  window_id AS "windowId", programme_id AS "programmeId", number, label, state, opened_at AS "openedAt",
  closed_at AS "closedAt", settled_at AS "settledAt",
  operator_movement AS "operatorMovement", operator_net_minor AS "operatorNetMinor"`;

/** Windows by id, of one programme. */
export async function readWindows(
  sql: AnySql,
  programmeId: string,
  windowIds: readonly string[],
): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE window_id = ANY(${windowIds as string[]}::uuid[]) AND programme_id = ${programmeId}`;
}

/** The open window of a programme; null before its first posting. */
export async function readOpenWindow(sql: AnySql, programmeId: string): Promise<WindowRow | null> {
  const [window] = await sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND state = 'OPEN'`;
  return window ?? null;
}

/** Windows of a programme below a number, the newest first. */
export async function readWindowsBefore(
  sql: AnySql,
  programmeId: string,
  beforeNumber: number | null,
  limit: number,
): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND (${beforeNumber}::integer IS NULL OR number < ${beforeNumber})
    ORDER BY number DESC LIMIT ${limit}`;
}

/** Windows of a programme from a number on, the oldest first. */
export async function readWindowsFrom(sql: AnySql, programmeId: string, number: number): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND number >= ${number}
    ORDER BY number`;
}

/** Whether every window before a number is final: nothing can be appended to any of them. `closedIsFinal`: there is no review. */
export async function allFinalBefore(
  sql: AnySql,
  programmeId: string,
  number: number,
  closedIsFinal: boolean,
): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND number < ${number}
      AND state NOT IN ('FINALISED', 'SETTLING', 'SETTLED', 'ABORTED') AND NOT (${closedIsFinal} AND state = 'CLOSED')
    LIMIT 1`;
  return rows.length === 0;
}
