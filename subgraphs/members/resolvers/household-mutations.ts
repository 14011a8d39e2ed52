// Members that belong together, or are one.
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { drawFromHousehold, joinHousehold, leaveHousehold, makeHousehold } from '../commands/households.ts';
import { mergeMembers, unmergeMembers } from '../commands/merge-members.ts';
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
        drawn: (await readDraw(context.reads.sql, drawId))?.drawn ?? null,
      }),
      { member: null, drawn: null },
    ),
} satisfies MutationResolvers;
