import type { AnySql } from '../../../../db/client.ts';
import type { WindowState } from '../../domain/window-states.ts';
import type { WindowRow } from './window-row.ts';

/** Columns of a window under the names of `WindowRow`. */
const columns = (sql: AnySql) => sql`
  window_id AS "windowId", programme_id AS "programmeId", number, label, state, opened_at AS "openedAt",
  closing_at AS "closingAt", close_transaction_id AS "closeTransactionId", closed_at AS "closedAt", cut_off_at AS "cutOffAt",
  advised_at AS "advisedAt", review_began_at AS "reviewBeganAt", finalised_at AS "finalisedAt", settled_at AS "settledAt",
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

/** Windows that have left posting and are not sealed yet, the oldest first: none, but for a moment or a crash. */
export async function readClosingWindows(sql: AnySql, programmeId: string): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND state = 'CLOSING'
    ORDER BY number`;
}

/** Windows between their close and their end, the oldest first. */
export async function readUnsettledWindows(sql: AnySql, programmeId: string): Promise<readonly WindowRow[]> {
  return sql<WindowRow[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND state NOT IN ('OPEN', 'SETTLED', 'ABORTED')
    ORDER BY number`;
}

/** Programmes that have windows, and so settle. */
export async function readProgrammesWithWindows(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT programme_id AS "programmeId" FROM ledger.settlement_window WHERE state = 'OPEN' ORDER BY programme_id`;
  return rows.map((row) => row.programmeId);
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

/** Whether every window before a number is in one of these states. */
export async function allBeforeAre(
  sql: AnySql,
  programmeId: string,
  number: number,
  states: readonly WindowState[],
): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND number < ${number} AND state <> ALL(${states as string[]}::text[])
    LIMIT 1`;
  return rows.length === 0;
}

/** Whether a window after a number is final already: what it brings in cannot change any more. */
export async function anyFinalAfter(sql: AnySql, programmeId: string, number: number): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND number > ${number}
      AND state IN ('FINALISED', 'SETTLING', 'SETTLED', 'SUSPENDED', 'ABORTED')
    LIMIT 1`;
  return rows.length > 0;
}
