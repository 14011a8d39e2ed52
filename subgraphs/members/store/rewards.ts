import type { AnySql } from '../../../db/client.ts';

/** Of these rewards those that the programme has and that were not withdrawn. */
export async function readKnownRewards(
  sql: AnySql,
  programmeId: string,
  rewardIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ rewardId: string }[]>`
    SELECT reward_id AS "rewardId" FROM rewards.reward_reference
    WHERE programme_id = ${programmeId} AND reward_id = ANY(${rewardIds as string[]}::uuid[])`;
  return new Set(rows.map(({ rewardId }) => rewardId));
}
