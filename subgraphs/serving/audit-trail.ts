/**
 * The audit trail: who changed what, and from where.
 *
 * Written in the transaction of the change, by whoever remembers commands (idempotency.ts), so that a new command is in it without doing
 * anything for it; by the posting engine for what an operator posts, in the batch's transaction; and with an order. What tills and
 * members post has its trail in the ledger itself: transactions are never changed and name their client.
 *
 * An entry holds ids and, for what is no data of members, the input; never a secret. Entries are append-only by grant
 * (db/migrations/platform/061-audit-trail.sql); the operator reads its programme's as `auditTrail`.
 */
import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import type { AnySql } from '../../db/client.ts';
import type { Caller } from './caller.ts';

export interface AuditEntry {
  /** Who; null is the product itself. */
  readonly caller: Caller | null;
  readonly programmeId: string | null;
  readonly command: string;
  readonly idempotencyKey: string | null;
  /** Ids of what was made or changed. */
  readonly target: object;
  /** What was asked for; null where it would hold data of members. */
  readonly asked: object | null;
  readonly at: Date;
}

/** Writes an entry. `sql` is the transaction of the change. */
export async function writeAuditEntry(sql: AnySql, entry: AuditEntry): Promise<void> {
  await auditEntries(sql, [entry]);
}

/** The statement that writes entries; or a part of one, to which a WHERE may be added. */
export function auditEntries(sql: AnySql, entries: readonly AuditEntry[]): postgres.PendingQuery<postgres.Row[]> {
  const rows = entries.map(({ caller, target, asked, ...entry }) => ({
    programme_id: entry.programmeId,
    recorded_at: entry.at,
    command: entry.command,
    role: caller?.role ?? 'system',
    client_id: caller?.clientId ?? 'system',
    person: caller?.person ?? null,
    address: caller?.address ?? null,
    request_id: caller?.requestId ?? '',
    idempotency_key: entry.idempotencyKey,
    target: asJson(target),
    asked: asked === null ? null : shortened(asJson(asked)),
  }));
  return sql`
    INSERT INTO platform.audit_entry
      (programme_id, recorded_at, command, role, client_id, person, address, request_id, idempotency_key, target, asked)
    SELECT programme_id, recorded_at, command, role, client_id, person, address, request_id, idempotency_key, target::jsonb, asked::jsonb
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS entry (programme_id uuid, recorded_at timestamptz, command text, role text,
      client_id text, person text, address text, request_id text, idempotency_key text, target text, asked text)`;
}

/** Whether what the caller does is administration, and not the business of tills and members. */
export function isAdministrator(caller: Caller | null): boolean {
  return caller === null || caller.role === 'operator' || caller.role === 'platform';
}

const LONGEST_INPUT = 10_000;

/** A file that was uploaded is named by its hash: the trail tells what came, it is no second copy. */
function shortened(json: string): string {
  if (json.length <= LONGEST_INPUT) return json;
  return JSON.stringify({ characters: json.length, sha256: createHash('sha256').update(json).digest('hex') });
}

/** Points and money are bigint: they are written as text. */
function asJson(value: object): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? field.toString() : field));
}
