// What must be known before the locks: whose wallets a request touches, when it does not name the member itself. All of it is immutable (a
// transaction, a proposal's member), is looked at again under the locks (whose a hold is), or may be a moment old (whose a card is), so it is read
// without a lock.

import { textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import { type TransactionRow, transactionColumns } from './transaction-row.ts';

export interface IdentityKey {
  readonly kind: string;
  readonly value: string;
}

/** An identity as the index knows it: `lookup` is the keyed hash of its value. */
export interface HashedIdentity {
  readonly kind: string;
  readonly lookup: string;
}

/** Members by identities of this programme; `at` is the identity's place in the list, from 1. */
export function findIdentities(
  sql: AnySql,
  programmeId: string,
  identities: readonly HashedIdentity[],
): Statement<{ at: bigint; memberId: string }> {
  return sql<{ at: bigint; memberId: string }[]>`
    SELECT asked.at, found.member_id AS "memberId"
    FROM unnest(
      ${textArray(identities, (identity) => identity.kind)}::text[],
      ${textArray(identities, (identity) => identity.lookup)}::text[]
    ) WITH ORDINALITY AS asked (kind, lookup, at)
    CROSS JOIN LATERAL (
      SELECT member_id FROM members.identity_reference
      WHERE programme_id = ${programmeId}::uuid AND kind = asked.kind AND lookup = asked.lookup
      LIMIT 1
    ) AS found`;
}

/** Transactions by id, of this programme. */
export function findTransactions(sql: AnySql, programmeId: string, transactionIds: string): Statement<TransactionRow> {
  return sql<TransactionRow[]>`
    SELECT ${transactionColumns(sql)} FROM ledger.transaction
    WHERE transaction_id = ANY(${transactionIds}::uuid[]) AND programme_id = ${programmeId}::uuid`;
}

/** Whose holds these are. */
export function findHolders(sql: AnySql, programmeId: string, holdIds: string): Statement<{ memberId: string }> {
  return sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM ledger.hold
    WHERE hold_id = ANY(${holdIds}::uuid[]) AND programme_id = ${programmeId}::uuid`;
}

/** Members whom these adjustments are for. */
export function findAdjusted(sql: AnySql, programmeId: string, adjustmentIds: string): Statement<{ memberId: string }> {
  return sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM ledger.adjustment
    WHERE adjustment_id = ANY(${adjustmentIds}::uuid[]) AND programme_id = ${programmeId}::uuid`;
}

/** Members whom points of these earns moved to by transfer. A later one is seen when the lots are read under lock. */
export function findMovedTo(sql: AnySql, earnTransactionIds: string): Statement<{ memberId: string }> {
  return sql<{ memberId: string }[]>`
    SELECT DISTINCT member_id AS "memberId" FROM ledger.lot
    WHERE parent_lot_id IS NOT NULL AND earn_transaction_id = ANY(${earnTransactionIds}::uuid[])`;
}
