import { type Caller, isOperator, keySpaceOf, mayActForWholePartner } from '../../serving/caller.ts';
import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { IDEMPOTENCY_KEY } from '../../serving/text.ts';
import { type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { postDisputeOutcomes } from '../commands/dispute-outcomes.ts';
import {
  addDisputeEvidence,
  answerDispute,
  type DisputePosted,
  decideDispute,
  openDispute,
} from '../commands/disputes.ts';
import { readId } from '../commands/read-input.ts';
import type { LedgerContext } from '../context.ts';
import type { MutationResolvers } from '../generated.ts';

type DisputeMutations = Required<
  Pick<MutationResolvers, 'openDispute' | 'addDisputeEvidence' | 'answerDispute' | 'decideDispute' | 'withdrawDispute'>
>;

const MAX_EVIDENCE = 20;
const TEXT = { max: 1_000 } as const;

/** Who asks, and the partner for which they do: null is the operator. NOT_ALLOWED for a client that is limited to some stores. */
function readAsker(context: LedgerContext, operatorOnly: boolean) {
  const caller: Caller = requireProgrammeCaller(context);
  const partnerId = isOperator(caller) ? null : (caller.partnerId?.toLowerCase() ?? '');
  const allowed = partnerId === null || (!operatorOnly && mayActForWholePartner(caller, partnerId));
  const refusal: Refusal | null = allowed
    ? null
    : refuse('NOT_ALLOWED', operatorOnly ? 'Only the operator does this.' : 'Disputes are for whole partners.');
  return { partnerId, refusal };
}

/** Runs a command once who asks and what is asked have been checked. */
async function run<Read extends object>(
  context: LedgerContext,
  input: { readonly idempotencyKey: string },
  operatorOnly: boolean,
  read: (check: InputCheck, partnerId: string | null) => Read,
  command: (
    asked: Read & Awaited<ReturnType<typeof baseOf>> & { readonly partnerId: string | null },
  ) => Promise<Outcome<DisputePosted>>,
): Promise<Outcome<DisputePosted>> {
  const { partnerId, refusal } = readAsker(context, operatorOnly);
  if (refusal !== null) return refused(refusal);
  const check = createInputCheck();
  const idempotencyKey = check.text(input.idempotencyKey, ['input', 'idempotencyKey'], IDEMPOTENCY_KEY);
  const asked = read(check, partnerId);
  const malformed = check.first();
  if (malformed !== null) return refused(malformed);
  return command({ ...asked, ...(await baseOf(context, idempotencyKey)), partnerId });
}

async function baseOf(context: LedgerContext, idempotencyKey: string) {
  const caller = requireProgrammeCaller(context);
  return {
    programmeId: caller.programmeId,
    keySpace: keySpaceOf(caller),
    idempotencyKey,
    acting: caller,
    reference: await context.loaders.programme(),
  };
}

function readEvidence(check: InputCheck, evidence: readonly string[], least: number): string[] {
  const allowed = evidence.length >= least && evidence.length <= MAX_EVIDENCE;
  check.require(allowed, 'INVALID_INPUT', `There are ${least} to ${MAX_EVIDENCE} pieces of evidence.`, [
    'input',
    'evidence',
  ]);
  return evidence
    .slice(0, MAX_EVIDENCE)
    .map((text, index) => check.text(text, ['input', 'evidence', String(index)], TEXT));
}

/** The payload: the dispute as it is after the command, and what held back or released. */
function payloadOf(outcome: Outcome<DisputePosted>, { loaders }: LedgerContext) {
  return toPayload(
    outcome,
    async ({ disputeId, transactionId }) => ({
      dispute: await loaders.disputes.clear(disputeId).load(disputeId),
      transaction: transactionId === null ? null : await loaders.transactions.load(transactionId),
    }),
    { dispute: null, transaction: null },
  );
}

/** The mutations of disputes. */
export const disputeMutations: DisputeMutations = {
  openDispute: async (_, { input }, context) =>
    payloadOf(
      await run(
        context,
        input,
        false,
        (check, partnerId) => {
          const raisedBy = input.raisedById == null ? partnerId : readId(input.raisedById);
          check.require(
            partnerId === null || raisedBy === partnerId,
            'NOT_ALLOWED',
            'A partner opens disputes for itself.',
            ['input', 'raisedById'],
          );
          check.require(input.entry >= 1 && input.entry <= 1_000, 'INVALID_INPUT', 'Entries are counted from 1.', [
            'input',
            'entry',
          ]);
          return {
            transactionId: readId(input.transactionId),
            entry: input.entry,
            raisedBy,
            reason: check.text(input.reason, ['input', 'reason'], { max: 500 }),
            name: input.reference == null ? null : check.text(input.reference, ['input', 'reference'], { max: 100 }),
            evidence: readEvidence(check, input.evidence, 0),
          };
        },
        (asked) => openDispute(context.deps, asked),
      ),
      context,
    ),
  addDisputeEvidence: async (_, { input }, context) =>
    payloadOf(
      await run(
        context,
        input,
        false,
        (check) => ({ disputeId: readId(input.disputeId), evidence: readEvidence(check, input.evidence, 1) }),
        (asked) => addDisputeEvidence(context.deps, asked),
      ),
      context,
    ),
  answerDispute: async (_, { input }, context) =>
    payloadOf(
      await run(
        context,
        input,
        true,
        (check) => ({
          disputeId: readId(input.disputeId),
          answer: check.text(input.answer, ['input', 'answer'], TEXT),
        }),
        (asked) => answerDispute(context.deps, asked),
      ),
      context,
    ),
  decideDispute: async (_, { input }, context) => {
    const outcome = await run(
      context,
      input,
      true,
      (check) => {
        const upheldPoints = input.upheldPoints ?? null;
        const gives = input.outcome === 'UPHELD' || input.outcome === 'PARTIALLY_UPHELD';
        check.require(upheldPoints === null || upheldPoints > 0n, 'INVALID_POINTS', 'Points must be above zero.', [
          'input',
          'upheldPoints',
        ]);
        check.require(upheldPoints === null || gives, 'INVALID_INPUT', 'Only what is upheld gives points back.', [
          'input',
          'upheldPoints',
        ]);
        return {
          disputeId: readId(input.disputeId),
          outcome: input.outcome,
          decision: input.reason == null ? null : check.text(input.reason, ['input', 'reason'], TEXT),
          upheldPoints,
        };
      },
      (asked) => decideDispute(context.deps, asked),
    );
    if (outcome.ok) await postDisputeOutcomes(context.deps, requireProgrammeCaller(context).programmeId);
    return payloadOf(outcome, context);
  },
  withdrawDispute: async (_, { input }, context) =>
    payloadOf(
      await run(
        context,
        input,
        false,
        () => ({
          disputeId: readId(input.disputeId),
          outcome: 'WITHDRAWN' as const,
          decision: null,
          upheldPoints: null,
        }),
        (asked) => decideDispute(context.deps, asked),
      ),
      context,
    ),
};
