import type { AnySql } from '../../../db/client.ts';
import type { RewardOrder } from '../../../db/tables/rewards.ts';
import type { Funding } from '../domain/funding.ts';

/** A benefit with a reward that is due to a member. */
export interface DueReward {
  /** What it is given for, once. */
  readonly benefit: string;
  readonly memberId: string;
  readonly rewardId: string;
  /** The tier that gives it; null for a paid membership. */
  readonly tier: string | null;
  /** Who pays the partner that honours it; null when it bears it itself. */
  readonly funding: readonly Funding[] | null;
}

/** Programmes in which a tier or a plan gives rewards. */
export async function readGivingProgrammes(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT programme_id AS "programmeId" FROM members.tier_reference WHERE free_reward_id IS NOT NULL
    UNION
    SELECT programme_id FROM members.membership_plan_reference WHERE free_reward_id IS NOT NULL`;
  return rows.map(({ programmeId }) => programmeId);
}

/**
 * Whether a benefit is used up: it was given, or given up, or what came to nothing did so not a day ago. An order that is not seen yet is somebody's who
 * claims it now.
 */
const isUsedUp = (sql: AnySql, at: Date) => sql`
  (given.given_up OR NOT EXISTS (
    SELECT FROM rewards.reward_order AS ordered
    WHERE ordered.order_id = given.order_id
      AND ordered.state IN ('CANCELLED', 'REFUNDED') AND ordered.moved_at <= ${at}::timestamptz - interval '1 day'))`;

/** What is due on a day and can be had, and what all partners agreed to that pay for it or give it for nothing, by its key, after one. */
export async function readDueRewards(
  sql: AnySql,
  programmeId: string,
  {
    today,
    at,
    after,
    limit,
  }: { readonly today: string; readonly at: Date; readonly after: string; readonly limit: number },
): Promise<DueReward[]> {
  return sql<DueReward[]>`
    SELECT benefit, "memberId", "rewardId", tier,
      (SELECT jsonb_agg(jsonb_build_object('funderId', share -> 'partnerId', 'basisPoints', share -> 'basisPoints'))
       FROM jsonb_array_elements(due.funding) AS share) AS funding
    FROM (
      SELECT 'plan:' || period_id AS benefit, member_id AS "memberId", free_reward_id AS "rewardId", NULL AS tier, free_reward_funding AS funding,
             subject_id
      FROM members.plan_reward_reference
      WHERE programme_id = ${programmeId} AND ${today}::date BETWEEN from_day AND until_day
      UNION ALL
      SELECT 'tier:' || member_id || ':' || tier || ':' || CASE WHEN window_months IS NULL THEN to_char(${today}::date, 'YYYY') ELSE ${today} END,
             member_id, free_reward_id, tier, free_reward_funding, subject_id
      FROM members.tier_reward_reference AS due
      WHERE programme_id = ${programmeId} AND since < ${today}::date AND NOT EXISTS (
        SELECT FROM rewards.free_reward AS given
        WHERE given.member_id = due.member_id AND given.tier = due.tier
          AND given_on > CASE WHEN window_months IS NULL THEN date_trunc('year', ${today}::date)::date - 1
                         ELSE (${today}::date - make_interval(months => window_months))::date END
          AND ${isUsedUp(sql, at)})
    ) AS due
    JOIN rewards.reward ON reward_id = "rewardId"
    LEFT JOIN rewards.member_take AS take ON take.reward_id = "rewardId" AND take.member_id = "memberId"
      AND take.period = left(${today}, CASE limit_period WHEN 'YEAR' THEN 4 WHEN 'MONTH' THEN 7 WHEN 'DAY' THEN 10 ELSE 0 END)
    WHERE benefit > ${after}
      AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(coalesce(due.funding, jsonb_build_array(jsonb_build_object('partnerId', reward.partner_id)))) AS share
        WHERE share ->> 'partnerId' IS NOT NULL AND NOT EXISTS (
          SELECT FROM rewards.funding_approval AS agreed
          WHERE agreed.subject_id = due.subject_id AND agreed.funder = share ->> 'partnerId'))
      AND NOT EXISTS (SELECT FROM rewards.free_reward AS given WHERE given.benefit = due.benefit AND ${isUsedUp(sql, at)})
      AND (stock IS NULL OR stock > 0) AND (per_member_limit IS NULL OR coalesce(take.orders, 0) < per_member_limit)
    ORDER BY benefit LIMIT ${limit}`;
}

/** Claims a benefit. False when it is used up already, by whomever. */
export async function claimBenefit(
  sql: AnySql,
  due: DueReward,
  { orderId, today, at }: { readonly orderId: string; readonly today: string; readonly at: Date },
): Promise<boolean> {
  const claimed = await sql`
    INSERT INTO rewards.free_reward AS given (benefit, member_id, tier, given_on, order_id)
    VALUES (${due.benefit}, ${due.memberId}, ${due.tier}, ${today}, ${orderId})
    ON CONFLICT (benefit) DO UPDATE SET order_id = excluded.order_id, given_on = excluded.given_on WHERE NOT ${isUsedUp(sql, at)}`;
  return claimed.count === 1;
}

/** The member wants it no more: it is not given again. Does nothing to other orders. */
export async function giveUpBenefit(sql: AnySql, orderId: string): Promise<void> {
  await sql`UPDATE rewards.free_reward SET given_up = true WHERE order_id = ${orderId}`;
}

/** Writes the order of a free reward, to be reserved next. */
export async function insertFreeOrder(sql: AnySql, order: RewardOrder): Promise<void> {
  await sql`
    INSERT INTO rewards.reward_order
      (order_id, programme_id, reward_id, member_id, store_id, points, fulfilment, limit_period, state, benefit, ordered_at, moved_at)
    VALUES (${order.orderId}, ${order.programmeId}, ${order.rewardId}, ${order.memberId}, ${order.storeId}, 0, ${order.fulfilment},
      ${order.limitPeriod}, 'PENDING', ${order.benefit === null ? null : JSON.stringify(order.benefit)}::jsonb, ${order.orderedAt},
      ${order.movedAt})`;
}
