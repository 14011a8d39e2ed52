import type { AnySql } from '../../../db/client.ts';

export interface MergeRow {
  readonly mergeId: string;
  readonly programmeId: string;
  readonly survivorId: string;
  readonly duplicateId: string;
  readonly statusBefore: 'ACTIVE' | 'SUSPENDED';
  readonly state: 'MERGING' | 'MERGED' | 'UNDONE';
  /** Transfers of the ledger, in their order. */
  readonly transfers: readonly string[];
  readonly mergedAt: Date;
  readonly reversibleUntil: Date;
  readonly undoneAt: Date | null;
}

const columns = (sql: AnySql) => sql`
  merge_id AS "mergeId", programme_id AS "programmeId", survivor_id AS "survivorId", duplicate_id AS "duplicateId",
  status_before AS "statusBefore", state, transfers, merged_at AS "mergedAt", reversible_until AS "reversibleUntil", undone_at AS "undoneAt"`;

export async function insertMerge(sql: AnySql, row: MergeRow): Promise<void> {
  await sql`
    INSERT INTO members.merge (merge_id, programme_id, survivor_id, duplicate_id, status_before, state, merged_at, reversible_until)
    VALUES (${row.mergeId}, ${row.programmeId}, ${row.survivorId}, ${row.duplicateId}, ${row.statusBefore}, ${row.state}, ${row.mergedAt},
            ${row.reversibleUntil})`;
  await sql`
    UPDATE members.member SET status = 'MERGED', status_changed_at = ${row.mergedAt}, merged_into = ${row.survivorId}
    WHERE member_id = ${row.duplicateId}`;
}

export async function readMerge(sql: AnySql, programmeId: string, mergeId: string): Promise<MergeRow | null> {
  const [row] = await sql<MergeRow[]>`
    SELECT ${columns(sql)} FROM members.merge WHERE merge_id = ${mergeId} AND programme_id = ${programmeId}`;
  return row ?? null;
}

/** The merge, kept from others until the transaction ends. */
export async function lockMerge(sql: AnySql, mergeId: string): Promise<MergeRow | null> {
  const [row] = await sql<MergeRow[]>`SELECT ${columns(sql)} FROM members.merge WHERE merge_id = ${mergeId} FOR UPDATE`;
  return row ?? null;
}

/** Merges into a member, the newest first. */
export async function readMergesInto(sql: AnySql, survivorId: string): Promise<MergeRow[]> {
  return sql<MergeRow[]>`
    SELECT ${columns(sql)} FROM members.merge WHERE survivor_id = ${survivorId} ORDER BY merge_id DESC`;
}

/** Merges whose duplicates' wallets are looked at: those that a crash left on their way, or all that stand. */
export async function readStandingMerges(sql: AnySql, after: string, onlyUnfinished: boolean): Promise<MergeRow[]> {
  return sql<MergeRow[]>`
    SELECT ${columns(sql)} FROM members.merge
    WHERE merge_id > ${after} AND state = ANY(${onlyUnfinished ? ['MERGING'] : ['MERGING', 'MERGED']}) ORDER BY merge_id LIMIT 100`;
}

export async function addMergeTransfer(sql: AnySql, mergeId: string, transactionId: string): Promise<void> {
  await sql`
    UPDATE members.merge SET transfers = transfers || ${transactionId}::uuid
    WHERE merge_id = ${mergeId} AND NOT ${transactionId}::uuid = ANY(transfers)`;
}

export async function finishMerge(sql: AnySql, mergeId: string): Promise<void> {
  await sql`UPDATE members.merge SET state = 'MERGED' WHERE merge_id = ${mergeId} AND state = 'MERGING'`;
}

export async function undoMerge(sql: AnySql, merge: MergeRow, at: Date): Promise<void> {
  await sql`UPDATE members.merge SET state = 'UNDONE', undone_at = ${at} WHERE merge_id = ${merge.mergeId}`;
  await sql`
    UPDATE members.member SET status = ${merge.statusBefore}, status_changed_at = ${at}, merged_into = NULL
    WHERE member_id = ${merge.duplicateId}`;
}

/** Members that are merged into a member now. */
export async function readMergedInto(sql: AnySql, memberId: string): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM members.member WHERE merged_into = ${memberId} ORDER BY member_id`;
  return rows.map((row) => row.memberId);
}
