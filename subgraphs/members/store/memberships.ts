// Plans, memberships and their paid periods.
import type { AnySql } from '../../../db/client.ts';
import type { Refusal } from '../../shared/refusal.ts';
import type { MembershipState, PlanTerms } from '../domain/membership.ts';
import { type FeeShareRow, sharesJson, type TierBenefits } from './tiers.ts';

export interface PlanRow extends PlanTerms, TierBenefits {
  readonly planId: string;
  readonly programmeId: string;
  readonly code: string;
  readonly name: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
  readonly shares: readonly FeeShareRow[];
}

const planColumns = (sql: AnySql) => sql`
  plan_id AS "planId", programme_id AS "programmeId", code, name, period_months AS "periodMonths", price_minor AS "priceMinor", currency,
  grace_days AS "graceDays", refund_rule AS "refundRule", refund_days AS "refundDays", multiplier_basis_points AS "multiplierBasisPoints",
  early_access_hours AS "earlyAccessHours", free_reward_id AS "freeRewardId", free_reward_funding AS "freeRewardFunding", created_at AS "createdAt", withdrawn_at AS "withdrawnAt",
  (SELECT jsonb_agg(jsonb_build_object('partnerId', partner_id, 'basisPoints', basis_points) ORDER BY place)
   FROM members.membership_plan_share AS share WHERE share.plan_id = plan.plan_id) AS shares`;

/** False when the code is taken. */
export async function insertPlan(sql: AnySql, { shares, ...plan }: PlanRow): Promise<boolean> {
  const made = await sql`
    INSERT INTO members.membership_plan
      (plan_id, programme_id, code, name, period_months, price_minor, currency, grace_days, refund_rule, refund_days,
       multiplier_basis_points, early_access_hours, free_reward_id, free_reward_funding, created_at)
    VALUES (${plan.planId}, ${plan.programmeId}, ${plan.code}, ${plan.name}, ${plan.periodMonths}, ${plan.priceMinor}, ${plan.currency},
            ${plan.graceDays}, ${plan.refundRule}, ${plan.refundDays}, ${plan.multiplierBasisPoints}, ${plan.earlyAccessHours},
            ${plan.freeRewardId}, ${sharesJson(plan.freeRewardFunding)}::jsonb, ${plan.createdAt})
    ON CONFLICT (programme_id, code) DO NOTHING`;
  if (made.count === 0) return false;
  await sql`
    INSERT INTO members.membership_plan_share (plan_id, place, partner_id, basis_points)
    SELECT ${plan.planId}::uuid, place, partner_id, basis_points
    FROM unnest(${shares.map(({ partnerId }) => partnerId)}::uuid[], ${shares.map(({ basisPoints }) => basisPoints)}::integer[])
      WITH ORDINALITY AS share (partner_id, basis_points, place)`;
  return true;
}

/** The plans of a programme by code; of ids when these are given. */
export async function readPlans(
  sql: AnySql,
  programmeId: string,
  planIds: readonly string[] | null = null,
): Promise<PlanRow[]> {
  return sql<PlanRow[]>`
    SELECT ${planColumns(sql)} FROM members.membership_plan AS plan
    WHERE programme_id = ${programmeId} ${planIds === null ? sql`` : sql`AND plan_id = ANY(${planIds as string[]}::uuid[])`}
    ORDER BY code`;
}

export async function withdrawPlan(sql: AnySql, planId: string, at: Date): Promise<void> {
  await sql`UPDATE members.membership_plan SET withdrawn_at = coalesce(withdrawn_at, ${at}) WHERE plan_id = ${planId}`;
}

/** Of these partners those that the programme has. */
export async function readKnownPartners(
  sql: AnySql,
  programmeId: string,
  partnerIds: readonly string[],
): Promise<Set<string>> {
  const rows = await sql<{ partnerId: string }[]>`
    SELECT partner_id AS "partnerId" FROM partners.partner_reference
    WHERE programme_id = ${programmeId} AND partner_id = ANY(${partnerIds as string[]}::uuid[])`;
  return new Set(rows.map(({ partnerId }) => partnerId));
}

/** Whose a store is; null when the programme has none such. */
export async function readStorePartner(sql: AnySql, programmeId: string, storeId: string): Promise<string | null> {
  const [row] = await sql<{ partnerId: string }[]>`
    SELECT partner_id AS "partnerId" FROM partners.store_reference WHERE programme_id = ${programmeId} AND store_id = ${storeId}`;
  return row?.partnerId ?? null;
}

