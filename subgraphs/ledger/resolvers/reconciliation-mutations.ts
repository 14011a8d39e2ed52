import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import type { Outcome } from '../../shared/refusal.ts';
import {
  acceptBreak,
  approveBreakAdjustment,
  assignBreak,
  declineBreakAdjustment,
  proposeBreakAdjustment,
} from '../commands/breaks.ts';
import { issueDocuments } from '../commands/issue-documents.ts';
import { reconcileFile } from '../commands/reconcile.ts';
import { uploadPartnerFile } from '../commands/upload-partner-file.ts';
import type { LedgerContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';

import { readDocuments } from '../store/documents/settlement-documents.ts';

type ReconciliationMutations = Required<
  Pick<
    MutationResolvers,
    | 'uploadPartnerFile'
    | 'reconcile'
    | 'issueDocuments'
    | 'assignBreak'
    | 'acceptBreak'
    | 'proposeBreakAdjustment'
    | 'approveBreakAdjustment'
    | 'declineBreakAdjustment'
  >
>;

/** The break as it is after a command. */
function breakPayload(outcome: Outcome<{ readonly breakId: string }>, { loaders }: LedgerContext) {
  return toPayload(outcome, async ({ breakId }) => ({ break: await loaders.breaks.clear(breakId).load(breakId) }), {
    break: null,
  });
}

/** The mutations of partners' files and of what differs. */
export const reconciliationMutations: ReconciliationMutations = {
  uploadPartnerFile: async (_, { input }, context) =>
    toPayload(
      await uploadPartnerFile(context.deps, requireProgrammeCaller(context), input),
      ({ bytes }) => ({ bytes }),
      { bytes: null },
    ),
  reconcile: async (_, { input }, context) => {
    const { outcome, problem } = await reconcileFile(context.deps, requireProgrammeCaller(context), input);
    return {
      problem,
      ...(await toPayload(
        outcome,
        async ({ reconciliationId }) => ({
          reconciliation: await context.loaders.reconciliations.load(reconciliationId),
        }),
        { reconciliation: null },
      )),
    };
  },
  issueDocuments: async (_, { input }, context) =>
    toPayload(
      await issueDocuments(context.deps, requireProgrammeCaller(context), input),
      async ({ windowId, problems }) => ({
        documents: [
          ...(await readDocuments(context.reads.sql, {
            programmeId: requireProgrammeCaller(context).programmeId,
            windowId,
            partnerId: null,
          })),
        ],
        problems: [...problems],
      }),
      { documents: null, problems: null },
    ),
  assignBreak: async (_, { input }, context) =>
    breakPayload(await assignBreak(context.deps, requireProgrammeCaller(context), input), context),
  acceptBreak: async (_, { input }, context) =>
    breakPayload(await acceptBreak(context.deps, requireProgrammeCaller(context), input), context),
  proposeBreakAdjustment: async (_, { input }, context) =>
    breakPayload(await proposeBreakAdjustment(context.deps, requireProgrammeCaller(context), input), context),
  approveBreakAdjustment: async (_, { input }, context) =>
    breakPayload(await approveBreakAdjustment(context.deps, requireProgrammeCaller(context), input), context),
  declineBreakAdjustment: async (_, { input }, context) =>
    breakPayload(await declineBreakAdjustment(context.deps, requireProgrammeCaller(context), input), context),
};
