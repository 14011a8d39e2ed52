import type { AnySql, Statement } from './batch-sql.ts';

/** A member that a batch names, with its wallet when it has one. Points are null when it has none. */
export interface MemberRow {
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

const READ = `SELECT member_id AS "memberId", status, available, held, pending, arrears, qualifying, sliding, posted_at AS "postedAt"
  FROM ledger.read_members($1::uuid, $2::uuid[])`;

/** Members and wallets without a lock: for quotes. */
export function readWallets(sql: AnySql, programmeId: string, memberIds: string): Statement<MemberRow> {
  return sql.unsafe<MemberRow[]>(READ, [programmeId, memberIds], { prepare: true });
}
