import type { Transaction } from '../../../db/client.ts';
import type { RewardsDeps } from '../context.ts';
import type { PurchaseFact } from '../domain/purchase-fact.ts';
import { type ActivityRow, readActivities } from '../store/activities.ts';
import { insertAwards, type NewAward, takeBackLater } from '../store/awards.ts';
import { lockReferralsOf, type ReferralStanding, setPurchases } from '../store/referrals.ts';

/**
 * Referrals: when a friend buys for the first time, both get their points. When all of that purchase comes back they are taken back, and the friend's next purchase
 * is the first one that stays: who only buys to give back has brought nobody.
 */
export async function followReferrals(
  deps: RewardsDeps,
  { sql }: Transaction,
  facts: readonly PurchaseFact[],
): Promise<void> {
  const referrals = await lockReferralsOf(sql, [...new Set(facts.map(({ memberId }) => memberId))]);
  const moved = referrals.flatMap((referral) => {
    const stands = standingAfter(
      referral,
      facts.filter(({ memberId }) => memberId === referral.friend_id),
    );
    return stands.purchaseId === referral.transaction_id ? [] : [{ referral, ...stands }];
  });
  if (moved.length === 0) return;
  await setPurchases(
    sql,
    moved.map(({ referral, purchaseId }) => ({ referralId: referral.referral_id, purchaseId })),
  );
  await takeBackLater(
    sql,
    moved.flatMap(({ referral, undoneBy }) =>
      undoneBy === null ? [] : [{ reasonId: referral.referral_id, memberId: null, returnId: undoneBy }],
    ),
  );
  // Two members that turn out to be one person have brought nobody.
  const completed = moved.filter(({ purchaseId, referral }) => purchaseId !== null && !referral.itself);
  const activities = new Map(
    (await readActivities(sql, [...new Set(completed.map(({ referral }) => referral.activity_id))])).map((row) => [
      row.activity_id,
      row,
    ]),
  );
  const madeAt = deps.clock();
  const awards = completed.flatMap(({ referral }) => {
    const activity = activities.get(referral.activity_id);
    return activity === undefined ? [] : awardsFor(deps, referral, activity, madeAt);
  });
  await insertAwards(sql, awards);
}

/** The purchase that completes a referral after these facts, null for none, and the return that took away the one that did before. */
function standingAfter({ transaction_id }: ReferralStanding, facts: readonly PurchaseFact[]) {
  let purchaseId = transaction_id;
  let undoneBy: string | null = null;
  for (const fact of facts)
    if (fact.kind === 'PURCHASE') purchaseId ??= fact.transactionId;
    else if (fact.whole && fact.purchaseId === purchaseId) {
      if (purchaseId === transaction_id) undoneBy = fact.transactionId;
      purchaseId = null;
    }
  return { purchaseId, undoneBy };
}

function awardsFor(deps: RewardsDeps, referral: ReferralStanding, activity: ActivityRow, madeAt: Date): NewAward[] {
  const { programme_id: programmeId, referral_id: reasonId } = referral;
  const award = (memberId: string, points: bigint): NewAward => ({
    ...{ awardId: deps.ids(), programmeId, memberId, points, funding: activity.funding },
    ...{ component: `CAMPAIGN:activity-${activity.activity_id}`, reason: 'REFERRAL', reasonId, madeAt },
  });
  const both = [award(referral.referrer_id, activity.points), award(referral.friend_id, activity.friend_points)];
  return both.filter(({ points }) => points > 0n);
}
