import type { AnySql } from '../../../../db/client.ts';

export interface DisputeRow {
  readonly disputeId: string;
  readonly programmeId: string;
  readonly transactionId: string;
  readonly entry: number;
  /** Null is the operator. */
  readonly raisedBy: string | null;
  readonly reason: string;
  readonly reference: string | null;
  readonly state: 'HELD' | 'UPHELD' | 'PARTIALLY_UPHELD' | 'REJECTED' | 'WITHDRAWN';
  readonly holdTransactionId: string;
  readonly releaseTransactionId: string | null;
}

const columns = (sql: AnySql) => sql`
  dispute_id AS "disputeId", programme_id AS "programmeId", transaction_id AS "transactionId", entry, raised_by AS "raisedBy", reason,
  reference, state, hold_transaction_id AS "holdTransactionId", release_transaction_id AS "releaseTransactionId"`;

/** Disputes by id, of one programme. */
export async function readDisputes(
  sql: AnySql,
  programmeId: string,
  disputeIds: readonly string[],
): Promise<readonly DisputeRow[]> {
  return sql<DisputeRow[]>`
    SELECT ${columns(sql)} FROM ledger.dispute
    WHERE programme_id = ${programmeId} AND dispute_id = ANY(${disputeIds as string[]}::uuid[])`;
}

/** Whether an entry is held back by an open dispute. Read under the closing lock, so nobody is opening one. */
export async function isHeld(sql: AnySql, transactionId: string): Promise<boolean> {
  const rows = await sql`SELECT FROM ledger.dispute WHERE transaction_id = ${transactionId} AND state = 'HELD'`;
  return rows.length > 0;
}

export async function insertDispute(sql: AnySql, row: DisputeRow, openedAt: Date): Promise<void> {
  await sql`
    INSERT INTO ledger.dispute (dispute_id, programme_id, transaction_id, entry, raised_by, reason, reference, state, hold_transaction_id, opened_at)
    VALUES (${row.disputeId}, ${row.programmeId}, ${row.transactionId}, ${row.entry}, ${row.raisedBy}, ${row.reason}, ${row.reference},
            ${row.state}, ${row.holdTransactionId}, ${openedAt})`;
}

export async function endDispute(
  sql: AnySql,
  disputeId: string,
  state: Exclude<DisputeRow['state'], 'HELD'>,
  releaseTransactionId: string,
  decidedAt: Date,
): Promise<void> {
  await sql`
    UPDATE ledger.dispute SET state = ${state}, release_transaction_id = ${releaseTransactionId}, decided_at = ${decidedAt}
    WHERE dispute_id = ${disputeId}`;
}
