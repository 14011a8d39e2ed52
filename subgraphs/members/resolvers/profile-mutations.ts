// Who a member is, what it consents to, and its end.
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { recordConsent } from '../commands/consent.ts';
import { eraseMember } from '../commands/erase-member.ts';
import { tagMember } from '../commands/tag-member.ts';
import { updateMemberProfile } from '../commands/update-member-profile.ts';
import type { MutationResolvers } from '../generated.ts';
import { memberOf } from './member-of.ts';

export const profileMutations = {
  updateMemberProfile: async (_, { input }, context) =>
    toPayload(await updateMemberProfile(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  recordConsent: async (_, { input }, context) =>
    toPayload(await recordConsent(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  tagMember: async (_, { input }, context) =>
    toPayload(await tagMember(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  eraseMember: async (_, { input }, context) =>
    toPayload(await eraseMember(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
} satisfies MutationResolvers;
