import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';

export type AwardReason = 'MISSION' | 'ACTIVITY' | 'REFERRAL' | 'SURVEY' | 'OFFER' | 'DRAW';

export interface NewAward {
  readonly awardId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly points: bigint;
  readonly component: string;
  readonly funding: readonly Funding[];
  readonly reason: AwardReason;
  readonly reasonId: string;
  readonly madeAt: Date;
}

export interface AwardRow {
  readonly award_id: string;
  readonly programme_id: string;
  readonly member_id: string;
  readonly points: bigint;
  readonly component: string;
  readonly funding: readonly Funding[];
  readonly expires_on: string | null;
  readonly reason: AwardReason;
  readonly reason_id: string;
  readonly state: 'PENDING' | 'GRANTED' | 'REFUSED';
  readonly transaction_id: string | null;
  readonly made_at: Date;
  /** The return for which it is taken back; null: it stands. */
  readonly taken_back_for: string | null;
}

/** Writes points to give; one that has its reason already is left as it is. */
export async function insertAwards(sql: AnySql, awards: readonly NewAward[]): Promise<void> {
  if (awards.length === 0) return;
  const rows = awards.map((award) => ({
    ...award,
    points: award.points.toString(),
    madeAt: award.madeAt.toISOString(),
  }));
  await sql`
    INSERT INTO rewards.award (award_id, programme_id, member_id, points, component, funding, reason, reason_id, state, made_at)
    SELECT "awardId", "programmeId", "memberId", points, component, funding, reason, "reasonId", 'PENDING', "madeAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS made (
      "awardId" uuid, "programmeId" uuid, "memberId" uuid, points bigint, component text, funding jsonb, reason text, "reasonId" uuid,
      "madeAt" timestamptz)
    ON CONFLICT (reason_id, member_id) WHERE taken_back_for IS NULL DO NOTHING`;
}

/** Points that wait to be given, the oldest first; of one reason where it is named. */
export async function readPendingAwards(
  sql: AnySql,
  { reasonId, limit }: { readonly reasonId: string | null; readonly limit: number },
): Promise<AwardRow[]> {
  return sql<AwardRow[]>`
    SELECT * FROM rewards.award
    WHERE state = 'PENDING' AND (${reasonId}::uuid IS NULL OR reason_id = ${reasonId}::uuid)
    ORDER BY made_at, award_id LIMIT ${limit}`;
}

/** How an award came to its end: granted by a transaction, or refused. */
export interface AwardEnd {
  readonly awardId: string;
  readonly transactionId: string | null;
  readonly refusal: object | null;
}

/** Writes how these awards ended; one that has ended already is left as it is. */
export async function endAwards(sql: AnySql, ends: readonly AwardEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    UPDATE rewards.award SET
      state = CASE WHEN ended.refusal IS NULL THEN 'GRANTED' ELSE 'REFUSED' END,
      transaction_id = ended.transaction_id,
      refusal = ended.refusal
    FROM unnest(
      ${ends.map(({ awardId }) => awardId)}::uuid[],
      ${ends.map(({ transactionId }) => transactionId)}::uuid[],
      ${ends.map(({ refusal }) => (refusal === null ? null : JSON.stringify(refusal)))}::jsonb[]
    ) AS ended (award_id, transaction_id, refusal)
    WHERE award.award_id = ended.award_id AND award.state = 'PENDING'`;
}

/** Why points are to be taken back: what they were given for, to one member or to all, and the return that undid it. */
export interface Undone {
  readonly reasonId: string;
  readonly memberId: string | null;
  readonly returnId: string;
}

/** Writes that awards that stand are to be taken back. One that waits to be given is given first: only the ledger knows how far it came. */
export async function takeBackLater(sql: AnySql, undone: readonly Undone[]): Promise<void> {
  if (undone.length === 0) return;
  await sql`
    UPDATE rewards.award SET taken_back_for = undone."returnId"
    FROM jsonb_to_recordset(${JSON.stringify(undone)}::jsonb) AS undone ("reasonId" uuid, "memberId" uuid, "returnId" uuid)
    WHERE reason_id = undone."reasonId" AND (undone."memberId" IS NULL OR member_id = undone."memberId") AND taken_back_for IS NULL`;
}

/** Awards that were given and are to be taken back, the oldest first. */
export async function readToTakeBack(sql: AnySql, limit: number): Promise<AwardRow[]> {
  return sql<AwardRow[]>`
    SELECT * FROM rewards.award
    WHERE taken_back_for IS NOT NULL AND state = 'GRANTED' AND back_transaction_id IS NULL AND back_refusal IS NULL
    ORDER BY made_at, award_id LIMIT ${limit}`;
}

/** Writes how it ended that these awards were taken back; one that has ended already is left as it is. */
export async function endTakingBack(sql: AnySql, ends: readonly AwardEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    UPDATE rewards.award SET back_transaction_id = ended.transaction_id, back_refusal = ended.refusal
    FROM unnest(
      ${ends.map(({ awardId }) => awardId)}::uuid[],
      ${ends.map(({ transactionId }) => transactionId)}::uuid[],
      ${ends.map(({ refusal }) => (refusal === null ? null : JSON.stringify(refusal)))}::jsonb[]
    ) AS ended (award_id, transaction_id, refusal)
    WHERE award.award_id = ended.award_id AND back_transaction_id IS NULL AND back_refusal IS NULL`;
}

/** Awards of these reasons that stand. */
export async function readAwardsOf(sql: AnySql, reasonIds: readonly string[]): Promise<AwardRow[]> {
  return sql<AwardRow[]>`
    SELECT * FROM rewards.award WHERE reason_id = ANY (${[...reasonIds]}::uuid[]) AND taken_back_for IS NULL ORDER BY award_id`;
}
