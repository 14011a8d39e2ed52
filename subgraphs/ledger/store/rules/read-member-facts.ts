import type { AnySql, Statement } from '../posting/batch-sql.ts';

export interface MemberFactsRow {
  readonly memberId: string;
  readonly tier: string | null;
  /** Null when it was not asked for. */
  readonly plans: readonly string[] | null;
  readonly segments: readonly string[] | null;
  readonly birthday: string | null;
  readonly householdId: string | null;
  readonly benefitBasisPoints: bigint;
  readonly firstPurchase: boolean;
  readonly optedIn: readonly string[];
}

/**
 * What earn rules ask about members, of each one row. Read under the members' locks. `paidOn` is the day whose paid memberships and benefits are asked for; null
 * asks for none.
 */
export function readMemberFacts(sql: AnySql, memberIds: string, paidOn: string | null): Statement<MemberFactsRow> {
  return sql<MemberFactsRow[]>`
    SELECT asked.member_id AS "memberId", facts.tier, facts.tags AS segments, facts.birthday, facts.household_id AS "householdId",
           ${paidOn === null ? sql`NULL::text[]` : plansOn(sql, sql`asked.member_id`, paidOn)} AS plans,
           ${paidOn === null ? sql`10000::bigint` : bestMultiplier(sql, sql`asked.member_id`, paidOn)} AS "benefitBasisPoints",
           NOT EXISTS (
             SELECT FROM ledger.transaction
             WHERE member_id = asked.member_id AND status = 'OK' AND kind = 'PURCHASE'
           ) AS "firstPurchase",
           ARRAY(SELECT rule_id FROM partners.opt_in_reference WHERE member_id = asked.member_id) AS "optedIn"
    FROM unnest(${memberIds}::uuid[]) AS asked (member_id)
    LEFT JOIN LATERAL (SELECT * FROM members.member_facts WHERE member_id = asked.member_id LIMIT 1) AS facts ON true`;
}

export type CurrentFactsRow = Omit<MemberFactsRow, 'firstPurchase' | 'optedIn'>;

/** The same of every member of a programme, as they are now. */
export async function readCurrentFacts(sql: AnySql, programmeId: string, paidOn: string): Promise<CurrentFactsRow[]> {
  return sql<CurrentFactsRow[]>`
    SELECT member_id AS "memberId", tier, tags AS segments, birthday, household_id AS "householdId",
           ${plansOn(sql, sql`member_facts.member_id`, paidOn)} AS plans,
           ${bestMultiplier(sql, sql`member_facts.member_id`, paidOn)} AS "benefitBasisPoints"
    FROM members.member_facts WHERE programme_id = ${programmeId}`;
}

/** Codes of the plans whose benefits a member has on a day, as a subquery. */
function plansOn(sql: AnySql, memberId: ReturnType<AnySql>, day: string) {
  return sql`ARRAY(
    SELECT plan FROM members.membership_reference AS membership
    WHERE membership.member_id = ${memberId} AND benefits_until >= ${day}::date ORDER BY plan)`;
}

/** The most that base points of a member are multiplied by, as a subquery. */
function bestMultiplier(sql: AnySql, memberId: ReturnType<AnySql>, day: string) {
  return sql`coalesce((
    SELECT max(multiplier_basis_points)::bigint FROM members.benefit_reference AS benefit
    WHERE benefit.member_id = ${memberId} AND (benefits_until IS NULL OR benefits_until >= ${day}::date)
  ), 10000)`;
}
