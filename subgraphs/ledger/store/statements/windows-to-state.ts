import type { AnySql } from '../../../../db/client.ts';
import type { WindowState } from '../../domain/window-states.ts';

/** A window whose statements are not all signed yet. */
export interface WindowToState {
  readonly windowId: string;
  readonly programmeId: string;
  readonly number: number;
  readonly state: WindowState;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** The cut-off of the schedule that the close stands for; null where it was closed by hand. */
  readonly cutOffAt: Date | null;
  /** Last number of the order of posting drawn when it was closed. */
  readonly lastBatch: bigint | null;
  readonly advisedAt: Date | null;
  readonly statedAt: Date | null;
}

const columns = (sql: AnySql) => sql`
  window_id AS "windowId", programme_id AS "programmeId", number, state, opened_at AS "openedAt", closed_at AS "closedAt", cut_off_at AS "cutOffAt", last_batch AS "lastBatch",
  advised_at AS "advisedAt", stated_at AS "statedAt"`;

/** Windows with statements to come, open ones included, by programme and number. */
export async function readWindowsToState(sql: AnySql): Promise<readonly WindowToState[]> {
  return sql<WindowToState[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window WHERE stated_at IS NULL ORDER BY programme_id, number`;
}

/** One window as it is now. */
export async function readWindowToState(sql: AnySql, windowId: string): Promise<WindowToState> {
  const [window] = await sql<WindowToState[]>`
    SELECT ${columns(sql)} FROM ledger.settlement_window WHERE window_id = ${windowId}`;
  return window!;
}

/** Whether a window before a number still waits for its final statements. */
export async function anyUnstatedBefore(sql: AnySql, programmeId: string, number: number): Promise<boolean> {
  const rows = await sql`
    SELECT FROM ledger.settlement_window
    WHERE programme_id = ${programmeId} AND number < ${number} AND stated_at IS NULL LIMIT 1`;
  return rows.length > 0;
}

export async function markAdvised(sql: AnySql, windowId: string, at: Date): Promise<void> {
  await sql`UPDATE ledger.settlement_window SET advised_at = ${at} WHERE window_id = ${windowId}`;
}

export async function markStated(sql: AnySql, windowId: string, at: Date): Promise<void> {
  await sql`UPDATE ledger.settlement_window SET stated_at = ${at} WHERE window_id = ${windowId}`;
}
