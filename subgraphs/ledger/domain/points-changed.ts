import type { WalletTotals } from './record.ts';

/**
 * The event of a member whose points changed: one for each member that a transaction touched, written to the outbox in the
 * transaction's own batch. A transfer between members has two, with the same transaction.
 */
export interface PointsChanged {
  readonly type: 'POINTS_CHANGED';
  readonly transactionId: string;
  readonly memberId: string;
  /** Where it happened; null for the operator. */
  readonly partnerId: string | null;
  readonly storeId: string | null;
  /** The member's totals after it. */
  readonly wallet: WalletTotals;
}
