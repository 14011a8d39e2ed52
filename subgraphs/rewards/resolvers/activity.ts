import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { acceptReferral, claimActivity, createActivity, createReferralCode } from '../commands/activities.ts';
import type { RewardsContext } from '../context.ts';
import type { ActivityResolvers, MutationResolvers } from '../generated.ts';
import { readActivities } from '../store/activities.ts';
import { readAwardsOf } from '../store/awards.ts';
import { readReferralCode } from '../store/referrals.ts';
import { fundingFields } from './funding.ts';
import { visibleHere } from './visible.ts';

/**
 * The transaction of points that were given for a reason; null while they are on their way. Read past the row scope: the reason is one that the
 * caller has just brought about, also for a member whose awards are not its own to see.
 */
export async function awardTransaction({ deps }: RewardsContext, reasonId: string) {
  const [award] = await readAwardsOf(deps.database.sql, [reasonId]);
  return award?.transaction_id == null ? null : { __typename: 'Transaction' as const, id: award.transaction_id };
}

export const activityMutations: MutationResolvers = {
  createActivity: async (_root, { input }, context) =>
    toPayload(
      await createActivity(context.deps, requireCaller(context), input),
      async ({ activityId }) => ({
        activity: (await readActivities(context.reads.sql, [activityId]))[0] ?? null,
      }),
      { activity: null },
    ),
  claimActivity: async (_root, { input }, context) =>
    toPayload(
      await claimActivity(context.deps, requireCaller(context), input),
      async ({ claimId }) => ({ award: await awardTransaction(context, claimId) }),
      { award: null },
    ),
  createReferralCode: async (_root, { input }, context) =>
    toPayload(
      await createReferralCode(context.deps, requireCaller(context), input),
      async ({ memberId }) => ({ code: await readReferralCode(context.reads.sql, memberId) }),
      { code: null },
    ),
  acceptReferral: async (_root, { input }, context) =>
    toPayload(await acceptReferral(context.deps, requireCaller(context), input), () => ({ accepted: true }), {
      accepted: null,
    }),
};

export const Activity: ActivityResolvers = {
  __resolveReference: async ({ id }, context) =>
    visibleHere(context, id, async (ids) => (await readActivities(context.reads.sql, ids))[0]),
  id: ({ activity_id }) => activity_id,
  partner: ({ partner_id }) => (partner_id === null ? null : { __typename: 'Partner', id: partner_id }),
  friendPoints: ({ friend_points }) => friend_points,
  ...fundingFields(({ activity_id }) => activity_id),
  cooldownSeconds: ({ cooldown_seconds }) => cooldown_seconds,
  maxPerMember: ({ max_per_member }) => max_per_member,
  maxInAll: ({ max_in_all }) => max_in_all,
  startsAt: ({ starts_at }) => starts_at,
  endsAt: ({ ends_at }) => ends_at,
};
