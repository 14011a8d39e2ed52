import type { WireRow, WireStatement } from '../../../../db/exchange.ts';
import { textArray } from './array-literals.ts';
import type { AnySql, Statement } from './batch-sql.ts';
import type { RequestKey } from './read-remembered.ts';

/** What may have changed while the locks were waited for. */
export interface ProgrammeState {
  /** The open window; null before the first. */
  readonly windowId: string | null;
  /** Counts the changes of the reference data: as long as it is the same, what is cached of it is right. */
  readonly version: bigint | null;
  /** Whether any of the keys was used before: rare, and only then are their records read. */
  readonly used: boolean;
}

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

/** The same, read under the locks of the batch. Every wallet in it is locked. */
export interface LockedBatch {
  readonly state: ProgrammeState;
  readonly members: readonly MemberRow[];
}

const LOCK_AND_READ = `SELECT window_id, version, used, member_id, status, available, held, pending, arrears, qualifying, sliding, posted_at
  FROM ledger.begin_batch($1::uuid, $2::uuid[], $3::uuid[], $4::text[], $5::text[])`;
const READ = `SELECT member_id AS "memberId", status, available, held, pending, arrears, qualifying, sliding, posted_at AS "postedAt"
  FROM ledger.read_members($1::uuid, $2::uuid[])`;

/**
 * Takes all locks of a batch, in order (db/migrations/ledger/451): the programme's window and member statuses, shared; the wallets of its
 * members; the exposures of partners that it may bring nearer to a blocking cap. Then reads what the locks guard, as it was when they were
 * all taken: open window and reference version of the programme, whether keys of the batch were used before, status and wallet
 * of its members. `toLockedBatch` reads the answer.
 */
export function lockAndReadWallets(
  programmeId: string,
  memberIds: string,
  exposedIds: string,
  keys: readonly RequestKey[],
): WireStatement {
  const spaces = textArray(keys, (key) => key.keySpace);
  const names = textArray(keys, (key) => key.key);
  return { text: LOCK_AND_READ, parameters: [programmeId, memberIds, exposedIds, spaces, names] };
}

export function toLockedBatch(rows: readonly WireRow[]): LockedBatch {
  const last = rows[rows.length - 1]!;
  const members = new Map<string, MemberRow>();
  for (let at = 0; at < rows.length - 1; at += 1) {
    const row = rows[at]!;
    const memberId = row[3]!;
    // The rows of members without a wallet come behind those of wallets, and name all members.
    if (!members.has(memberId)) members.set(memberId, toMember(memberId, row));
  }
  return {
    state: { windowId: last[0]!, version: integer(last[1]!), used: last[2] === 't' },
    members: [...members.values()],
  };
}

/** Members and wallets without a lock: for quotes. */
export function readWallets(sql: AnySql, programmeId: string, memberIds: string): Statement<MemberRow> {
  return sql.unsafe<MemberRow[]>(READ, [programmeId, memberIds], { prepare: true });
}

function toMember(memberId: string, row: WireRow): MemberRow {
  return {
    memberId,
    status: row[4]!,
    available: integer(row[5]!),
    held: integer(row[6]!),
    pending: integer(row[7]!),
    arrears: integer(row[8]!),
    qualifying: integer(row[9]!),
    sliding: row[10] === null ? null : row[10] === 't',
    postedAt: row[11] == null ? null : new Date(row[11]),
  };
}

function integer(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
