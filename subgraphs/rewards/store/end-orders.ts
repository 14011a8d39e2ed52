import type { AnySql, TransactionSql } from '../../../db/client.ts';

export interface Fulfilled {
  readonly orderId: string;
  /** What spent the points; null where there was nothing to book. */
  readonly transactionId: string | null;
  readonly at: Date;
}

/**
 * Ends orders whose points are spent: their vouchers become valid. For each whether it ended now; false when somebody else ended it first.
 *
 * Its commit is not waited for on disk (`synchronous_commit`, for this statement's transaction only): the ledger has the spending, so an end that a crash of
 * the database lost is reached again, the same. What builds on it is committed behind it, and with it.
 */
export async function fulfilOrders(sql: AnySql, captured: readonly Fulfilled[]): Promise<boolean[]> {
  const ended = await sql<{ order_id: string }[]>`
    WITH mine AS (
      SELECT o.order_id, captured.transaction_id, captured.at
      FROM rewards.reward_order o
      JOIN jsonb_to_recordset(${JSON.stringify(
        captured.map(({ orderId, transactionId, at }) => ({ order_id: orderId, transaction_id: transactionId, at })),
      )}::jsonb) AS captured (order_id uuid, transaction_id uuid, at timestamptz) USING (order_id)
      WHERE o.state = 'RESERVED'
      ORDER BY o.order_id FOR NO KEY UPDATE OF o
    ),
    ended AS (
      UPDATE rewards.reward_order o
      SET state = 'FULFILLED', transaction_id = mine.transaction_id, fulfilled_at = mine.at, moved_at = mine.at
      FROM mine
      WHERE o.order_id = mine.order_id
      RETURNING o.order_id
    ),
    shown AS (
      UPDATE rewards.voucher v SET state = 'ACTIVE' FROM ended WHERE v.order_id = ended.order_id AND v.state = 'DRAWN'
    )
    SELECT order_id, set_config('synchronous_commit', 'off', true) FROM ended`;
  const now = new Set(ended.map((row) => row.order_id));
  return captured.map(({ orderId }) => now.has(orderId));
}

export interface GivenBack {
  readonly orderId: string;
  readonly at: Date;
  /** Where it stands: nothing was spent yet, or what was spent has been given back. */
  readonly from: 'UNDOING' | 'REFUNDING';
  /** The refund's transaction; null when nothing was spent. */
  readonly refundTransactionId: string | null;
}

/**
 * Ends orders without their reward, UNDOING as CANCELLED and REFUNDING as REFUNDED: what they took of the stock and of members'
 * limits goes back, their vouchers are void. Does nothing to those that somebody else ended first. Locks in the order of `reserve-orders.ts`.
 */
export async function giveBackOrders(sql: TransactionSql, ending: readonly GivenBack[]): Promise<void> {
  const mine = sql`
    SELECT o.order_id, o.reward_id, o.member_id, o.limit_period, o.stock_taken, o.limit_taken, o.state, ending.refund_transaction_id, ending.at
    FROM rewards.reward_order o
    JOIN jsonb_to_recordset(${JSON.stringify(
      ending.map(({ orderId, from, refundTransactionId, at }) => ({
        ...{ order_id: orderId, state: from, refund_transaction_id: refundTransactionId, at },
      })),
    )}::jsonb) AS ending (order_id uuid, state text, refund_transaction_id uuid, at timestamptz) USING (order_id, state)`;
  await Promise.all([
    sql`${mine} ORDER BY o.order_id FOR NO KEY UPDATE OF o`,
    sql`
      SELECT FROM rewards.member_take
      WHERE (member_id, reward_id, period) IN (SELECT member_id, reward_id, limit_period FROM (${mine}) AS mine WHERE limit_taken)
      ORDER BY member_id, reward_id, period FOR NO KEY UPDATE`,
    sql`
      SELECT FROM rewards.reward WHERE reward_id IN (SELECT reward_id FROM (${mine}) AS mine WHERE stock_taken)
      ORDER BY reward_id FOR NO KEY UPDATE`,
    sql`
      WITH mine AS MATERIALIZED (${mine}),
      uncounted AS (
        UPDATE rewards.member_take take SET orders = take.orders - given.orders
        FROM (
          SELECT member_id, reward_id, limit_period, count(*)::int AS orders FROM mine WHERE limit_taken GROUP BY 1, 2, 3
        ) AS given
        WHERE take.member_id = given.member_id AND take.reward_id = given.reward_id AND take.period = given.limit_period
      ),
      returned AS (
        UPDATE rewards.reward r SET stock = r.stock + given.orders
        FROM (SELECT reward_id, count(*) AS orders FROM mine WHERE stock_taken GROUP BY 1) AS given
        WHERE r.reward_id = given.reward_id
      ),
      voided AS (
        UPDATE rewards.voucher v SET state = 'CANCELLED' FROM mine WHERE v.order_id = mine.order_id AND v.state = 'ACTIVE'
      )
      UPDATE rewards.reward_order o SET
        state = CASE mine.state WHEN 'UNDOING' THEN 'CANCELLED' ELSE 'REFUNDED' END,
        refund_transaction_id = mine.refund_transaction_id, stock_taken = false, limit_taken = false, moved_at = mine.at
      FROM mine
      WHERE o.order_id = mine.order_id`,
  ]);
}
