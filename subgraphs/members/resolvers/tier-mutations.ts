import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { inviteToTier, publishTierLadder } from '../commands/tiers.ts';
import type { MutationResolvers } from '../generated.ts';
import { readLadder } from '../store/tiers.ts';
import { memberOf } from './member-of.ts';

export const tierMutations = {
  publishTierLadder: async (_, { input }, context) => {
    const caller = requireCaller(context);
    return toPayload(
      await publishTierLadder(context.deps, caller, input),
      async () => ({ ladder: await readLadder(context.reads.sql, caller.programmeId ?? '') }),
      { ladder: null },
    );
  },
  inviteToTier: async (_, { input }, context) =>
    toPayload(await inviteToTier(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
} satisfies MutationResolvers;
