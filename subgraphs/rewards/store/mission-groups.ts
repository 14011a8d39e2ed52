// Who works on missions together: circles and households, and who is in them.
import type { AnySql } from '../../../db/client.ts';
import type { MissionScope } from './missions.ts';

/** A member's place in a group. */
export interface Grouped {
  readonly scope: Exclude<MissionScope, 'MEMBER'>;
  readonly groupId: string;
  readonly memberId: string;
}

/** Everybody in the circles and households that these members are in, of the scopes that are asked for. */
export async function readGroupsOf(
  sql: AnySql,
  memberIds: readonly string[],
  scopes: ReadonlySet<MissionScope>,
): Promise<Grouped[]> {
  const asked = [...memberIds];
  const [circles, households] = await Promise.all([
    !scopes.has('CIRCLE')
      ? []
      : sql<Grouped[]>`
          SELECT 'CIRCLE' AS scope, circle_id AS "groupId", member_id AS "memberId" FROM rewards.circle_member
          WHERE circle_id IN (SELECT circle_id FROM rewards.circle_member WHERE member_id = ANY (${asked}::uuid[]))
          ORDER BY circle_id, joined_at, member_id`,
    !scopes.has('HOUSEHOLD')
      ? []
      : sql<Grouped[]>`
          SELECT 'HOUSEHOLD' AS scope, household_id AS "groupId", member_id AS "memberId" FROM members.household_reference
          WHERE household_id IN (SELECT household_id FROM members.household_reference WHERE member_id = ANY (${asked}::uuid[]))
          ORDER BY household_id, joined_at, member_id`,
  ]);
  return [...circles, ...households];
}

/** A member's own groups, by scope. */
export async function readOwnGroups(sql: AnySql, memberId: string): Promise<ReadonlyMap<Grouped['scope'], string>> {
  const rows = await sql<Pick<Grouped, 'scope' | 'groupId'>[]>`
    SELECT 'CIRCLE' AS scope, circle_id AS "groupId" FROM rewards.circle_member WHERE member_id = ${memberId}
    UNION ALL
    SELECT 'HOUSEHOLD', household_id FROM members.household_reference WHERE member_id = ${memberId}`;
  return new Map(rows.map(({ scope, groupId }) => [scope, groupId]));
}

/** In which group of a scope a purchase counted. */
export interface GroupPurchase {
  readonly purchase_id: string;
  readonly scope: Grouped['scope'];
  readonly group_id: string;
}

export async function insertGroupPurchases(sql: AnySql, rows: readonly GroupPurchase[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO rewards.group_purchase (purchase_id, scope, group_id)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS counted (purchase_id uuid, scope text, group_id uuid)
    ON CONFLICT DO NOTHING`;
}

export async function readGroupsOfPurchases(sql: AnySql, purchaseIds: readonly string[]): Promise<GroupPurchase[]> {
  if (purchaseIds.length === 0) return [];
  return sql<GroupPurchase[]>`
    SELECT purchase_id, scope, group_id FROM rewards.group_purchase WHERE purchase_id = ANY (${[...purchaseIds]}::uuid[])`;
}
