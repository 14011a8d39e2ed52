import type { AnySql } from '../../../../db/client.ts';
import type { SeenTransaction } from '../../reading/seen-transaction.ts';
import { seenColumns } from './transaction-columns.ts';

/** What happened at a partner's tills, the newest first, below an id. `storeIds` empty is every store. */
export async function readTransactionsOfPartner(
  sql: AnySql,
  asked: {
    readonly programmeId: string;
    readonly partnerId: string;
    readonly storeIds: readonly string[];
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<readonly SeenTransaction[]> {
  return sql<SeenTransaction[]>`
    SELECT ${seenColumns(sql)} FROM ledger.transaction AS posted
    WHERE partner_id = ${asked.partnerId} AND status = 'OK' AND programme_id = ${asked.programmeId}
      ${asked.before === null ? sql`` : sql`AND transaction_id < ${asked.before}::uuid`}
      ${asked.storeIds.length === 0 ? sql`` : sql`AND store_id = ANY(${asked.storeIds as string[]}::uuid[])`}
    ORDER BY transaction_id DESC LIMIT ${asked.limit}`;
}
