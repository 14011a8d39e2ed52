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

/** Whose code it is, now: the one that a member was merged into; nobody's of a member that takes part no more. */
export async function readReferrer(sql: AnySql, programmeId: string, code: string): Promise<string | null> {
  const [row] = await sql<{ member_id: string }[]>`
    SELECT person.member_id FROM rewards.referral_code AS given
    JOIN members.member_reference AS had ON had.member_id = given.member_id
    JOIN members.member_reference AS person ON person.member_id = coalesce(had.merged_into, had.member_id)
    WHERE given.code = ${code} AND given.programme_id = ${programmeId} AND person.status = 'ACTIVE'`;
  return row?.member_id ?? null;
}

/** Referrals of a programme one at a time: two that are fine alone can make a ring together. */
export async function lockReferrals(sql: AnySql, programmeId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('rewards.referral:' || ${programmeId}::text, 0))`;
}

export interface ReferralCheck {
  /** The friend was brought by somebody already, itself or as one that was merged into it. */
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
    , friend AS (
      SELECT ${friendId}::uuid AS member_id UNION ALL SELECT member_id FROM members.member_reference WHERE merged_into = ${friendId}
    )
    SELECT
      EXISTS (SELECT FROM rewards.referral JOIN friend ON friend.member_id = friend_id) AS referred,
      EXISTS (SELECT FROM ledger.purchase_facts JOIN friend USING (member_id) WHERE kind = 'PURCHASE') AS bought,
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

export interface ReferralStanding extends ReferralRow {
  /** The friend's first purchase that it did not give back; null before. */
  readonly transaction_id: string | null;
  /** Both were found to be one person since. */
  readonly itself: boolean;
}

/** Referrals of these friends, kept from other writers until the transaction ends, in one order for all. */
export async function lockReferralsOf(sql: AnySql, friendIds: readonly string[]): Promise<ReferralStanding[]> {
  return sql<ReferralStanding[]>`
    SELECT referral_id, programme_id, activity_id, referrer_id, friend_id, transaction_id,
      coalesce((SELECT merged_into FROM members.member_reference WHERE member_id = referrer_id), referrer_id)
        = coalesce((SELECT merged_into FROM members.member_reference WHERE member_id = friend_id), friend_id) AS itself
    FROM rewards.referral
    WHERE friend_id = ANY (${[...friendIds]}::uuid[]) ORDER BY referral_id FOR NO KEY UPDATE OF referral`;
}

/** Writes by which purchases referrals are completed; null is by none any more. */
export async function setPurchases(
  sql: AnySql,
  rows: readonly { readonly referralId: string; readonly purchaseId: string | null }[],
): Promise<void> {
  await sql`
    UPDATE rewards.referral SET transaction_id = completing.purchase_id
    FROM unnest(${rows.map((row) => row.referralId)}::uuid[], ${rows.map((row) => row.purchaseId)}::uuid[]) AS completing (referral_id, purchase_id)
    WHERE referral.referral_id = completing.referral_id`;
}