export interface MembershipRow {
  readonly membershipId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly planId: string;
  readonly state: MembershipState;
  readonly startedOn: string;
  /** Last day that was paid for; null before the first fee is in the ledger. */
  readonly coveredUntil: string | null;
  readonly autoRenew: boolean;
  /** First day without it. */
  readonly endedOn: string | null;
}

const membershipColumns = (sql: AnySql) => sql`
  membership_id AS "membershipId", programme_id AS "programmeId", member_id AS "memberId", plan_id AS "planId", state, started_on::text AS "startedOn",
  covered_until::text AS "coveredUntil", auto_renew AS "autoRenew", ended_on::text AS "endedOn"`;

/** False when the member has one already. */
export async function insertMembership(sql: AnySql, row: MembershipRow): Promise<boolean> {
  const made = await sql`
    INSERT INTO members.membership (membership_id, programme_id, member_id, plan_id, state, started_on, auto_renew)
    VALUES (${row.membershipId}, ${row.programmeId}, ${row.memberId}, ${row.planId}, ${row.state}, ${row.startedOn}, ${row.autoRenew})
    ON CONFLICT (member_id) WHERE state = 'OPEN' DO NOTHING`;
  return made.count === 1;
}

/** Memberships of a member, and of those that were merged into it, the newest first; kept from others until the transaction ends when `locked`. */
export async function readMembershipsOf(sql: AnySql, memberId: string, locked = false): Promise<MembershipRow[]> {
  return sql<MembershipRow[]>`
    SELECT ${membershipColumns(sql)} FROM members.membership
    WHERE member_id = ${memberId} OR member_id IN (SELECT member_id FROM members.member WHERE merged_into = ${memberId})
    ORDER BY state <> 'OPEN', membership_id DESC ${locked ? sql`FOR NO KEY UPDATE` : sql``}`;
}

export async function readMembershipsById(sql: AnySql, membershipIds: readonly string[]): Promise<MembershipRow[]> {
  return sql<MembershipRow[]>`
    SELECT ${membershipColumns(sql)} FROM members.membership WHERE membership_id = ANY(${membershipIds as string[]}::uuid[])`;
}

