import type { AnySql } from '../../../db/client.ts';
import type { Funding } from '../domain/funding.ts';

export interface ActivityRow {
  readonly activity_id: string;
  readonly programme_id: string;
  readonly kind: 'REVIEW' | 'REFERRAL' | 'PROFILE' | 'VISIT' | 'SHARE' | 'OTHER';
  readonly name: string;
  readonly description: string | null;
  readonly partner_id: string | null;
  readonly points: bigint;
  readonly friend_points: bigint;
  readonly funding: readonly Funding[];
  /** When the last of those who pay agreed; null until then: it does not count. */
  readonly agreed_at: Date | null;
  readonly proof: 'NONE' | 'REFERENCE' | 'WITNESS';
  readonly cooldown_seconds: number;
  readonly max_per_member: number | null;
  readonly max_in_all: number | null;
  readonly claims: number;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

export async function insertActivity(sql: AnySql, row: Omit<ActivityRow, 'claims'>, at: Date): Promise<void> {
  await sql`
    INSERT INTO rewards.activity (activity_id, programme_id, kind, name, description, partner_id, points, friend_points, funding, proof,
      cooldown_seconds, max_per_member, max_in_all, starts_at, ends_at, created_at, agreed_at)
    VALUES (${row.activity_id}, ${row.programme_id}, ${row.kind}, ${row.name}, ${row.description}, ${row.partner_id}, ${row.points},
      ${row.friend_points}, ${JSON.stringify(row.funding)}::jsonb, ${row.proof}, ${row.cooldown_seconds}, ${row.max_per_member}, ${row.max_in_all},
      ${row.starts_at}, ${row.ends_at}, ${at}, ${row.agreed_at})`;
}

export async function readActivities(sql: AnySql, activityIds: readonly string[]): Promise<ActivityRow[]> {
  return sql<ActivityRow[]>`SELECT * FROM rewards.activity WHERE activity_id = ANY (${[...activityIds]}::uuid[])`;
}

/** Activities of a programme that run at an instant, the newest first. */
export async function listActivities(
  sql: AnySql,
  programmeId: string,
  at: Date,
  limit: number,
): Promise<ActivityRow[]> {
  return sql<ActivityRow[]>`
    SELECT * FROM rewards.activity WHERE programme_id = ${programmeId} AND starts_at <= ${at} AND ends_at > ${at}
    ORDER BY activity_id DESC LIMIT ${limit}`;
}

/** Reads an activity of a programme and keeps other claims waiting until the transaction ends. */
export async function lockActivity(sql: AnySql, programmeId: string, activityId: string): Promise<ActivityRow | null> {
  const [row] = await sql<ActivityRow[]>`
    SELECT * FROM rewards.activity WHERE activity_id = ${activityId} AND programme_id = ${programmeId} FOR NO KEY UPDATE`;
  return row ?? null;
}

export interface ClaimsOfMember {
  readonly claims: number;
  readonly last_at: Date | null;
}

export async function readClaimsOf(sql: AnySql, activityId: string, memberId: string): Promise<ClaimsOfMember> {
  const [row] = await sql<ClaimsOfMember[]>`
    SELECT count(*)::int AS claims, max(claimed_at) AS last_at FROM rewards.activity_claim
    WHERE activity_id = ${activityId} AND member_id = ${memberId}`;
  return row ?? { claims: 0, last_at: null };
}

/** Writes a claim of an activity that is locked. False when its proof was used before. */
export async function insertClaim(
  sql: AnySql,
  claim: {
    readonly claimId: string;
    readonly activityId: string;
    readonly memberId: string;
    readonly digest: Buffer | null;
    readonly at: Date;
  },
): Promise<boolean> {
  const made = await sql`
    INSERT INTO rewards.activity_claim (claim_id, activity_id, member_id, proof_digest, claimed_at)
    VALUES (${claim.claimId}, ${claim.activityId}, ${claim.memberId}, ${claim.digest}, ${claim.at}) ON CONFLICT DO NOTHING`;
  if (made.count === 0) return false;
  await sql`UPDATE rewards.activity SET claims = claims + 1 WHERE activity_id = ${claim.activityId}`;
  return true;
}
