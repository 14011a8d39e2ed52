// A member's totals: what the lots, holds and debts of the member add up to. Kept as a row of its own, so that a balance is one
// read and a purchase need not look at a lot.
import type { WalletTotals } from './record.ts';

export interface Wallet {
  readonly memberId: string;
  readonly programmeId: string;
  available: bigint;
  held: bigint;
  pending: bigint;
  arrears: bigint;
  qualifying: bigint;
  /** Whether lots of the member lapse by INACTIVITY, so that activity re-dates them. */
  sliding: boolean;
  /** Decision time of the last batch that touched it. */
  postedAt: Date | null;
}

/** The totals as they stand in records and events. */
export function totalsOf(wallet: Wallet): WalletTotals {
  return {
    available: wallet.available.toString(),
    held: wallet.held.toString(),
    pending: wallet.pending.toString(),
    arrears: wallet.arrears.toString(),
    qualifying: wallet.qualifying.toString(),
  };
}
