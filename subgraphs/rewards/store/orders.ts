import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import { type RewardOrder, rewardOrder } from '../../../db/tables/rewards.ts';

export async function readOrders(sql: AnySql, orderIds: readonly string[]): Promise<RewardOrder[]> {
  return sql<RewardOrder[]>`
    SELECT ${columnsOf(sql, rewardOrder)} FROM rewards.reward_order WHERE order_id = ANY(${orderIds as string[]}::uuid[])`;
}

/** Reads an order of a programme and keeps others from moving it until the transaction ends. */
export async function lockOrder(db: Drizzle, programmeId: string, orderId: string): Promise<RewardOrder | null> {
  const [row] = await db
    .select()
    .from(rewardOrder)
    .where(and(eq(rewardOrder.orderId, orderId), eq(rewardOrder.programmeId, programmeId)))
    .for('no key update');
  return row ?? null;
}

/** Moves an order on from the state it was seen in. Null when somebody else moved it first. */
export async function moveOrder(
  db: Drizzle,
  orderId: string,
  from: RewardOrder['state'],
  change: Partial<RewardOrder> & Pick<RewardOrder, 'state' | 'movedAt'>,
): Promise<RewardOrder | null> {
  const [row] = await db
    .update(rewardOrder)
    .set(change)
    .where(and(eq(rewardOrder.orderId, orderId), eq(rewardOrder.state, from)))
    .returning();
  return row ?? null;
}

/** Orders on their way that nobody has moved since an instant, the longest waiting first. */
export async function listStrandedOrders(db: Drizzle, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(
      and(inArray(rewardOrder.state, ['PENDING', 'RESERVED', 'UNDOING', 'REFUNDING']), lt(rewardOrder.movedAt, before)),
    )
    .orderBy(asc(rewardOrder.movedAt))
    .limit(limit);
  return rows.map((row) => row.orderId);
}

/** Orders that wait for a partner longer than the points stay reserved, the oldest first. */
export async function listOverdueOrders(db: Drizzle, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(and(eq(rewardOrder.state, 'AWAITING_PARTNER'), lt(rewardOrder.holdExpiresAt, now)))
    .orderBy(asc(rewardOrder.holdExpiresAt))
    .limit(limit);
  return rows.map((row) => row.orderId);
}

/** Ids of the newest orders of each member and those that were merged into it, before `after` when given, at most `limit` for each: one statement for all. */
export async function listOrderIdsOfMembers(
  sql: AnySql,
  memberIds: readonly string[],
  page: { readonly limit: number; readonly after: string | null },
): Promise<{ member_id: string; order_id: string }[]> {
  return sql<{ member_id: string; order_id: string }[]>`
    SELECT wanted.member_id, found.order_id
    FROM unnest(${[...memberIds]}::uuid[]) AS wanted (member_id)
    CROSS JOIN LATERAL (
      SELECT ordered.order_id
      FROM (
        SELECT wanted.member_id
        UNION ALL
        SELECT person.member_id FROM members.member_in_scope AS person WHERE person.merged_into = wanted.member_id
      ) AS person
      CROSS JOIN LATERAL (
        SELECT order_id FROM rewards.reward_order
        WHERE member_id = person.member_id AND (${page.after}::uuid IS NULL OR order_id < ${page.after}::uuid)
        ORDER BY order_id DESC
        LIMIT ${page.limit}
      ) AS ordered
      ORDER BY ordered.order_id DESC
      LIMIT ${page.limit}
    ) AS found
    ORDER BY wanted.member_id, found.order_id DESC`;
}
