import type { AnySql } from '../../../db/client.ts';

/** A member's code to give to friends; made when there is none yet. */
export async function ensureReferralCode(
  sql: AnySql,
  row: { readonly memberId: string; readonly programmeId: string; readonly code: string },
): Promise<void> {
  await sql`
    INSERT INTO rewards.referral_code (member_id, programme_id, code) VALUES (${row.memberId}, ${row.programmeId}, ${row.code})
    ON CONFLICT (member_id) DO NOTHING`;
}

export async function readReferralCode(sql: AnySql, memberId: string): Promise<string | null> {
  const [row] = await sql<{ code: string }[]>`SELECT code FROM rewards.referral_code WHERE member_id = ${memberId}`;
  return row?.code ?? null;
}

export async function readReferrer(sql: AnySql, programmeId: string, code: string): Promise<string | null> {
  const [row] = await sql<{ member_id: string }[]>`
    SELECT member_id FROM rewards.referral_code WHERE code = ${code} AND programme_id = ${programmeId}`;
  return row?.member_id ?? null;
}

/** Referrals of a programme one at a time: two that are fine alone can make a ring together. */
export async function lockReferrals(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('rewards.referral:' || ${programmeId}::text, 0))`;
}

export interface ReferralCheck {
  /** The friend was brought by somebody already. */
  readonly referred: boolean;
  /** The friend has bought before. */
  readonly bought: boolean;
  /** The friend brought the referrer, itself or through others. */
  readonly ring: boolean;
  /** How many the referrer has brought by this activity. */
  readonly brought: number;
}

export async function checkReferral(
  sql: AnySql,
  {
    referrerId,
    friendId,
    activityId,
  }: { readonly referrerId: string; readonly friendId: string; readonly activityId: string },
): Promise<ReferralCheck> {
  const [row] = await sql<ReferralCheck[]>`
    WITH RECURSIVE above AS (
      SELECT referrer_id FROM rewards.referral WHERE friend_id = ${referrerId}
      UNION
      SELECT referral.referrer_id FROM rewards.referral JOIN above ON referral.friend_id = above.referrer_id
    )
    SELECT
      EXISTS (SELECT FROM rewards.referral WHERE friend_id = ${friendId}) AS referred,
      EXISTS (SELECT FROM ledger.purchase_facts WHERE member_id = ${friendId} AND kind = 'PURCHASE') AS bought,
      EXISTS (SELECT FROM above WHERE referrer_id = ${friendId}) AS ring,
      (SELECT count(*)::int FROM rewards.referral WHERE referrer_id = ${referrerId} AND activity_id = ${activityId}) AS brought`;
  if (row === undefined) throw new Error('Broken promise: a check answers');
  return row;
}

export interface ReferralRow {
  readonly referral_id: string;
  readonly programme_id: string;
  readonly activity_id: string;
  readonly referrer_id: string;
  readonly friend_id: string;
}

export async function insertReferral(sql: AnySql, row: ReferralRow, at: Date): Promise<void> {
  await sql`
    INSERT INTO rewards.referral (referral_id, programme_id, activity_id, referrer_id, friend_id, accepted_at)
    VALUES (${row.referral_id}, ${row.programme_id}, ${row.activity_id}, ${row.referrer_id}, ${row.friend_id}, ${at})`;
}

/** Ends the referrals of friends who bought for the first time, and gives those that were waiting for it. */
export async function completeReferrals(
  sql: AnySql,
  purchases: readonly { readonly memberId: string; readonly transactionId: string }[],
): Promise<ReferralRow[]> {
  return sql<ReferralRow[]>`
    UPDATE rewards.referral SET transaction_id = bought.transaction_id
    FROM unnest(${purchases.map((one) => one.memberId)}::uuid[], ${purchases.map((one) => one.transactionId)}::uuid[]) AS bought (member_id, transaction_id)
    WHERE referral.friend_id = bought.member_id AND referral.transaction_id IS NULL
    RETURNING referral_id, programme_id, activity_id, referrer_id, friend_id`;
}
