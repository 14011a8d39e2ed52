/**
 * Which transactions moved a member's points. Ids only: what a caller is shown of them it reads by itself, as far as it may see them. They are
 * found past row-level security, under which PostgreSQL uses no index over `details` (its operators are not leakproof). A transaction names one member; three kinds touch a second one:
 *
 *   a transfer, and its reversal        the receiver stands in the details (an index of their own)
 *   a return, or a reversal of a purchase, some of whose points had moved on to the member: found from the lots that came to
 *   the member by transfer, by the earn that they go back to
 *
 * Each branch reads at most `limit` rows from an index, so a page costs the same however long the history is. Ids go from one
 * step to the next as arrays: a plan made while the tables were empty, and kept by the connection, then still uses the indexes.
 */
import type { AnySql } from '../../../../db/client.ts';

/** Ids of a page of them, the newest first, below an id. With `partnerId`, only what happened at that partner's tills (`storeIds` empty: all). */
export async function findTransactionsOfMember(
  sql: AnySql,
  asked: {
    readonly programmeId: string;
    readonly memberId: string;
    readonly before: string | null;
    readonly limit: number;
    readonly at: { readonly partnerId: string; readonly storeIds: readonly string[] } | null;
    /** Posted after `from`, up to `to`; null is ever. */
    readonly period: { readonly from: Date; readonly to: Date } | null;
  },
): Promise<readonly string[]> {
  const { memberId, limit, at, period } = asked;
  const page = sql`
    status = 'OK' AND programme_id = ${asked.programmeId}
    ${asked.before === null ? sql`` : sql`AND transaction_id < ${asked.before}::uuid`}
    ${period === null ? sql`` : sql`AND recorded_at > ${period.from} AND recorded_at <= ${period.to}`}
    ${at === null ? sql`` : sql`AND partner_id = ${at.partnerId}`}
    ${at === null || at.storeIds.length === 0 ? sql`` : sql`AND store_id = ANY(${at.storeIds as string[]}::uuid[])`}`;
  const rows = await sql<{ transactionId: string }[]>`
      (SELECT transaction_id AS "transactionId" FROM ledger.transaction
       WHERE member_id = ${memberId} AND ${page} ORDER BY transaction_id DESC LIMIT ${limit})
      UNION
      (SELECT transaction_id FROM ledger.transaction
       WHERE details ->> 'counterpartyId' = ${memberId}::uuid::text AND kind IN ('TRANSFER', 'REVERSAL') AND ${page}
       ORDER BY transaction_id DESC LIMIT ${limit})
      UNION
      (SELECT transaction_id FROM ledger.transaction
       WHERE original_id = ANY(ARRAY(
           SELECT earn_transaction_id FROM ledger.lot WHERE member_id = ${memberId} AND parent_lot_id IS NOT NULL))
         AND ${page}
         AND EXISTS (SELECT FROM ledger.transfer AS moved
                     WHERE moved.transaction_id = transaction.transaction_id AND moved.member_id = ${memberId})
       ORDER BY transaction_id DESC LIMIT ${limit})
    ORDER BY "transactionId" DESC LIMIT ${limit}`;
  return rows.map(({ transactionId }) => transactionId);
}
