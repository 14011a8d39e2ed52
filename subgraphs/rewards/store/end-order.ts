import type { AnySql } from '../../../db/client.ts';

/** Ends an order that was captured: its voucher becomes valid. False when somebody else ended it first. */
export async function fulfilOrder(
  sql: AnySql,
  { orderId, transactionId, at }: { readonly orderId: string; readonly transactionId: string; readonly at: Date },
): Promise<boolean> {
  const ended = await sql`
    WITH ended AS (
      UPDATE rewards.reward_order
      SET state = 'FULFILLED', transaction_id = ${transactionId}::uuid, fulfilled_at = ${at}::timestamptz, moved_at = ${at}::timestamptz
      WHERE order_id = ${orderId} AND state = 'RESERVED'
      RETURNING order_id
    ),
    shown AS (
      UPDATE rewards.voucher v SET state = 'ACTIVE' FROM ended WHERE v.order_id = ended.order_id AND v.state = 'DRAWN'
    )
    SELECT FROM ended`;
  return ended.length === 1;
}

export interface GivenBack {
  readonly orderId: string;
  readonly at: Date;
  /** The refund's transaction; null when nothing was spent. */
  readonly refundTransactionId: string | null;
}

/**
 * Ends an order without its reward, UNDOING as CANCELLED and REFUNDING as REFUNDED: what it took of the stock and of the member's
 * limit goes back, its voucher is void. Does nothing when somebody else ended it first. Locks in the order of `reserve-order.ts`.
 */
export async function giveBackOrder(sql: AnySql, { orderId, at, refundTransactionId }: GivenBack): Promise<void> {
  await sql`
    WITH mine AS (
      SELECT order_id, reward_id, member_id, limit_period, stock_taken, limit_taken
      FROM rewards.reward_order
      WHERE order_id = ${orderId} AND state = ${refundTransactionId === null ? 'UNDOING' : 'REFUNDING'}
      FOR NO KEY UPDATE
    ),
    uncounted AS (
      UPDATE rewards.member_take take SET orders = take.orders - 1
      FROM mine
      WHERE mine.limit_taken AND take.member_id = mine.member_id AND take.reward_id = mine.reward_id
        AND take.period = mine.limit_period
      RETURNING take.reward_id
    ),
    returned AS (
      UPDATE rewards.reward r SET stock = r.stock + 1
      FROM mine
      WHERE mine.stock_taken AND r.reward_id = mine.reward_id
      RETURNING r.reward_id
    ),
    voided AS (
      UPDATE rewards.voucher v SET state = 'CANCELLED' FROM mine WHERE v.order_id = mine.order_id AND v.state = 'ACTIVE'
    )
    UPDATE rewards.reward_order o SET
      state = ${refundTransactionId === null ? 'CANCELLED' : 'REFUNDED'},
      refund_transaction_id = ${refundTransactionId}::uuid,
      stock_taken = false,
      limit_taken = false,
      moved_at = ${at}::timestamptz
    FROM mine
    WHERE o.order_id = mine.order_id`;
}
