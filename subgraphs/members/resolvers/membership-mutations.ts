import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { createMembershipPlan, withdrawMembershipPlan } from '../commands/membership-plans.ts';
import { cancelMembership, joinMembership, renewMembership } from '../commands/memberships.ts';
import type { MembersContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';
import { type MembershipRow, type PlanRow, readMembershipsById } from '../store/memberships.ts';

/** The payload of a command about a membership: the membership as it is now. */
function membershipOf({ reads }: MembersContext) {
  return async ({
    membershipId,
  }: {
    readonly membershipId: string;
  }): Promise<{ membership: MembershipRow | null }> => ({
    membership: (await readMembershipsById(reads.sql, [membershipId]))[0] ?? null,
  });
}

function planOf({ loaders }: MembersContext) {
  return async ({ planId }: { readonly planId: string }): Promise<{ plan: PlanRow }> => ({
    plan: await loaders.membershipPlans.load(planId),
  });
}

export const membershipMutations = {
  createMembershipPlan: async (_, { input }, context) =>
    toPayload(await createMembershipPlan(context.deps, requireCaller(context), input), planOf(context), { plan: null }),
  withdrawMembershipPlan: async (_, { input }, context) =>
    toPayload(await withdrawMembershipPlan(context.deps, requireCaller(context), input), planOf(context), {
      plan: null,
    }),
  joinMembership: async (_, { input }, context) =>
    toPayload(await joinMembership(context.deps, requireCaller(context), input), membershipOf(context), {
      membership: null,
    }),
  renewMembership: async (_, { input }, context) =>
    toPayload(await renewMembership(context.deps, requireCaller(context), input), membershipOf(context), {
      membership: null,
    }),
  cancelMembership: async (_, { input }, context) =>
    toPayload(await cancelMembership(context.deps, requireCaller(context), input), membershipOf(context), {
      membership: null,
    }),
} satisfies MutationResolvers;
