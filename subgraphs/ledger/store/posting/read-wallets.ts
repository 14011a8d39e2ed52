import type { AnySql, Statement } from './batch-sql.ts';

/** A member that a batch names, with its wallet when it has one. Points are null when it has none. */
export interface WalletRow {
  readonly memberId: string;
  /** ACTIVE, or why not; null when the member is not of this programme. */
  readonly status: string | null;
  readonly available: bigint | null;
  readonly held: bigint | null;
  readonly pending: bigint | null;
  readonly arrears: bigint | null;
  readonly qualifying: bigint | null;
  readonly sliding: boolean | null;
  readonly postedAt: Date | null;
}

/** Status and wallet of the members of a batch, after both were locked. */
export function readWallets(sql: AnySql, programmeId: string, memberIds: string): Statement<WalletRow> {
  return sql<WalletRow[]>`
    SELECT asked.member_id AS "memberId", member.status, wallet.available, wallet.held, wallet.pending, wallet.arrears,
           wallet.qualifying, wallet.sliding, wallet.posted_at AS "postedAt"
    FROM unnest(${memberIds}::uuid[]) AS asked (member_id)
    LEFT JOIN members.member_reference AS member
      ON member.member_id = asked.member_id AND member.programme_id = ${programmeId}::uuid
    LEFT JOIN ledger.wallet AS wallet ON wallet.member_id = asked.member_id`;
}
