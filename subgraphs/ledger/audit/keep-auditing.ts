/**
 * Audits the books again and again in production: the health of the ledger beside the health of the process.
 *
 * An audit is due when the last one, of whichever process, is `every` milliseconds old: processes take turns, and one that starts again does
 * not begin anew. Each looks at a moment of its own, so that two seldom audit at once; when they do, nothing is lost but time. One audit is one
 * connection. What was found is kept (`ledger.audit_report`). Books that do not balance are told with every row that was found; an audit that
 * fails is told as a fault and tried again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../db/client.ts';
import { readAuditAge, writeAuditReport } from '../store/audit/audit-reports.ts';
import { type AuditReport, auditBooks } from './audit-books.ts';

export interface KeepAuditingOptions {
  readonly database: Database;
  /** Milliseconds between audits. */
  readonly every: number;
  /** Where in its turn this process looks, from 0 to 1. */
  readonly draw: () => number;
  readonly onReport: (report: AuditReport) => void;
  readonly onFault: (fault: unknown) => void;
}

const LOOK_MILLIS = 60_000;

/** Starts auditing. Returns how to stop; it resolves when no audit is running any more. */
export function keepAuditing({ database, every, draw, onReport, onFault }: KeepAuditingOptions): () => Promise<void> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await delay(Math.min(LOOK_MILLIS, every) * (0.5 + draw()), undefined, { ref: false, signal: stopping.signal });
      } catch {
        return;
      }
      try {
        const age = await readAuditAge(database.sql);
        if (age !== null && age < every) continue;
        const report = await auditBooks(database);
        await writeAuditReport(database.sql, {
          takenAt: report.takenAt,
          checks: report.checks.length,
          broken: report.checks.filter(({ ok }) => !ok).map(({ name, findings }) => ({ name, findings })),
        });
        if (!stopping.signal.aborted) onReport(report);
      } catch (fault) {
        if (!stopping.signal.aborted) onFault(fault);
      }
    }
  })();
  return () => {
    stopping.abort();
    return running;
  };
}
