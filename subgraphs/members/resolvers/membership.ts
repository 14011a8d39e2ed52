// A paid membership, its plan and its periods.
import { requireCaller } from '../../serving/required-caller.ts';
import { formatAmount } from '../../shared/money.ts';
import { addDays } from '../domain/calendar.ts';
import { statusOn } from '../domain/membership.ts';
import type {
  MembershipFeeShareResolvers,
  MembershipPeriodResolvers,
  MembershipPlanResolvers,
  MembershipResolvers,
} from '../generated.ts';
import { readPeriodsOf } from '../store/memberships.ts';
import { readProgramme } from '../store/programmes.ts';
import { dayIn } from '../tiers/programme-day.ts';

export const MembershipPlan: MembershipPlanResolvers = {
  id: ({ planId }) => planId,
  price: ({ priceMinor, currency }) => ({
    amount: formatAmount(priceMinor, currency),
    minorUnits: priceMinor,
    currency,
  }),
  freeReward: ({ freeRewardId }) => (freeRewardId === null ? null : { id: freeRewardId }),
};

export const MembershipFeeShare: MembershipFeeShareResolvers = {
  partner: ({ partnerId }) => (partnerId === null ? null : { id: partnerId }),
};

export const Membership: MembershipResolvers = {
  id: ({ membershipId }) => membershipId,
  // Of a member that was merged: the one that it was found to be.
  member: async ({ memberId }, _, { loaders }) => {
    const member = await loaders.members.load(memberId);
    return member?.mergedInto == null ? member : loaders.members.load(member.mergedInto);
  },
  plan: ({ planId }, _, { loaders }) => loaders.membershipPlans.load(planId),
  status: async (membership, _, { deps, loaders }) => {
    const programme = await readProgramme(deps.database.sql, membership.programmeId);
    const { graceDays } = await loaders.membershipPlans.load(membership.planId);
    return statusOn(membership, graceDays, dayIn(programme?.timeZone ?? 'UTC', deps.clock()));
  },
  graceUntil: async ({ coveredUntil, planId }, _, { loaders }) =>
    coveredUntil === null ? null : addDays(coveredUntil, (await loaders.membershipPlans.load(planId)).graceDays),
  periods: async ({ membershipId }, _, context) =>
    requireCaller(context).role === 'partner' ? null : readPeriodsOf(context.reads.sql, [membershipId]),
};

export const MembershipPeriod: MembershipPeriodResolvers = {
  fee: ({ feeMinor }) => feeMinor,
  store: ({ storeId }) => (storeId === null ? null : { id: storeId }),
  paidAt: ({ askedAt }) => askedAt,
  transaction: ({ feeTransactionId }) => (feeTransactionId === null ? null : { id: feeTransactionId }),
  refunded: ({ refundMinor, refundState }) => (refundState === 'PAID' ? refundMinor : null),
  refund: ({ refundTransactionId }) => (refundTransactionId === null ? null : { id: refundTransactionId }),
};
