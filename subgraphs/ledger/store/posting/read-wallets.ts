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

/** The same, read under the locks of the batch. */
export interface LockedWalletRow extends WalletRow {
  /** How many wallets were there to be locked; the same on every row. When more are read, not all of them are locked. */
  readonly locked: bigint;
}

const COLUMNS = `window_id AS "windowId", version, used, member_id AS "memberId", status,
  available, held, pending, arrears, qualifying, sliding, posted_at AS "postedAt"`;
const LOCK_AND_READ = `SELECT locked, ${COLUMNS} FROM ledger.begin_batch($1::uuid, $2::uuid[], $3::uuid[], $4::text[], $5::text[])`;
const READ = `SELECT ${COLUMNS} FROM ledger.read_batch($1::uuid, $2::uuid[], $3::text[], $4::text[])`;

/**
 * Takes all locks of a batch, in order (db/migrations/ledger/162): the programme's window and member statuses, shared; the wallets of its
 * members; the exposures of partners that it may bring nearer to a blocking cap. Then reads what the locks guard, as it was when they were
 * all taken: open window and reference version of the programme, whether keys of the batch were used before, status and wallet
 * of its members.
 */
export function lockAndReadWallets(
  sql: AnySql,
  programmeId: string,
  memberIds: string,
  exposedIds: string,
  keys: readonly RequestKey[],
): Statement<LockedWalletRow> {
  return sql.unsafe<LockedWalletRow[]>(LOCK_AND_READ, [programmeId, memberIds, exposedIds, ...namesOf(keys)], {
    prepare: true,
  });
}

/** The same without a lock: for who holds the locks already, and for quotes. */
export function readWallets(
  sql: AnySql,
  programmeId: string,
  memberIds: string,
  keys: readonly RequestKey[],
): Statement<WalletRow> {
  return sql.unsafe<WalletRow[]>(READ, [programmeId, memberIds, ...namesOf(keys)], { prepare: true });
}

function namesOf(keys: readonly RequestKey[]): [spaces: string, names: string] {
  return [textArray(keys, (key) => key.keySpace), textArray(keys, (key) => key.key)];
}
