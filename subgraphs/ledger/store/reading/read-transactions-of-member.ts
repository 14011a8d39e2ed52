import type { AnySql } from '../../../../db/client.ts';
import type { TransactionRecord } from '../../domain/record.ts';
import { transactionColumns } from './transaction-columns.ts';

/**
 * A page of the transactions that moved the points of a member, or of one that was merged into it, the newest first, below an id; the caller's reads
 * (`sql`) show those that it may see. Which they are is found past row-level security, which shows ids to whoever may know of the member (migrations/ledger/170). With `at` only what
 * happened at that partner's tills (`storeIds` empty: all).
 */
export async function readTransactionsOfMember(
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
): Promise<readonly TransactionRecord[]> {
  const { programmeId, memberId, before, limit, at, period } = asked;
  const stores = at === null || at.storeIds.length === 0 ? null : (at.storeIds as string[]);
  return sql<TransactionRecord[]>`
    SELECT ${transactionColumns(sql)} FROM ledger.transaction AS posted
    WHERE transaction_id = ANY(ARRAY(
        SELECT ledger.transactions_of_member(
          ${programmeId}::uuid, person.member_id, ${before}::uuid, ${at?.partnerId ?? null}::uuid, ${stores}::uuid[],
          ${period?.from ?? null}::timestamptz, ${period?.to ?? null}::timestamptz, ${limit}::integer)
        FROM members.member_in_scope AS person WHERE person.member_id = ${memberId} OR person.merged_into = ${memberId}))
      AND programme_id = ${programmeId} AND status = 'OK'
    ORDER BY transaction_id DESC LIMIT ${limit}`;
}
