import type { AnySql } from '../../../../db/client.ts';

/** A window command as it is remembered: under its key, in the same place as every other command of the ledger. */
export interface RememberedWindowCommand {
  readonly transactionId: string;
  readonly requestHash: Buffer;
  readonly status: 'OK' | 'NOTED' | 'REFUSED';
  readonly details: { readonly outcome?: unknown };
}

/** What was remembered under a key; null when it was never used. Read under the closing lock, so nobody can be writing it. */
export async function readCommandByKey(
  sql: AnySql,
  key: { readonly programmeId: string; readonly keySpace: string; readonly idempotencyKey: string },
): Promise<RememberedWindowCommand | null> {
  const [command] = await sql<RememberedWindowCommand[]>`
    SELECT transaction_id AS "transactionId", request_hash AS "requestHash", status, details
    FROM ledger.transaction
    WHERE transaction_id = ledger.transaction_of_key(${key.programmeId}, ${key.keySpace}, ${key.idempotencyKey})`;
  return command ?? null;
}

export interface WindowCommandRow {
  readonly transactionId: string;
  readonly programmeId: string;
  /** The window closed or settled; null for a refusal. */
  readonly windowId: string | null;
  readonly kind: string;
  readonly originalId: string | null;
  readonly partnerId: string | null;
  readonly status: 'OK' | 'NOTED' | 'REFUSED';
  readonly keySpace: string;
  readonly idempotencyKey: string;
  readonly requestHash: Buffer;
  readonly at: Date;
  readonly details: object;
}

/** Remembers a window command. */
export async function insertWindowCommand(sql: AnySql, row: WindowCommandRow): Promise<void> {
  await sql`
    INSERT INTO ledger.transaction (transaction_id, programme_id, window_id, kind, status, client_id, idempotency_key,
                                    request_hash, original_id, partner_id, occurred_at, recorded_at, details)
    VALUES (${row.transactionId}, ${row.programmeId}, ${row.windowId}, ${row.kind}, ${row.status}, ${row.keySpace},
            ${row.idempotencyKey}, ${row.requestHash}, ${row.originalId}, ${row.partnerId}, ${row.at}, ${row.at}, ${JSON.stringify(row.details)}::jsonb)`;
}
