import type { AnySql } from '../../../db/client.ts';

/** A benefit with a reward that is due to a member. */
export interface DueReward {
  /** What it is given for, once. */
  readonly benefit: string;
  readonly memberId: string;
  readonly rewardId: string;
  /** The tier that gives it; null for a paid membership. */
  readonly tier: string | null;
}

/** Programmes in which a tier or a plan gives rewards. */
export async function readGivingProgrammes(sql: AnySql): Promise<string[]> {
  const rows = await sql<{ programmeId: string }[]>`
    SELECT programme_id AS "programmeId" FROM members.tier_reference WHERE free_reward_id IS NOT NULL
    UNION
    SELECT programme_id FROM members.membership_plan_reference WHERE free_reward_id IS NOT NULL`;
  return rows.map(({ programmeId }) => programmeId);
}

/** What is due on a day and was not given yet, by its key, after one. */
export async function readDueRewards(
  sql: AnySql,
  programmeId: string,
  today: string,
  after: string,
  limit: number,
): Promise<DueReward[]> {
  return sql<DueReward[]>`
    SELECT * FROM (
      SELECT 'plan:' || period_id AS benefit, member_id AS "memberId", free_reward_id AS "rewardId", NULL AS tier
      FROM members.plan_reward_reference
      WHERE programme_id = ${programmeId} AND ${today}::date BETWEEN from_day AND until_day
      UNION ALL
      SELECT 'tier:' || member_id || ':' || tier || ':' || CASE WHEN window_months IS NULL THEN to_char(${today}::date, 'YYYY') ELSE ${today} END,
             member_id, free_reward_id, tier
      FROM members.tier_reward_reference AS due
      WHERE programme_id = ${programmeId} AND since < ${today}::date AND NOT EXISTS (
        SELECT FROM rewards.free_reward AS given
        WHERE given.member_id = due.member_id AND given.tier = due.tier
          AND given_on > CASE WHEN window_months IS NULL THEN date_trunc('year', ${today}::date)::date - 1
                         ELSE (${today}::date - make_interval(months => window_months))::date END)
    ) AS due
    WHERE benefit > ${after} AND NOT EXISTS (SELECT FROM rewards.free_reward AS given WHERE given.benefit = due.benefit)
    ORDER BY benefit LIMIT ${limit}`;
}

/** Claims a benefit. False when it was given already, by whomever. */
export async function claimBenefit(sql: AnySql, due: DueReward, orderId: string, today: string): Promise<boolean> {
  const claimed = await sql`
    INSERT INTO rewards.free_reward (benefit, member_id, tier, given_on, order_id)
    VALUES (${due.benefit}, ${due.memberId}, ${due.tier}, ${today}, ${orderId}) ON CONFLICT DO NOTHING`;
  return claimed.count === 1;
}

export interface FreeOrder {
  readonly orderId: string;
  readonly memberId: string;
  readonly rewardId: string;
  readonly at: Date;
  readonly voucher: { readonly voucherId: string; readonly code: string; readonly digest: Buffer };
}

/** Takes one out of stock, writes the order and its voucher. False when there is none left. */
export async function insertFreeOrder(
  sql: AnySql,
  { orderId, memberId, rewardId, at, voucher }: FreeOrder,
): Promise<boolean> {
  await sql`
    WITH taken AS (
      UPDATE rewards.reward SET stock = stock - 1 WHERE reward_id = ${rewardId} AND (stock IS NULL OR stock > 0)
      RETURNING reward_id, programme_id, store_id, fulfilment, stock IS NOT NULL AS counted, voucher_uses, voucher_days
    ),
    ordered AS (
      INSERT INTO rewards.reward_order
        (order_id, programme_id, reward_id, member_id, store_id, points, fulfilment, state, stock_taken, ordered_at, moved_at, fulfilled_at)
      SELECT ${orderId}::uuid, programme_id, reward_id, ${memberId}::uuid, store_id, 0, fulfilment, 'FULFILLED', counted,
        ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
      FROM taken
    )
    INSERT INTO rewards.voucher
      (voucher_id, programme_id, order_id, reward_id, member_id, code, code_digest, state, uses, uses_left, issued_at, expires_at)
    SELECT ${voucher.voucherId}::uuid, programme_id, ${orderId}::uuid, reward_id, ${memberId}::uuid, ${voucher.code}, ${voucher.digest}::bytea,
      'ACTIVE', voucher_uses, voucher_uses, ${at}::timestamptz, ${at}::timestamptz + make_interval(days => voucher_days)
    FROM taken WHERE fulfilment <> 'NOTHING'`;
  const [order] = await sql`SELECT FROM rewards.reward_order WHERE order_id = ${orderId}`;
  return order !== undefined;
}
