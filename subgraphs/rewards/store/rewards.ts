import { and, arrayContains, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { AnySql, Drizzle } from '../../../db/client.ts';
import { columnsOf } from '../../../db/columns.ts';
import { type Reward, reward } from '../../../db/tables/rewards.ts';

export async function insertReward(db: Drizzle, row: Reward): Promise<void> {
  await db.insert(reward).values(row);
}

export async function readRewards(sql: AnySql, rewardIds: readonly string[]): Promise<Reward[]> {
  return sql<Reward[]>`
    SELECT ${columnsOf(sql, reward)} FROM rewards.reward WHERE reward_id = ANY(${rewardIds as string[]}::uuid[])`;
}

export type RewardOrdering = 'NAME' | 'POINTS' | 'NEWEST';

export interface RewardFilter {
  readonly programmeId: string;
  readonly partnerId: string | null;
  readonly storeId: string | null;
  readonly kinds: readonly Reward['kind'][] | null;
  readonly maxPoints: bigint | null;
  /** A part of a name or description in any language, as `searchable` writes it. */
  readonly text: string | null;
  /** Only what can be ordered at this instant, on this day, by whoever; null is everything. */
  readonly offered: { readonly at: Date; readonly earliest: Date; readonly day: string } | null;
  readonly ordering: RewardOrdering;
  /** Sort key and id of the last reward already seen. */
  readonly after: readonly [key: string, rewardId: string] | null;
  readonly limit: number;
}

/** A page of rewards in the wished order, then by id, read for a caller. */
export async function listRewards(db: Drizzle, filter: RewardFilter): Promise<Reward[]> {
  const { offered, after, ordering, text } = filter;
  return db
    .select()
    .from(reward)
    .where(
      and(
        eq(reward.programmeId, filter.programmeId),
        filter.partnerId === null ? undefined : eq(reward.partnerId, filter.partnerId),
        filter.storeId === null
          ? undefined
          : sql`${reward.partnerId} = (SELECT partner_id FROM partners.store_in_scope WHERE store_id = ${filter.storeId}::uuid AND programme_id = ${filter.programmeId}::uuid)`,
        filter.storeId === null
          ? undefined
          : or(eq(reward.honouredAt, []), arrayContains(reward.honouredAt, [filter.storeId])),
        filter.kinds === null ? undefined : inArray(reward.kind, [...filter.kinds]),
        filter.maxPoints === null ? undefined : lte(reward.points, filter.maxPoints),
        text === null ? undefined : sql`position(${text} in ${reward.searchText}) > 0`,
        offered === null ? undefined : isNull(reward.withdrawnAt),
        offered === null ? undefined : or(isNull(reward.stock), gt(reward.stock, 0n)),
        // Where somebody may come earlier it is shown to all: what is coming is worth knowing.
        offered === null
          ? undefined
          : or(
              isNull(reward.availableFrom),
              lte(reward.availableFrom, offered.earliest),
              sql`${reward.tierTerms} <> '[]'`,
            ),
        offered === null ? undefined : or(isNull(reward.availableUntil), gt(reward.availableUntil, offered.at)),
        offered === null ? undefined : sql`NOT (${offered.day}::date = ANY (${reward.blackoutDays}))`,
        after === null ? undefined : afterOf(ordering, after),
      ),
    )
    .orderBy(...orderOf(ordering))
    .limit(filter.limit);
}

/** The sort key of a reward in an order, as a cursor carries it. */
export function sortKeyOf(row: Reward, ordering: RewardOrdering): string {
  if (ordering === 'NAME') return row.name;
  return ordering === 'POINTS' ? row.points.toString() : row.createdAt.toISOString();
}

function orderOf(ordering: RewardOrdering) {
  if (ordering === 'NAME') return [asc(reward.name), asc(reward.rewardId)];
  if (ordering === 'POINTS') return [asc(reward.points), asc(reward.rewardId)];
  // Ids are drawn in order of time.
  return [sql`${reward.rewardId} DESC`];
}

function afterOf(ordering: RewardOrdering, [key, rewardId]: readonly [string, string]) {
  if (ordering === 'NAME') return sql`(${reward.name}, ${reward.rewardId}) > (${key}, ${rewardId}::uuid)`;
  if (ordering === 'POINTS') return sql`(${reward.points}, ${reward.rewardId}) > (${key}::bigint, ${rewardId}::uuid)`;
  return sql`${reward.rewardId} < ${rewardId}::uuid`;
}

/** A reward of a programme. */
export async function readReward(db: Drizzle, programmeId: string, rewardId: string): Promise<Reward | null> {
  const [row] = await db
    .select()
    .from(reward)
    .where(and(eq(reward.rewardId, rewardId), eq(reward.programmeId, programmeId)));
  return row ?? null;
}

/** Reads a reward of a programme and keeps others from changing its stock until the transaction ends. */
export async function lockReward(db: Drizzle, programmeId: string, rewardId: string): Promise<Reward | null> {
  const [row] = await db
    .select()
    .from(reward)
    .where(and(eq(reward.rewardId, rewardId), eq(reward.programmeId, programmeId)))
    .for('no key update');
  return row ?? null;
}

export async function updateReward(
  db: Drizzle,
  rewardId: string,
  change: Partial<Pick<Reward, 'stock' | 'availableUntil' | 'withdrawnAt'>>,
): Promise<void> {
  await db.update(reward).set(change).where(eq(reward.rewardId, rewardId));
}
