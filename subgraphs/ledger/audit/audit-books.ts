/**
 * Runs every invariant of the books on one consistent snapshot.
 *
 * REPEATABLE READ, READ ONLY: all checks see the same moment, take no lock that a posting could wait for, and can change
 * nothing. The checks run one after the other on one connection; an audit never takes more of the database than that.
 */
import type { Database } from '../../../db/client.ts';
import type { StatementKeys } from '../statements/statement-keys.ts';
import { WHOLE_HISTORY } from '../store/reading/whole-history.ts';
import { ALL_CHECKS } from './all-checks.ts';

export interface AuditReport {
  readonly ok: boolean;
  /** When the snapshot was taken, by the database's clock. */
  readonly takenAt: Date;
  readonly checks: readonly CheckResult[];
}

export interface CheckResult {
  readonly name: string;
  readonly claim: string;
  readonly ok: boolean;
  /** Rows that break it, at most 10, each named. */
  readonly findings: readonly string[];
}

/**
 * Audits one programme, or all of them when none is given. With `keys` every line of every statement is made again and compared with what
 * was signed; without them the hashes are compared with each other only.
 */
export async function auditBooks(
  database: Database,
  programmeId: string | null = null,
  keys: StatementKeys | null = null,
): Promise<AuditReport> {
  return database.withTransaction(
    async ({ sql }) => {
      const [snapshot] = await sql<{ takenAt: Date }[]>`SELECT clock_timestamp() AS "takenAt"`;
      const checks: CheckResult[] = [];
      for (const { name, claim, find } of ALL_CHECKS) {
        const findings = (await find(sql, programmeId, keys)).map((row) => row.finding);
        checks.push({ name, claim, ok: findings.length === 0, findings });
      }
      return { ok: checks.every((check) => check.ok), takenAt: snapshot!.takenAt, checks };
    },
    {
      isolation: 'repeatable read',
      readOnly: true,
      settings: WHOLE_HISTORY,
    },
  );
}

/** The report in lines for people: one per check, one per finding. */
export function describeAudit(report: AuditReport): string {
  const lines = report.checks.flatMap((check) => [
    `${check.ok ? 'ok    ' : 'BROKEN'} ${check.name}: ${check.claim}`,
    ...check.findings.map((finding) => `       ${finding}`),
  ]);
  const broken = report.checks.filter((check) => !check.ok).length;
  const verdict = broken === 0 ? 'The books balance' : `The books do not balance: ${broken} invariants are broken`;
  return [
    ...lines,
    `${verdict} (${report.checks.length} checks on one snapshot of ${report.takenAt.toISOString()}).`,
  ].join('\n');
}
