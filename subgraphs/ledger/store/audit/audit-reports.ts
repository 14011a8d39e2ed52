import type { AnySql } from '../../../../db/client.ts';

/** Milliseconds since the last audit that any process finished, by the database's clock; null before the first one. */
export async function readAuditAge(sql: AnySql): Promise<number | null> {
  const [row] = await sql<{ millis: number | null }[]>`
    SELECT extract(epoch FROM clock_timestamp() - max(taken_at))::float8 * 1000 AS millis FROM ledger.audit_report`;
  return row?.millis ?? null;
}

/** Keeps what an audit found: `broken` holds the checks that did not hold. */
export async function writeAuditReport(
  sql: AnySql,
  report: {
    readonly takenAt: Date;
    readonly checks: number;
    readonly broken: readonly { readonly name: string; readonly findings: readonly string[] }[];
  },
): Promise<void> {
  await sql`
    INSERT INTO ledger.audit_report (taken_at, checks, broken)
    VALUES (${report.takenAt}, ${report.checks}, ${JSON.stringify(report.broken)}::jsonb)
    ON CONFLICT DO NOTHING`;
}
