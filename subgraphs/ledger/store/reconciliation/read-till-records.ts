import type { AnySql } from '../../../../db/client.ts';

/** What happened at a partner's tills, as its own file would tell it. */
export interface TillRecordRow {
  readonly transactionId: string;
  readonly windowId: string;
  readonly reference: string | null;
  /** EARN, REDEEM, EARN_REVERSAL or REDEEM_REVERSAL. */
  readonly type: string;
  readonly points: bigint;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly occurredAt: Date;
}

// A return asks for what its goods had earned, whatever of it could be taken back: that is what the till knows.
const columns = (sql: AnySql) => sql`
  transaction_id AS "transactionId", window_id AS "windowId", reference,
  CASE kind WHEN 'PURCHASE' THEN 'EARN' WHEN 'ADJUSTMENT' THEN 'EARN' WHEN 'RETURN' THEN 'EARN_REVERSAL'
            WHEN 'REFUND' THEN 'REDEEM_REVERSAL' ELSE 'REDEEM' END AS type,
  CASE WHEN kind = 'RETURN' THEN coalesce((details ->> 'asked')::bigint, -points) ELSE abs(points) END AS points,
  amount_minor AS "amountMinor", currency, occurred_at AS "occurredAt"`;

/** Whose idempotency keys the postings of resolved breaks have: no till knows of them. */
export const RECONCILIATION_KEYS = 'reconciliation';

/** All of a window at the partner's tills, in posting order. What the operator did by itself (adjustments, reversals, breaks) no till knows of. */
export async function readTillRecords(
  sql: AnySql,
  asked: { readonly programmeId: string; readonly partnerId: string; readonly windowId: string },
): Promise<readonly TillRecordRow[]> {
  return sql<TillRecordRow[]>`
    SELECT ${columns(sql)} FROM ledger.transaction
    WHERE partner_id = ${asked.partnerId} AND programme_id = ${asked.programmeId} AND window_id = ${asked.windowId} AND status = 'OK'
      AND transaction_id >= (SELECT first_id FROM ledger.window_slot WHERE window_id = ${asked.windowId} ORDER BY first_id LIMIT 1)
      AND transaction_id <= (SELECT last_id FROM ledger.window_slot WHERE window_id = ${asked.windowId} ORDER BY last_id DESC LIMIT 1)
      AND kind IN ('PURCHASE', 'RETURN', 'REDEMPTION', 'CAPTURE', 'REFUND') AND client_id <> ${RECONCILIATION_KEYS}
    ORDER BY transaction_id`;
}

/** What stands under these references in other windows, adjustments for missed earns included. */
export async function readTillRecordsElsewhere(
  sql: AnySql,
  asked: {
    readonly programmeId: string;
    readonly partnerId: string;
    readonly windowId: string;
    readonly references: readonly string[];
  },
): Promise<readonly TillRecordRow[]> {
  return sql<TillRecordRow[]>`
    SELECT ${columns(sql)} FROM ledger.transaction
    WHERE partner_id = ${asked.partnerId} AND programme_id = ${asked.programmeId} AND window_id <> ${asked.windowId} AND status = 'OK'
      AND reference = ANY(${asked.references as string[]}::text[])
      AND kind IN ('PURCHASE', 'RETURN', 'REDEMPTION', 'CAPTURE', 'REFUND', 'ADJUSTMENT')
    ORDER BY transaction_id`;
}
