import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.ts';
import { type Reward, reward } from '../../../db/tables/rewards.ts';

export async function insertReward(db: Drizzle, row: Reward): Promise<void> {
  await db.insert(reward).values(row);
}

export async function readRewards(db: Drizzle, rewardIds: readonly string[]): Promise<Reward[]> {
  return db
    .select()
    .from(reward)
    .where(inArray(reward.rewardId, [...rewardIds]));
}

export interface RewardFilter {
  readonly programmeId: string;
  readonly partnerId: string | null;
  readonly maxPoints: bigint | null;
  /** Only what can be ordered at this instant; null is everything. */
  readonly offeredAt: Date | null;
  /** Name and id of the last reward already seen. */
  readonly after: readonly [name: string, rewardId: string] | null;
  readonly limit: number;
}

/** Rewards by name, then id. */
export async function listRewards(db: Drizzle, filter: RewardFilter): Promise<Reward[]> {
  const { offeredAt, after } = filter;
  return db
    .select()
    .from(reward)
    .where(
      and(
        eq(reward.programmeId, filter.programmeId),
        filter.partnerId === null ? undefined : eq(reward.partnerId, filter.partnerId),
        filter.maxPoints === null ? undefined : lte(reward.points, filter.maxPoints),
        offeredAt === null ? undefined : or(isNull(reward.stock), gt(reward.stock, 0n)),
        offeredAt === null ? undefined : or(isNull(reward.availableUntil), gt(reward.availableUntil, offeredAt)),
        after === null ? undefined : sql`(${reward.name}, ${reward.rewardId}) > (${after[0]}, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(asc(reward.name), asc(reward.rewardId))
    .limit(filter.limit);
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

/** Takes one out of stock (-1) or puts one back (+1). A reward without limit stays so. */
export async function changeStock(db: Drizzle, rewardId: string, by: bigint): Promise<void> {
  await db
    .update(reward)
    .set({ stock: sql`${reward.stock} + ${by}` })
    .where(eq(reward.rewardId, rewardId));
}
