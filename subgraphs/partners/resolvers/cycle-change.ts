import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { approveCycleChange, proposeCycleChange, rejectCycleChange } from '../commands/cycle-changes.ts';
import type { PartnersContext } from '../context.ts';
import type { CycleChangeResolvers, MutationResolvers } from '../generated.ts';
import { readCycleChange } from '../store/cycle-changes.ts';

type CycleMutation = 'proposeCycleChange' | 'approveCycleChange' | 'rejectCycleChange';

function payloadOf(outcome: Awaited<ReturnType<typeof proposeCycleChange>>, { reads }: PartnersContext) {
  return toPayload(
    outcome,
    async ({ changeId, programmeId }) => ({ change: await readCycleChange(reads.sql, programmeId, changeId) }),
    { change: null },
  );
}

export const cycleMutations: Required<Pick<MutationResolvers, CycleMutation>> = {
  proposeCycleChange: async (_, { input: { idempotencyKey, ...cycle } }, context) =>
    payloadOf(await proposeCycleChange(context.deps, requireCaller(context), { idempotencyKey, cycle }), context),
  approveCycleChange: async (_, { input }, context) =>
    payloadOf(await approveCycleChange(context.deps, requireCaller(context), input), context),
  rejectCycleChange: async (_, { input }, context) =>
    payloadOf(await rejectCycleChange(context.deps, requireCaller(context), input), context),
};

export const CycleChange: CycleChangeResolvers = {
  id: ({ changeId }) => changeId,
  effectiveFrom: ({ state, decidedAt }) => (state === 'APPROVED' ? decidedAt : null),
};
