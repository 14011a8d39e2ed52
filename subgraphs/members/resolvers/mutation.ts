import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { addMemberIdentity } from '../commands/add-member-identity.ts';
import { changeMemberStatus } from '../commands/change-member-status.ts';
import { enrolMember } from '../commands/enrol-member.ts';
import { issueMemberToken } from '../commands/issue-member-token.ts';
import type { MutationResolvers } from '../generated.ts';

export const Mutation: MutationResolvers = {
  enrolMember: async (_, { input }, context) =>
    toPayload(
      await enrolMember(context.deps, requireCaller(context), input),
      async ({ memberId }) => ({ member: await context.loaders.members.load(memberId) }),
      { member: null },
    ),
  addMemberIdentity: async (_, { input }, context) =>
    toPayload(
      await addMemberIdentity(context.deps, requireCaller(context), input),
      async ({ memberId }) => ({ member: await context.loaders.members.load(memberId) }),
      { member: null },
    ),
  changeMemberStatus: async (_, { input }, context) =>
    toPayload(
      await changeMemberStatus(context.deps, requireCaller(context), input),
      async ({ memberId }) => ({ member: await context.loaders.members.load(memberId) }),
      { member: null },
    ),
  issueMemberToken: async (_, { input }, context) =>
    toPayload(
      await issueMemberToken(context.deps, requireCaller(context), input),
      ({ accessToken, expiresAt }) => ({ accessToken, expiresAt }),
      { accessToken: null, expiresAt: null },
    ),
};
