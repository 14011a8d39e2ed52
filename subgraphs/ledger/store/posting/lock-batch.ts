/**
 * What a batch holds while it is decided, in the one order in which everybody takes it, and what stands under these locks.
 *
 * Statements that go together (db/exchange.ts) and see, each, what was committed while the one before it waited:
 *
 *   1. neither the window nor a member's status changes under a batch (store/window-lock.ts, db/migrations/members): shared, so batches do not wait here
 *   2. the wallets of its members, in the order of ids, so that batches never wait for each other in a circle. Each stands for everything of its member:
 *      lots, lines, debts, holds. It answers the wallet as it is when its lock is got, for a row is read again after the wait
 *   3. exposures of partners whose contract blocks at its net debit cap, in the order of their keys: no two writers decide on the same room.
 *      Partners without such a cap are never named, and nothing of theirs is hot
 *   4. what may have changed while these were waited for
 *
 * What is not in a locked row stands in a later statement than its lock, or it is read as it was before the wait.
 */
import type { WireRow, WireStatement } from '../../../../db/exchange.ts';
import { plainArray, textArray } from './array-literals.ts';
import type { RequestKey } from './read-remembered.ts';
import type { MemberRow } from './read-wallets.ts';

/** What may have changed while the locks were waited for. */
export interface ProgrammeState {
  /** The open window; null before the first. */
  readonly windowId: string | null;
  /** Counts the changes of the reference data: as long as it is the same, what is cached of it is right. */
  readonly version: bigint | null;
  /** Whether any of the keys was used before: rare, and only then are their records read. */
  readonly used: boolean;
}

export interface LockedBatch {
  readonly state: ProgrammeState;
  /** Members whose wallets are locked: those that have one. */
  readonly members: readonly MemberRow[];
}

const LOCK_PROGRAMME = `SELECT pg_advisory_xact_lock_shared(hashtextextended('ledger.settlement_window:' || $1, 0)),
         pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || $1, 0))`;

// NO KEY leaves foreign-key checks alone.
const LOCK_WALLETS = `
  SELECT wallet.member_id,
         (SELECT member.status FROM members.member_reference AS member
          WHERE member.member_id = wallet.member_id AND member.programme_id = $1::uuid),
         available, held, pending, arrears, qualifying, sliding, posted_at
  FROM ledger.wallet
  WHERE member_id = ANY($2::uuid[])
  ORDER BY member_id
  FOR NO KEY UPDATE`;

const LOCK_EXPOSURES = `
  SELECT pg_advisory_xact_lock(key)
  FROM (SELECT DISTINCT hashtextextended('ledger.exposure:' || partner_id, 0) AS key
        FROM unnest($1::uuid[]) AS partner_id ORDER BY key) AS keys`;

const readState = (used: string): string => `
  SELECT (SELECT window_id FROM ledger.settlement_window WHERE programme_id = $1::uuid AND state = 'OPEN'),
         (SELECT version FROM partners.reference_version WHERE programme_id = $1::uuid),
         ${used}`;

const READ_STATE = readState(`EXISTS (
           SELECT FROM unnest($2::text[], $3::text[]) AS key (space, name)
           CROSS JOIN LATERAL (
             SELECT FROM ledger.transaction
             WHERE ledger.key_of(programme_id, client_id, idempotency_key) = ledger.key_of($1::uuid, key.space, key.name)
             LIMIT 1
           ) AS remembered
         )`);

const READ_STATE_OF_ONE = readState(`EXISTS (
           SELECT FROM ledger.transaction
           WHERE ledger.key_of(programme_id, client_id, idempotency_key) = ledger.key_of($1::uuid, $2::text, $3::text)
         )`);

/** The statements that lock a batch and read what the locks guard, in their order; `toLockedBatch` reads their answers. Ids are lists without repeats. */
export function lockBatch(
  programmeId: string,
  memberIds: string,
  exposed: readonly string[],
  keys: readonly RequestKey[],
): WireStatement[] {
  const [first] = keys;
  const one = keys.length === 1;
  return [
    { text: LOCK_PROGRAMME, parameters: [programmeId] },
    { text: LOCK_WALLETS, parameters: [programmeId, memberIds] },
    ...(exposed.length === 0 ? [] : [{ text: LOCK_EXPOSURES, parameters: [plainArray(exposed, (id) => id)] }]),
    one
      ? { text: READ_STATE_OF_ONE, parameters: [programmeId, first!.keySpace, first!.key] }
      : {
          text: READ_STATE,
          parameters: [programmeId, textArray(keys, (key) => key.keySpace), textArray(keys, (key) => key.key)],
        },
  ];
}

/** From the answers of an exchange that ends with the statements of `lockBatch`. */
export function toLockedBatch(answers: readonly (readonly WireRow[])[], exposed: readonly string[]): LockedBatch {
  const [windowId, version, used] = answers[answers.length - 1]![0]!;
  const wallets = answers[answers.length - (exposed.length === 0 ? 2 : 3)]!;
  return {
    state: { windowId: windowId!, version: integer(version!), used: used === 't' },
    members: wallets.map(toMember),
  };
}

function toMember(row: WireRow): MemberRow {
  return {
    memberId: row[0]!,
    status: row[1]!,
    available: integer(row[2]!),
    held: integer(row[3]!),
    pending: integer(row[4]!),
    arrears: integer(row[5]!),
    qualifying: integer(row[6]!),
    sliding: row[7] === 't',
    postedAt: row[8] == null ? null : new Date(row[8]),
  };
}

function integer(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
