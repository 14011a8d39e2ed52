import type { Wallet } from '../../domain/wallet.ts';
import { integerArray, plainArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';

/** The new totals of the wallets a batch changed; each stands once, or PostgreSQL would apply one of its rows in silence. */
export function updateWallets(sql: AnySql, postedAt: Date, wallets: readonly Wallet[]): Statement<object> {
  return sql<object[]>`
    UPDATE ledger.wallet SET available = row.available, held = row.held, pending = row.pending, arrears = row.arrears,
      qualifying = row.qualifying, sliding = row.sliding, version = wallet.version + 1,
      posted_at = ${postedAt.toISOString()}::timestamptz
    FROM unnest(
      ${plainArray(wallets, (wallet) => wallet.memberId)}::uuid[],
      ${integerArray(wallets, (wallet) => wallet.available)}::bigint[],
      ${integerArray(wallets, (wallet) => wallet.held)}::bigint[],
      ${integerArray(wallets, (wallet) => wallet.pending)}::bigint[],
      ${integerArray(wallets, (wallet) => wallet.arrears)}::bigint[],
      ${integerArray(wallets, (wallet) => wallet.qualifying)}::bigint[],
      ${plainArray(wallets, (wallet) => (wallet.sliding ? 't' : 'f'))}::boolean[]
    ) AS row (member_id, available, held, pending, arrears, qualifying, sliding)
    WHERE wallet.member_id = row.member_id
    RETURNING 1`;
}
