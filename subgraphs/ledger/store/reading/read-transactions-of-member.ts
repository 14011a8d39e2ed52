import type { Reads } from '../../../../db/client.ts';
import { keptRead } from '../../../../db/gathered-reads.ts';
import type { TransactionDetails } from '../../domain/record.ts';
import type { SeenTransaction } from '../../reading/seen-transaction.ts';
import { seenColumnsText } from './transaction-columns.ts';

type PageArguments = [
  programmeId: string,
  memberId: string,
  before: string | null,
  partnerId: string | null,
  storeIds: readonly string[] | null,
  from: Date | null,
  to: Date | null,
  limit: number,
];

/** A transaction of a page, with its details where they were asked for. */
export type PageTransaction = SeenTransaction & { readonly details?: TransactionDetails };

function pageOfMember(columns: string) {
  return keptRead<PageArguments, PageTransaction>(
    'ledger.page_of_member',
    ['uuid', 'uuid', 'uuid', 'uuid', 'uuid[]', 'timestamptz', 'timestamptz', 'integer'],
    columns,
  );
}

const PAGE_OF_MEMBER = pageOfMember(seenColumnsText('found'));
const PAGE_WITH_DETAILS = pageOfMember(`${seenColumnsText('found')}, found.details`);

/**
 * A page of the transactions that moved the points of a member, or of one that was merged into it, the newest first, below an id; the caller's reads
 * show those that it may see. Which they are is found past row-level security, which shows ids to whoever may know of the member (migrations/ledger/170). With `at` only what
 * happened at that partner's tills (`storeIds` empty: all).
 */
export function readTransactionsOfMember(
  reads: Reads,
  asked: {
    readonly programmeId: string;
    readonly memberId: string;
    readonly before: string | null;
    readonly limit: number;
    readonly at: { readonly partnerId: string; readonly storeIds: readonly string[] } | null;
    /** Posted after `from`, up to `to`; null is ever. */
    readonly period: { readonly from: Date; readonly to: Date } | null;
    readonly withDetails: boolean;
  },
): Promise<readonly PageTransaction[]> {
  const { programmeId, memberId, before, limit, at, period, withDetails } = asked;
  const stores = at === null || at.storeIds.length === 0 ? null : at.storeIds;
  return reads.ask(
    withDetails ? PAGE_WITH_DETAILS : PAGE_OF_MEMBER,
    programmeId,
    memberId,
    before,
    at?.partnerId ?? null,
    stores,
    period?.from ?? null,
    period?.to ?? null,
    limit,
  );
}
