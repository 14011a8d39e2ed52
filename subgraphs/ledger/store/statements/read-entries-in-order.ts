import type { AnySql } from '../../../../db/client.ts';
import type { StatementProgress } from './statement-progress.ts';

/** A journal entry with what its statement lines say of the transaction. */
export interface OrderedEntry {
  readonly batch: bigint;
  readonly transactionId: string;
  readonly entry: number;
  readonly type: string;
  readonly accounts: readonly string[];
  readonly components: readonly string[];
  readonly amounts: readonly bigint[];
  readonly occurredAt: Date;
  /** The reference that `partnerId` gave. */
  readonly reference: string | null;
  readonly partnerId: string | null;
}

const columns = (sql: AnySql) => sql`
  journal.batch, journal.transaction_id AS "transactionId", journal.entry, journal.type, journal.accounts, journal.components,
  journal.amounts, posted.occurred_at AS "occurredAt", posted.reference, posted.partner_id AS "partnerId"`;

/** Entries of a window in the order of posting, after those that were taken over and up to a batch. */
export async function readEntriesInOrder(
  sql: AnySql,
  windowId: string,
  after: Pick<StatementProgress, 'throughBatch' | 'throughTransactionId' | 'throughEntry'>,
  throughBatch: bigint,
  limit: number,
): Promise<readonly OrderedEntry[]> {
  return sql<OrderedEntry[]>`
    SELECT ${columns(sql)}
    FROM ledger.journal AS journal JOIN ledger.transaction AS posted USING (transaction_id)
    WHERE journal.window_id = ${windowId} AND journal.batch BETWEEN ${after.throughBatch} AND ${throughBatch}
      AND (journal.batch, journal.transaction_id, journal.entry) > (${after.throughBatch}, ${after.throughTransactionId}, ${after.throughEntry})
    ORDER BY journal.batch, journal.transaction_id, journal.entry LIMIT ${limit}`;
}

/** Entries by name, in no order. */
export async function readEntriesNamed(
  sql: AnySql,
  names: readonly { readonly transactionId: string; readonly entry: number }[],
): Promise<readonly OrderedEntry[]> {
  return sql<OrderedEntry[]>`
    SELECT ${columns(sql)}
    FROM (SELECT DISTINCT * FROM unnest(${names.map((name) => name.transactionId)}::uuid[], ${names.map((name) => name.entry)}::smallint[])
          AS name (transaction_id, entry)) AS named
    JOIN ledger.journal AS journal USING (transaction_id, entry) JOIN ledger.transaction AS posted USING (transaction_id)`;
}
