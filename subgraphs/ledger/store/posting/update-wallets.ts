import type { Wallet } from '../../domain/wallet.ts';
import { type Part, part } from './batch-sql.ts';
import { booleanColumn, integerColumn, plainColumn } from './columns.ts';

/** The new totals of the wallets a batch changed; each stands once, or PostgreSQL would apply one of its rows in silence. */
export function updateWallets(postedAt: Date, wallets: readonly Wallet[]): Part {
  return part`
    UPDATE ledger.wallet SET available = row.available, held = row.held, pending = row.pending, arrears = row.arrears,
      qualifying = row.qualifying, sliding = row.sliding, version = wallet.version + 1,
      posted_at = ${postedAt.toISOString()}::timestamptz
    FROM (
      SELECT
        ${plainColumn('uuid', wallets, (wallet) => wallet.memberId)} AS member_id,
        ${integerColumn('bigint', wallets, (wallet) => wallet.available)} AS available,
        ${integerColumn('bigint', wallets, (wallet) => wallet.held)} AS held,
        ${integerColumn('bigint', wallets, (wallet) => wallet.pending)} AS pending,
        ${integerColumn('bigint', wallets, (wallet) => wallet.arrears)} AS arrears,
        ${integerColumn('bigint', wallets, (wallet) => wallet.qualifying)} AS qualifying,
        ${booleanColumn(wallets, (wallet) => wallet.sliding)} AS sliding
    ) AS row
    WHERE wallet.member_id = row.member_id
    RETURNING 1`;
}
