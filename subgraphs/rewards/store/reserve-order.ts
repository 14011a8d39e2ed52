import type { AnySql } from '../../../db/client.ts';
import type { RewardOrder } from '../../../db/tables/rewards.ts';

export interface Reservation {
  readonly orderId: string;
  readonly holdId: string;
  readonly holdExpiresAt: Date;
  readonly at: Date;
  readonly outOfStock: object;
  readonly overLimit: object;
  readonly voucher: {
    readonly voucherId: string;
    readonly code: string;
    readonly digest: Buffer;
  };
}

/** What reserving changed of an order. */
export type Reserved = Pick<RewardOrder, 'state' | 'stockTaken' | 'limitTaken' | 'refusal'>;

/**
 * Counts the order against the member's limit, takes one out of stock and draws the voucher, all or nothing, and moves the order on from
 * PENDING; to UNDOING when there is none left or the limit is reached. What was taken is noted on the order, so that it is given back once.
 *
 * One statement: the stock's row, which every order of a reward wants, is locked for no longer than its commit takes. The order of
 * locks is order, member's count, reward, here and in `end-order.ts`.
 * @returns what changed of the order; null when somebody else moved it first
 */
export async function reserveOrder(sql: AnySql, wanted: Reservation): Promise<Reserved | null> {
  const { voucher } = wanted;
  const [moved] = await sql<Reserved[]>`
    WITH mine AS (
      SELECT o.order_id, o.reward_id, o.member_id, o.programme_id, o.limit_period, o.fulfilment
      FROM rewards.reward_order o
      WHERE o.order_id = ${wanted.orderId} AND o.state = 'PENDING'
      FOR NO KEY UPDATE
    ),
    terms AS (
      SELECT mine.*, r.per_member_limit, r.stock IS NULL AS unlimited, r.voucher_uses, r.voucher_days
      FROM mine JOIN rewards.reward r USING (reward_id)
    ),
    counted AS (
      INSERT INTO rewards.member_take AS take (reward_id, member_id, period, orders)
      SELECT reward_id, member_id, limit_period, 1 FROM terms WHERE per_member_limit IS NOT NULL
      ON CONFLICT (member_id, reward_id, period) DO UPDATE SET orders = take.orders + 1
        WHERE take.orders < (SELECT per_member_limit FROM terms)
      RETURNING reward_id
    ),
    allowed AS (
      SELECT terms.* FROM terms WHERE per_member_limit IS NULL OR EXISTS (SELECT FROM counted)
    ),
    taken AS (
      UPDATE rewards.reward r SET stock = r.stock - 1
      FROM allowed
      WHERE r.reward_id = allowed.reward_id AND r.stock > 0
      RETURNING r.reward_id
    ),
    reserved AS (
      SELECT allowed.* FROM allowed WHERE unlimited OR EXISTS (SELECT FROM taken)
    ),
    drawn AS (
      INSERT INTO rewards.voucher
        (voucher_id, programme_id, order_id, reward_id, member_id, code, code_digest, state, uses, uses_left, issued_at, expires_at)
      SELECT ${voucher.voucherId}::uuid, programme_id, order_id, reward_id, member_id, ${voucher.code}, ${voucher.digest}::bytea, 'DRAWN',
        voucher_uses, voucher_uses, ${wanted.at}::timestamptz,
        ${wanted.at}::timestamptz + make_interval(days => voucher_days)
      FROM reserved WHERE fulfilment <> 'NOTHING'
    )
    UPDATE rewards.reward_order o SET
      state = CASE
        WHEN NOT EXISTS (SELECT FROM reserved) THEN 'UNDOING'
        WHEN terms.fulfilment = 'BY_PARTNER' THEN 'AWAITING_PARTNER'
        ELSE 'RESERVED' END,
      hold_id = ${wanted.holdId}::uuid,
      hold_expires_at = ${wanted.holdExpiresAt}::timestamptz,
      stock_taken = EXISTS (SELECT FROM taken),
      limit_taken = EXISTS (SELECT FROM counted),
      refusal = CASE
        WHEN EXISTS (SELECT FROM reserved) THEN NULL
        WHEN EXISTS (SELECT FROM allowed) THEN ${JSON.stringify(wanted.outOfStock)}::jsonb
        ELSE ${JSON.stringify(wanted.overLimit)}::jsonb END,
      moved_at = ${wanted.at}::timestamptz
    FROM terms
    WHERE o.order_id = terms.order_id
    RETURNING o.state, o.stock_taken AS "stockTaken", o.limit_taken AS "limitTaken", o.refusal`;
  return moved ?? null;
}
