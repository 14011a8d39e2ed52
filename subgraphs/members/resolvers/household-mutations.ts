// Members that belong together, or are one.
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { drawFromHousehold } from '../commands/household-draws.ts';
import { joinHousehold, leaveHousehold, makeHousehold } from '../commands/households.ts';
import { mergeMembers, unmergeMembers } from '../commands/merge-members.ts';
import { redeemWithHousehold } from '../commands/redeem-with-household.ts';
import { setConfirmationLimit } from '../commands/set-confirmation-limit.ts';
import type { MutationResolvers } from '../generated.ts';
import { readDraw } from '../store/households.ts';
import { memberOf } from './member-of.ts';

export const householdMutations = {
  setConfirmationLimit: async (_, { input }, context) =>
    toPayload(await setConfirmationLimit(context.deps, requireCaller(context), input), memberOf(context), {
      member: null,
    }),
  mergeMembers: async (_, { input }, context) =>
    toPayload(
      await mergeMembers(context.deps, requireCaller(context), input),
      async ({ memberId, mergeId }) => ({ member: await context.loaders.members.load(memberId), mergeId }),
      { member: null, mergeId: null },
    ),
  unmergeMembers: async (_, { input }, context) =>
    toPayload(await unmergeMembers(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  makeHousehold: async (_, { input }, context) =>
    toPayload(await makeHousehold(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  joinHousehold: async (_, { input }, context) =>
    toPayload(await joinHousehold(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  leaveHousehold: async (_, { input }, context) =>
    toPayload(await leaveHousehold(context.deps, requireCaller(context), input), memberOf(context), { member: null }),
  drawFromHousehold: async (_, { input }, context) =>
    toPayload(
      await drawFromHousehold(context.deps, requireCaller(context), input),
      async ({ memberId, drawId }) => ({
        member: await context.loaders.members.load(memberId),
        // The draw that was just made: rows of draws are the member's and the operator's alone.
        drawn: (await readDraw(context.deps.database.sql, drawId))?.drawn ?? null,
      }),
      { member: null, drawn: null },
    ),
  redeemWithHousehold: async (_, { input }, context) =>
    toPayload(
      await redeemWithHousehold(context.deps, requireCaller(context), input),
      async ({ memberId, transactionId, drawn }) => ({
        ...{ member: await context.loaders.members.load(memberId), transaction: { id: transactionId }, drawn },
      }),
      { member: null, transaction: null, drawn: null },
    ),
} satisfies MutationResolvers;
