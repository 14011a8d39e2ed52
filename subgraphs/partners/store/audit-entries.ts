import type { AnySql } from '../../../db/client.ts';

export interface AuditEntryRow {
  readonly position: bigint;
  readonly recordedAt: Date;
  readonly command: string;
  readonly role: string;
  readonly clientId: string;
  readonly person: string | null;
  readonly address: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly target: object;
  readonly asked: object | null;
}

export interface AuditEntryPage {
  readonly programmeId: string;
  /** Position of the last entry already seen. */
  readonly before: bigint | null;
  readonly limit: number;
  /** Null is any. */
  readonly command: string | null;
  readonly clientId: string | null;
  readonly person: string | null;
}

/** Entries of the programme's audit trail, the latest first (serving/audit-trail.ts writes them). */
export function readAuditEntries(sql: AnySql, page: AuditEntryPage): Promise<AuditEntryRow[]> {
  return sql<AuditEntryRow[]>`
    SELECT position, recorded_at AS "recordedAt", command, role, client_id AS "clientId", person, address,
           request_id AS "requestId", idempotency_key AS "idempotencyKey", target, asked
    FROM platform.audit_entry
    WHERE programme_id = ${page.programmeId}
      AND (${page.before}::bigint IS NULL OR position < ${page.before}::bigint)
      AND (${page.command}::text IS NULL OR command = ${page.command})
      AND (${page.clientId}::text IS NULL OR client_id = ${page.clientId})
      AND (${page.person}::text IS NULL OR person = ${page.person})
    ORDER BY position DESC
    LIMIT ${page.limit}`;
}
