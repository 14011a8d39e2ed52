import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { readActivities } from '../store/activities.ts';
import { insertAwards, type NewAward } from '../store/awards.ts';
import { completeReferrals } from '../store/referrals.ts';

/** Referrals: when a friend buys for the first time, both get their points. */
export async function followReferrals(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const first = new Map<string, PurchaseFact>();
  for (const fact of facts) if (fact.kind === 'PURCHASE' && !first.has(fact.memberId)) first.set(fact.memberId, fact);
  if (first.size === 0) return;
  const completed = await completeReferrals(sql, [...first.values()]);
  if (completed.length === 0) return;
  const activities = new Map(
    (await readActivities(sql, [...new Set(completed.map((one) => one.activity_id))])).map((row) => [
      row.activity_id,
      row,
    ]),
  );
  const madeAt = deps.clock();
  const awards = completed.flatMap((referral): NewAward[] => {
    const activity = activities.get(referral.activity_id);
    if (activity === undefined) return [];
    const award = (memberId: string, points: bigint): NewAward[] =>
      points === 0n
        ? []
        : [
            {
              ...{
                awardId: deps.ids(),
                programmeId: referral.programme_id,
                memberId,
                points,
                funding: activity.funding,
              },
              component: `CAMPAIGN:activity-${activity.activity_id}`,
              ...{ reason: 'REFERRAL', reasonId: referral.referral_id, madeAt },
            },
          ];
    return [...award(referral.referrer_id, activity.points), ...award(referral.friend_id, activity.friend_points)];
  });
  await insertAwards(sql, awards);
}
