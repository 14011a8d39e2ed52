import type { AnySql } from '../../../db/client.ts';

export interface BadgeRow {
  readonly badge_id: string;
  readonly programme_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly picture_url: string | null;
  readonly created_at: Date;
}

export async function insertBadge(sql: AnySql, row: BadgeRow): Promise<void> {
  await sql`
    INSERT INTO rewards.badge (badge_id, programme_id, name, description, picture_url, created_at)
    VALUES (${row.badge_id}, ${row.programme_id}, ${row.name}, ${row.description}, ${row.picture_url}, ${row.created_at})`;
}

export async function readBadges(sql: AnySql, badgeIds: readonly string[]): Promise<BadgeRow[]> {
  return sql<BadgeRow[]>`SELECT * FROM rewards.badge WHERE badge_id = ANY (${[...badgeIds]}::uuid[])`;
}

export interface MemberBadgeRow {
  readonly member_id: string;
  readonly badge_id: string;
  readonly earned_at: Date;
}

/** Gives badges; whoever has one keeps it as it was earned first. */
export async function giveBadges(sql: AnySql, rows: readonly MemberBadgeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.member_badge (member_id, badge_id, earned_at)
    SELECT DISTINCT ON (member_id, badge_id) * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS earned (member_id uuid, badge_id uuid, earned_at timestamptz)
    ON CONFLICT DO NOTHING`;
}

/** Badges of members that are one person, each as it was earned first, the latest first. */
export async function readBadgesOfMembers(sql: AnySql, memberIds: readonly string[]): Promise<MemberBadgeRow[]> {
  return sql<MemberBadgeRow[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (badge_id) member_id, badge_id, earned_at FROM rewards.member_badge
      WHERE member_id = ANY (${[...memberIds]}::uuid[]) ORDER BY badge_id, earned_at
    ) AS earned ORDER BY earned_at DESC, badge_id`;
}
