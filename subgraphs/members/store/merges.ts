import type { AnySql } from '../../../db/client.ts';
import type { TierStanding } from '../domain/tiers.ts';

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
  /** How often something came into the duplicate's wallet since. */
  readonly woken: number;
  /** The survivor's tier as it was before, to go back to; null is the first one. */
  readonly tierBefore: TierStanding | null;
  /** The household in which the survivor took the duplicate's place. */
  readonly householdId: string | null;
}

const columns = (sql: AnySql) => sql`
  merge_id AS "mergeId", programme_id AS "programmeId", survivor_id AS "survivorId", duplicate_id AS "duplicateId",
  status_before AS "statusBefore", state, transfers, merged_at AS "mergedAt", reversible_until AS "reversibleUntil", undone_at AS "undoneAt", woken,
  tier_before AS "tierBefore", household_id AS "householdId"`;

export async function insertMerge(sql: AnySql, row: Omit<MergeRow, 'woken'>): Promise<void> {
  await sql`
    INSERT INTO members.merge (merge_id, programme_id, survivor_id, duplicate_id, status_before, state, merged_at, reversible_until, tier_before, household_id)
    VALUES (${row.mergeId}, ${row.programmeId}, ${row.survivorId}, ${row.duplicateId}, ${row.statusBefore}, ${row.state}, ${row.mergedAt},
            ${row.reversibleUntil}, ${row.tierBefore === null ? null : JSON.stringify(row.tierBefore)}::text::jsonb, ${row.householdId})`;
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

/** Merges whose duplicates may have points that are to move: what a crash left on its way, and what was woken. */
export async function readUnfinishedMerges(sql: AnySql, after: string): Promise<MergeRow[]> {
  return sql<MergeRow[]>`
    SELECT ${columns(sql)} FROM members.merge WHERE merge_id > ${after} AND state = 'MERGING' ORDER BY merge_id LIMIT 100`;
}

/** Wakes merges into whose duplicates' wallets something came by batches of the feed: a refund, a return of what was spent. Answers with how many. */
export async function wakeMerges(sql: AnySql, after: bigint, upTo: bigint): Promise<number> {
  const { count } = await sql`
    UPDATE members.merge SET state = 'MERGING', woken = woken + 1
    WHERE state <> 'UNDONE' AND duplicate_id IN (
      SELECT (event ->> 'memberId')::uuid FROM ledger.event_feed AS feed CROSS JOIN LATERAL jsonb_array_elements(feed.events) AS event
      WHERE feed.position > ${after} AND feed.position <= ${upTo}
        AND event ->> 'type' = 'POINTS_CHANGED'
        AND EXISTS (SELECT FROM jsonb_each_text(event -> 'wallet') WHERE value <> '0'))`;
  return count;
}

export async function addMergeTransfer(sql: AnySql, mergeId: string, transactionId: string): Promise<void> {
  await sql`
    UPDATE members.merge SET transfers = transfers || ${transactionId}::uuid
    WHERE merge_id = ${mergeId} AND NOT ${transactionId}::uuid = ANY(transfers)`;
}

/** Nothing is left to move, as far as it was woken. */
export async function finishMerge(sql: AnySql, { mergeId, woken }: MergeRow): Promise<void> {
  await sql`UPDATE members.merge SET state = 'MERGED' WHERE merge_id = ${mergeId} AND state = 'MERGING' AND woken = ${woken}`;
}

export async function undoMerge(sql: AnySql, merge: MergeRow, at: Date): Promise<void> {
  await sql`UPDATE members.merge SET state = 'UNDONE', undone_at = ${at} WHERE merge_id = ${merge.mergeId}`;
  await sql`
    UPDATE members.member SET status = ${merge.statusBefore}, status_changed_at = ${at}, merged_into = NULL
    WHERE member_id = ${merge.duplicateId}`;
}

/** The tier that undoing a merge into a member goes back to: what it was invited to meanwhile stays. */
export async function keepTierOfSurvivor(sql: AnySql, survivorId: string, standing: TierStanding): Promise<void> {
  await sql`
    UPDATE members.merge SET tier_before = ${JSON.stringify(standing)}::text::jsonb WHERE survivor_id = ${survivorId} AND state <> 'UNDONE'`;
}

/** Members that are merged into a member now. */
export async function readMergedInto(sql: AnySql, memberId: string): Promise<string[]> {
  const rows = await sql<{ memberId: string }[]>`
    SELECT member_id AS "memberId" FROM members.member WHERE merged_into = ${memberId} ORDER BY member_id`;
  return rows.map((row) => row.memberId);
}