export async function lockMembership(sql: AnySql, membershipId: string): Promise<MembershipRow | null> {
  const [row] = await sql<MembershipRow[]>`
    SELECT ${membershipColumns(sql)} FROM members.membership WHERE membership_id = ${membershipId} FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Plans of memberships. */
export async function readPlanIds(sql: AnySql, membershipIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ planId: string }[]>`
    SELECT plan_id AS "planId" FROM members.membership WHERE membership_id = ANY(${membershipIds as string[]}::uuid[])`;
  return rows.map(({ planId }) => planId);
}

export async function endMembership(
  sql: AnySql,
  membershipId: string,
  state: Exclude<MembershipState, 'OPEN'>,
  endedOn: string,
): Promise<void> {
  await sql`
    UPDATE members.membership SET state = ${state}, ended_on = ${endedOn}::date, auto_renew = false
    WHERE membership_id = ${membershipId} AND state = 'OPEN'`;
}

export async function setAutoRenew(sql: AnySql, membershipId: string, autoRenew: boolean): Promise<void> {
  await sql`UPDATE members.membership SET auto_renew = ${autoRenew} WHERE membership_id = ${membershipId}`;
}

export async function cover(sql: AnySql, membershipId: string, until: string): Promise<void> {
  await sql`
    UPDATE members.membership SET covered_until = greatest(covered_until, ${until}::date)
    WHERE membership_id = ${membershipId} AND state = 'OPEN'`;
}

/** Whether a membership's member can have it renewed: active, or merged into one that is. */
const ofActiveMember = (sql: AnySql) => sql`
  EXISTS (
    SELECT FROM members.member
    LEFT JOIN members.member AS survivor ON survivor.member_id = member.merged_into
    WHERE member.member_id = membership.member_id AND coalesce(survivor.status, member.status) = 'ACTIVE')`;

/** Open memberships of active members that renew and whose paid days end on `day` or before, by that day and id. */
export async function readDue(
  sql: AnySql,
  programmeId: string,
  day: string,
  after: readonly string[] | null,
  limit: number,
): Promise<MembershipRow[]> {
  return sql<MembershipRow[]>`
    SELECT ${membershipColumns(sql)} FROM members.membership
    WHERE programme_id = ${programmeId} AND state = 'OPEN' AND auto_renew AND covered_until <= ${day}::date
      AND ${ofActiveMember(sql)}
      ${after === null ? sql`` : sql`AND (covered_until, membership_id) > (${after[0]!}::date, ${after[1]!}::uuid)`}
    ORDER BY covered_until, membership_id LIMIT ${limit}`;
}

export interface DueMembership extends MembershipRow {
  /** Periods that were paid for. */
  readonly paidPeriods: number;
}

/**
 * Memberships that are to renew by themselves on `today`, by their last paid day and id, kept from others until the transaction ends: those that others keep
 * are left to them. A plan that was withdrawn renews nothing, what the ledger refused is tried once a day, and of two that a merge brought together only the one
 * that lasts longer goes on.
 */
export async function lockRenewals(
  sql: AnySql,
  programmeId: string,
  timeZone: string,
  today: string,
  after: DueMembership | null,
  limit: number,
): Promise<DueMembership[]> {
  return sql<DueMembership[]>`
    SELECT ${membershipColumns(sql)},
      (SELECT coalesce(max(number), 0) FROM members.membership_period AS period
       WHERE period.membership_id = membership.membership_id AND period.state = 'PAID') AS "paidPeriods"
    FROM members.membership
    WHERE programme_id = ${programmeId} AND state = 'OPEN' AND auto_renew AND covered_until <= ${today}::date
      AND ${ofActiveMember(sql)}
      AND EXISTS (SELECT FROM members.membership_plan AS plan WHERE plan.plan_id = membership.plan_id AND plan.withdrawn_at IS NULL)
      AND NOT EXISTS (
        SELECT FROM members.member AS mine
        JOIN members.member AS same ON coalesce(same.merged_into, same.member_id) = coalesce(mine.merged_into, mine.member_id)
        JOIN members.membership AS other ON other.member_id = same.member_id AND other.state = 'OPEN'
        WHERE mine.member_id = membership.member_id
          AND (other.covered_until, other.membership_id) > (membership.covered_until, membership.membership_id))
      AND NOT EXISTS (
        SELECT FROM members.membership_period AS period
        WHERE period.membership_id = membership.membership_id
          AND (period.state = 'ASKED' OR (period.state = 'REFUSED' AND (period.asked_at AT TIME ZONE ${timeZone})::date >= ${today}::date)))
      ${after === null ? sql`` : sql`AND (covered_until, membership_id) > (${after.coveredUntil}::date, ${after.membershipId}::uuid)`}
    ORDER BY covered_until, membership_id LIMIT ${limit} FOR NO KEY UPDATE OF membership SKIP LOCKED`;
}

/** Ends what was not renewed in its days of grace, in the name of the day after the last that was paid for. Answers how many. */
export async function lapseMemberships(
  sql: AnySql,
  programmeId: string,
  today: string,
  limit: number,
): Promise<number> {
  const lapsed = await sql`
    UPDATE members.membership SET state = 'LAPSED', ended_on = covered_until + 1, auto_renew = false
    WHERE membership_id IN (
      SELECT membership_id FROM members.membership JOIN members.membership_plan AS plan USING (plan_id)
      WHERE membership.programme_id = ${programmeId} AND state = 'OPEN' AND covered_until + plan.grace_days < ${today}::date
        AND NOT EXISTS (SELECT FROM members.membership_period AS period WHERE period.membership_id = membership.membership_id AND period.state = 'ASKED')
      ORDER BY covered_until, membership_id LIMIT ${limit} FOR NO KEY UPDATE OF membership SKIP LOCKED)`;
  return lapsed.count;
}

/** Programmes in which somebody has one. */
export async function readMembershipProgrammes(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT DISTINCT programme_id AS "programmeId" FROM members.membership_plan`;
  return rows.map(({ programmeId }) => programmeId);
}

export interface PeriodRow {
  readonly periodId: string;
  readonly membershipId: string;
  readonly programmeId: string;
  readonly memberId: string;
  readonly number: number;
  readonly from: string;
  /** The last day. */
  readonly until: string;
  readonly feeMinor: bigint;
  /** Where it was paid; null is the operator. */
  readonly storeId: string | null;
  readonly state: 'ASKED' | 'PAID' | 'REFUSED';
  readonly askedAt: Date;
  readonly feeTransactionId: string | null;
  readonly refusal: Refusal | null;
  readonly refundMinor: bigint | null;
  readonly refundStoreId: string | null;
  readonly refundState: 'ASKED' | 'PAID' | 'REFUSED' | null;
  readonly refundTransactionId: string | null;
}

