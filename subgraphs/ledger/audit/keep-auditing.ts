/**
 * Audits the books again and again in production: the health of the ledger beside the health of the process.
 *
 * One audit at a time, on one connection, in the pause of `every` milliseconds after the last one ended: a large ledger is never
 * audited twice at once, and several processes audit it more often, not at the same moment. Books that do not balance are told
 * with every row that was found; an audit that fails is told as a fault and tried again after the next pause.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../db/client.ts';
import { type AuditReport, auditBooks } from './audit-books.ts';

export interface KeepAuditingOptions {
  readonly database: Database;
  /** Milliseconds between the end of one audit and the next. */
  readonly every: number;
  readonly onReport: (report: AuditReport) => void;
  readonly onFault: (fault: unknown) => void;
}

/** Starts auditing, the first time after one pause. Returns how to stop; it resolves when no audit is running any more. */
export function keepAuditing({ database, every, onReport, onFault }: KeepAuditingOptions): () => Promise<void> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await delay(every, undefined, { ref: false, signal: stopping.signal });
      } catch {
        return;
      }
      try {
        const report = await auditBooks(database);
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
