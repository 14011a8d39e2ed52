import type { Wallet } from '../../domain/wallet.ts';
import { integerArray, plainArray } from './array-literals.ts';
import { type Part, part } from './batch-sql.ts';

/** The new totals of the wallets a batch changed; each stands once, or PostgreSQL would apply one of its rows in silence. */
export function updateWallets(postedAt: Date, wallets: readonly Wallet[]): Part {
  return part`
    UPDATE ledger.wallet SET available = row.available, held = row.held, pending = row.pending, arrears = row.arrears,
      qualifying = row.qualifying, sliding = row.sliding, version = wallet.version + 1,
      posted_at = ${postedAt.toISOString()}::timestamptz
    FROM (
      SELECT
        unnest(${plainArray(wallets, (wallet) => wallet.memberId)}::uuid[]) AS member_id,
        unnest(${integerArray(wallets, (wallet) => wallet.available)}::bigint[]) AS available,
        unnest(${integerArray(wallets, (wallet) => wallet.held)}::bigint[]) AS held,
        unnest(${integerArray(wallets, (wallet) => wallet.pending)}::bigint[]) AS pending,
        unnest(${integerArray(wallets, (wallet) => wallet.arrears)}::bigint[]) AS arrears,
        unnest(${integerArray(wallets, (wallet) => wallet.qualifying)}::bigint[]) AS qualifying,
        unnest(${plainArray(wallets, (wallet) => (wallet.sliding ? 't' : 'f'))}::boolean[]) AS sliding
    ) AS row
    WHERE wallet.member_id = row.member_id
    RETURNING 1`;
}
