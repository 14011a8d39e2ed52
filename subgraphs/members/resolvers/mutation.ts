import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { changeMemberStatus } from '../commands/change-member-status.ts';
import { enrolMember } from '../commands/enrol-member.ts';
import { issueMemberToken } from '../commands/issue-member-token.ts';
import type { MutationResolvers } from '../generated.ts';
import { householdMutations } from './household-mutations.ts';
import { identityMutations } from './identity-mutations.ts';
import { memberOf } from './member-of.ts';
import { membershipMutations } from './membership-mutations.ts';
import { profileMutations } from './profile-mutations.ts';
import { tierMutations } from './tier-mutations.ts';

export const Mutation: MutationResolvers = {
  ...identityMutations,
  ...profileMutations,
  ...tierMutations,
  ...householdMutations,
  ...membershipMutations,
  enrolMember: async (_, { input }, context) =>
    toPayload(await enrolMember(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  changeMemberStatus: async (_, { input }, context) =>
    toPayload(await changeMemberStatus(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  issueMemberToken: async (_, { input }, context) =>
    toPayload(
      await issueMemberToken(context.deps, requireCaller(context), input),
      ({ accessToken, expiresAt }) => ({ accessToken, expiresAt }),
      { accessToken: null, expiresAt: null },
    ),
};
