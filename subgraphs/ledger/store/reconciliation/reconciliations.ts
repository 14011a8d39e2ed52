import type { AnySql } from '../../../../db/client.ts';

/** A partner's file of a window as it was matched. */
export interface ReconciliationRow {
  readonly reconciliationId: string;
  readonly programmeId: string;
  readonly partnerId: string;
  readonly windowId: string;
  readonly version: number;
  readonly sha256: Uint8Array;
  readonly tolerancePoints: bigint;
  readonly toleranceMinor: bigint;
  readonly toleranceSeconds: number;
  readonly uploadedAt: Date;
  readonly uploadedBy: string;
  readonly records: number;
  readonly points: bigint;
  readonly matched: number;
  readonly matchedInTolerance: number;
  readonly explainedByTiming: number;
  readonly breaks: number;
}

const columns = (sql: AnySql) => sql`
  reconciliation_id AS "reconciliationId", programme_id AS "programmeId", partner_id AS "partnerId", window_id AS "windowId", version, sha256,
  tolerance_points AS "tolerancePoints", tolerance_minor AS "toleranceMinor", tolerance_seconds AS "toleranceSeconds",
  uploaded_at AS "uploadedAt", uploaded_by AS "uploadedBy", records, points, matched, matched_in_tolerance AS "matchedInTolerance",
  explained_by_timing AS "explainedByTiming", breaks`;

/** Reconciliations by id, of one programme. */
export async function readReconciliations(
  sql: AnySql,
  programmeId: string,
  ids: readonly string[],
): Promise<readonly ReconciliationRow[]> {
  return sql<ReconciliationRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation
    WHERE programme_id = ${programmeId} AND reconciliation_id = ANY(${ids as string[]}::uuid[])`;
}

/** The versions of a window and partner, the last one first. */
export async function readVersions(
  sql: AnySql,
  windowId: string,
  partnerId: string,
): Promise<readonly ReconciliationRow[]> {
  return sql<ReconciliationRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation
    WHERE window_id = ${windowId} AND partner_id = ${partnerId} ORDER BY version DESC`;
}

/** A page, the newest first, below an id. Null means any. */
export async function readReconciliationPage(
  sql: AnySql,
  asked: {
    readonly programmeId: string;
    readonly windowId: string | null;
    readonly partnerId: string | null;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<readonly ReconciliationRow[]> {
  return sql<ReconciliationRow[]>`
    SELECT ${columns(sql)} FROM ledger.reconciliation
    WHERE programme_id = ${asked.programmeId}
      ${asked.windowId === null ? sql`` : sql`AND window_id = ${asked.windowId}::uuid`}
      ${asked.partnerId === null ? sql`` : sql`AND partner_id = ${asked.partnerId}::uuid`}
      ${asked.before === null ? sql`` : sql`AND reconciliation_id < ${asked.before}::uuid`}
    ORDER BY reconciliation_id DESC LIMIT ${asked.limit}`;
}

export async function insertReconciliation(sql: AnySql, row: ReconciliationRow): Promise<void> {
  await sql`
    INSERT INTO ledger.reconciliation (reconciliation_id, programme_id, partner_id, window_id, version, sha256, tolerance_points,
      tolerance_minor, tolerance_seconds, uploaded_at, uploaded_by, records, points, matched, matched_in_tolerance, explained_by_timing, breaks)
    VALUES (${row.reconciliationId}, ${row.programmeId}, ${row.partnerId}, ${row.windowId}, ${row.version}, ${row.sha256},
      ${row.tolerancePoints}, ${row.toleranceMinor}, ${row.toleranceSeconds}, ${row.uploadedAt}, ${row.uploadedBy}, ${row.records},
      ${row.points}, ${row.matched}, ${row.matchedInTolerance}, ${row.explainedByTiming}, ${row.breaks})`;
}

/** Files of one partner and window are matched one after the other: the lock of the transaction. */
export async function lockReconciliation(sql: AnySql, windowId: string, partnerId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.reconciliation:' || ${`${windowId}:${partnerId}`}, 0))`;
}
