import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { confirmRedemption } from '../commands/step-up.ts';
import type { MutationResolvers } from '../generated.ts';
import { readConfirmation } from '../store/confirmations.ts';

export const stepUpMutations = {
  confirmRedemption: async (_, { input }, context) =>
    toPayload(
      await confirmRedemption(context.deps, requireCaller(context), input),
      async ({ confirmationId }) => {
        const row = await readConfirmation(context.reads.sql, confirmationId);
        return { confirmationId, expiresAt: row?.expiresAt ?? null };
      },
      { confirmationId: null, expiresAt: null },
    ),
} satisfies MutationResolvers;