const periodColumns = (sql: AnySql) => sql`
  period_id AS "periodId", membership_id AS "membershipId", programme_id AS "programmeId", member_id AS "memberId", number, from_day::text AS "from",
  until_day::text AS "until", fee_minor AS "feeMinor", store_id AS "storeId", state, asked_at AS "askedAt", fee_transaction_id AS "feeTransactionId",
  refusal, refund_minor AS "refundMinor", refund_store_id AS "refundStoreId", refund_state AS "refundState",
  refund_transaction_id AS "refundTransactionId"`;

type AskedPeriod = Omit<
  PeriodRow,
  'state' | 'feeTransactionId' | 'refusal' | 'refundMinor' | 'refundStoreId' | 'refundState' | 'refundTransactionId'
>;

/** Notes a period that is to be paid for; false when the membership has one of that number already. */
export async function insertPeriod(sql: AnySql, row: AskedPeriod): Promise<boolean> {
  const noted = await sql`
    INSERT INTO members.membership_period
      (period_id, membership_id, programme_id, member_id, number, from_day, until_day, fee_minor, store_id, state, asked_at)
    VALUES (${row.periodId}, ${row.membershipId}, ${row.programmeId}, ${row.memberId}, ${row.number}, ${row.from}, ${row.until}, ${row.feeMinor},
            ${row.storeId}, 'ASKED', ${row.askedAt})
    ON CONFLICT (membership_id, number) WHERE state <> 'REFUSED' DO NOTHING`;
  return noted.count === 1;
}

export async function readPeriod(sql: AnySql, periodId: string): Promise<PeriodRow | null> {
  const [row] = await sql<PeriodRow[]>`
    SELECT ${periodColumns(sql)} FROM members.membership_period WHERE period_id = ${periodId}`;
  return row ?? null;
}

/** Periods of memberships that were paid for or are on their way, in their order. */
export async function readPeriodsOf(sql: AnySql, membershipIds: readonly string[]): Promise<PeriodRow[]> {
  return sql<PeriodRow[]>`
    SELECT ${periodColumns(sql)} FROM members.membership_period
    WHERE membership_id = ANY(${membershipIds as string[]}::uuid[]) AND state <> 'REFUSED' ORDER BY membership_id, number`;
}

/** Periods of which the ledger has not answered, asked before an instant. */
export async function readAskedPeriods(sql: AnySql, before: Date): Promise<string[]> {
  const rows = await sql<{ periodId: string }[]>`
    SELECT period_id AS "periodId" FROM members.membership_period
    WHERE (state = 'ASKED' AND asked_at < ${before}) OR refund_state = 'ASKED' ORDER BY period_id LIMIT 100`;
  return rows.map(({ periodId }) => periodId);
}

/** What the ledger answered to a fee; false when that is known already. */
export async function answerFee(
  sql: AnySql,
  periodId: string,
  answer: { readonly transactionId: string } | { readonly refusal: Refusal },
): Promise<boolean> {
  const paid = 'transactionId' in answer;
  const answered = await sql`
    UPDATE members.membership_period
    SET state = ${paid ? 'PAID' : 'REFUSED'}, fee_transaction_id = ${paid ? answer.transactionId : null},
        refusal = ${paid ? null : JSON.stringify(answer.refusal)}::jsonb
    WHERE period_id = ${periodId} AND state = 'ASKED'`;
  return answered.count === 1;
}

/** Asks for money back; nothing when it was asked before. */
export async function askRefund(
  sql: AnySql,
  periodId: string,
  refundMinor: bigint,
  storeId: string | null,
): Promise<void> {
  await sql`
    UPDATE members.membership_period SET refund_minor = ${refundMinor}, refund_store_id = ${storeId}, refund_state = 'ASKED'
    WHERE period_id = ${periodId} AND state = 'PAID' AND refund_state IS NULL`;
}

export async function answerRefund(sql: AnySql, periodId: string, transactionId: string | null): Promise<void> {
  await sql`
    UPDATE members.membership_period
    SET refund_state = ${transactionId === null ? 'REFUSED' : 'PAID'}, refund_transaction_id = ${transactionId}
    WHERE period_id = ${periodId} AND refund_state = 'ASKED'`;
}
