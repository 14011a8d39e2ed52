import { textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import type { RequestKey } from './read-remembered.ts';

/** What may have changed while the locks were waited for; the same on every row. */
export interface ProgrammeState {
  /** The open window; null before the first. */
  readonly windowId: string | null;
  /** Counts the changes of the reference data: as long as it is the same, what is cached of it is right. */
  readonly version: bigint | null;
  /** Whether any of the keys was used before: rare, and only then are their records read. */
  readonly used: boolean;
}

/** A member that a batch names, with its wallet when it has one. Points are null when it has none. */
export interface WalletRow extends ProgrammeState {
  /** Null on the one row of a batch that names no member. */
  readonly memberId: string | null;
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

/**
 * Open window and reference version of the programme, whether keys of the batch were used before, status and wallet of its members: after
 * all were locked. One look-up by key per member, whatever the planner believes of the tables: a plan made when they were small must not
 * become a scan of all members for each.
 */
export function readWallets(
  sql: AnySql,
  programmeId: string,
  memberIds: string,
  keys: readonly RequestKey[],
): Statement<WalletRow> {
  const spaces = textArray(keys, (key) => key.keySpace);
  const names = textArray(keys, (key) => key.key);
  return sql<WalletRow[]>`
    SELECT state.*, asked.member_id AS "memberId", CASE WHEN member.programme_id = ${programmeId}::uuid THEN member.status END AS status,
           wallet.available, wallet.held, wallet.pending, wallet.arrears, wallet.qualifying, wallet.sliding,
           wallet.posted_at AS "postedAt"
    FROM (
      SELECT (SELECT window_id FROM ledger.settlement_window
              WHERE programme_id = ${programmeId}::uuid AND state = 'OPEN') AS "windowId",
             (SELECT version FROM partners.reference_version WHERE programme_id = ${programmeId}::uuid) AS version,
             EXISTS (
               SELECT FROM unnest(${spaces}::text[], ${names}::text[]) AS key (space, name)
               CROSS JOIN LATERAL (
                 SELECT FROM ledger.transaction
                 WHERE programme_id = ${programmeId}::uuid AND client_id = key.space AND idempotency_key = key.name
                 LIMIT 1
               ) AS remembered
             ) AS used
    ) AS state
    LEFT JOIN unnest(${memberIds}::uuid[]) AS asked (member_id) ON true
    LEFT JOIN LATERAL (
      SELECT programme_id, status FROM members.member_reference WHERE member_id = asked.member_id LIMIT 1
    ) AS member ON true
    LEFT JOIN LATERAL (SELECT * FROM ledger.wallet WHERE member_id = asked.member_id LIMIT 1) AS wallet ON true`;
}
