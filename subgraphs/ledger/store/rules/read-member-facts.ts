import type { AnySql, Statement } from '../posting/batch-sql.ts';

export interface MemberFactsRow {
  readonly memberId: string;
  readonly tier: string | null;
  readonly segments: readonly string[] | null;
  readonly birthday: string | null;
  readonly householdId: string | null;
  readonly firstPurchase: boolean;
  readonly optedIn: readonly string[];
}

/** What earn rules ask about members, of each one row. Read under the members' locks. */
export function readMemberFacts(sql: AnySql, memberIds: string): Statement<MemberFactsRow> {
  return sql<MemberFactsRow[]>`
    SELECT asked.member_id AS "memberId", facts.tier, facts.tags AS segments, facts.birthday, facts.household_id AS "householdId",
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
export async function readCurrentFacts(sql: AnySql, programmeId: string): Promise<CurrentFactsRow[]> {
  return sql<CurrentFactsRow[]>`
    SELECT member_id AS "memberId", tier, tags AS segments, birthday, household_id AS "householdId"
    FROM members.member_facts WHERE programme_id = ${programmeId}`;
}
