import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { type OrderRefusal, type RewardOrder, rewardOrder } from '../../../db/tables/rewards.ts';

export async function insertOrder(db: Drizzle, row: RewardOrder): Promise<void> {
  await db.insert(rewardOrder).values(row);
}

export async function readOrders(db: Drizzle, orderIds: readonly string[]): Promise<RewardOrder[]> {
  return db
    .select()
    .from(rewardOrder)
    .where(inArray(rewardOrder.orderId, [...orderIds]));
}

/** Ends a pending order with its voucher. False when somebody else ended it first. */
export async function fulfilOrder(db: Drizzle, orderId: string, transactionId: string): Promise<boolean> {
  const ended = await db
    .update(rewardOrder)
    .set({ state: 'FULFILLED', transactionId })
    .where(and(eq(rewardOrder.orderId, orderId), eq(rewardOrder.state, 'PENDING')))
    .returning({ orderId: rewardOrder.orderId });
  return ended.length === 1;
}

/** Ends a pending order without points or voucher. False when somebody else ended it first. */
export async function cancelOrder(db: Drizzle, orderId: string, refusal: OrderRefusal): Promise<boolean> {
  const ended = await db
    .update(rewardOrder)
    .set({ state: 'CANCELLED', refusal })
    .where(and(eq(rewardOrder.orderId, orderId), eq(rewardOrder.state, 'PENDING')))
    .returning({ orderId: rewardOrder.orderId });
  return ended.length === 1;
}

/** Orders that were begun before an instant and have not ended, the oldest first. */
export async function listPendingOrders(db: Drizzle, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(and(eq(rewardOrder.state, 'PENDING'), lt(rewardOrder.orderedAt, before)))
    .orderBy(asc(rewardOrder.orderedAt))
    .limit(limit);
  return rows.map((row) => row.orderId);
}

/** Ids of the newest orders of each member, before `after` when given, at most `limit` for each: one statement for all. */
export async function listOrderIdsOfMembers(
  sql: AnySql,
  memberIds: readonly string[],
  page: { readonly limit: number; readonly after: string | null },
): Promise<{ member_id: string; order_id: string }[]> {
  return sql<{ member_id: string; order_id: string }[]>`
    SELECT wanted.member_id, found.order_id
    FROM unnest(${[...memberIds]}::uuid[]) AS wanted (member_id)
    CROSS JOIN LATERAL (
      SELECT order_id FROM rewards.reward_order
      WHERE member_id = wanted.member_id AND (${page.after}::uuid IS NULL OR order_id < ${page.after}::uuid)
      ORDER BY order_id DESC
      LIMIT ${page.limit}
    ) AS found
    ORDER BY wanted.member_id, found.order_id DESC`;
}
