import { createInputCheck, type InputCheck } from '../../serving/input-check.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { MAX_MINOR } from '../../shared/money.ts';
import { type Outcome, type Refusal, refuse, refused } from '../../shared/refusal.ts';
import { readAmount, readId, readRates } from '../commands/read-input.ts';
import { reportBankFile } from '../commands/report-bank-file.ts';
import { reportPayment } from '../commands/report-payment.ts';
import { approveStep, proposeStep, rejectStep, type StepDone } from '../commands/settlement-steps.ts';
import type { LedgerContext } from '../context.ts';
import type { Reference } from '../domain/reference.ts';
import type { MutationResolvers, PaymentResult } from '../generated.ts';
import { freshWindow, readAsker, readCommand, signStatements } from './window-mutations.ts';

type SettlementMutations = Required<
  Pick<
    MutationResolvers,
    'proposeSettlementStep' | 'approveSettlementStep' | 'rejectSettlementStep' | 'reportPayment' | 'reportBankFile'
  >
>;

const BREAK_GLASS = 'settlement:break-glass';
const MAX_PARTNERS = 1_000;

/** The proposal as it is after the command. */
function proposalOf(outcome: Outcome<StepDone>, context: LedgerContext) {
  return toPayload(
    outcome,
    async ({ proposalId }) => ({ proposal: await context.loaders.proposals.clear(proposalId).load(proposalId) }),
    { proposal: null },
  );
}

/** Who acts, and the programme as it is. */
async function actingIn(context: LedgerContext) {
  return { acting: requireProgrammeCaller(context), reference: await context.loaders.programme() };
}

/** What a partner brings along, of either sign, in the programme's currency. */
function readOpening(
  { amount, currency }: { readonly amount: string; readonly currency: string },
  { programme }: Reference,
  check: InputCheck,
): bigint {
  const minor = readAmount(amount, currency, -MAX_MINOR, check, ['input', 'amount', 'amount']);
  check.require(currency === programme.currency, 'INVALID_INPUT', `Settlement is in ${programme.currency}.`, [
    'input',
    'amount',
    'currency',
  ]);
  check.require(minor !== 0n, 'INVALID_AMOUNT', 'An opening balance is not zero.', ['input', 'amount', 'amount']);
  return minor;
}

/** What the bank moved for a payment in another currency, in the programme's. */
async function readBooked(
  { amount, currency }: { readonly amount: string; readonly currency: string },
  result: PaymentResult,
  context: LedgerContext,
  check: InputCheck,
): Promise<bigint> {
  const { programme } = await context.loaders.programme();
  const at = ['input', 'booked'];
  check.require(result !== 'REJECTED', 'INVALID_INPUT', 'What was refused was booked at nothing.', at);
  check.require(currency === programme.currency, 'INVALID_INPUT', `The books are in ${programme.currency}.`, [
    ...at,
    'currency',
  ]);
  return readAmount(amount, currency, 1n, check, [...at, 'amount']);
}

function optional(check: InputCheck, value: string | null | undefined, field: string, max: number): string | null {
  return value == null ? null : check.text(value, ['input', field], { max });
}

/** The mutations of what two persons decide, and of what the bank says. */
export const settlementMutations: SettlementMutations = {
  proposeSettlementStep: async (_, { input }, context) => {
    const check = createInputCheck();
    const { step } = input;
    const partnerIds = input.partnerIds == null ? null : input.partnerIds.map(readId);
    const reason = optional(check, input.reason, 'reason', 500);
    const one = step === 'DEFAULT' || step === 'REINCLUDE' || step === 'OPENING_BALANCE';
    const many = partnerIds === null || (partnerIds.length > 0 && partnerIds.length <= MAX_PARTNERS);
    check.require(
      one ? partnerIds?.length === 1 : step === 'RELEASE' ? many : partnerIds === null,
      'INVALID_INPUT',
      one ? 'This step is of exactly one partner.' : 'Only a release may be of some partners, 1 to 1000 of them.',
      ['input', 'partnerIds'],
    );
    check.require(
      (step === 'OPENING_BALANCE') === (input.amount != null),
      'INVALID_INPUT',
      'An opening balance has an amount, no other step has.',
      ['input', 'amount'],
    );
    const read = readCommand(input, context);
    const acting = await actingIn(context);
    const amountMinor = input.amount == null ? null : readOpening(input.amount, acting.reference, check);
    const { currency } = acting.reference.programme;
    const rates = readRates(input.rates ?? [], currency, context.deps.clock(), check, ['input', 'rates']);
    check.require(step === 'FINALISE' || rates.length === 0, 'INVALID_INPUT', 'Only the end of a review has rates.', [
      'input',
      'rates',
    ]);
    const malformed = check.first();
    const outcome = !read.ok
      ? read
      : malformed !== null
        ? refused(malformed)
        : await proposeStep(context.deps, { ...read.command, ...acting, step, partnerIds, amountMinor, rates, reason });
    return proposalOf(outcome, context);
  },
  approveSettlementStep: async (_, { input }, context) => {
    const check = createInputCheck();
    const breakGlass = optional(check, input.breakGlass, 'breakGlass', 500);
    check.require(
      /^[0-9a-fA-F]{64}$/.test(input.shownHash),
      'INVALID_INPUT',
      '`shownHash` is no SHA-256 in hexadecimal.',
      ['input', 'shownHash'],
    );
    const read = readAsker(input, context);
    const malformed = check.first();
    const notAllowed = refusalOfBreakGlass(breakGlass, context);
    const outcome = !read.ok
      ? read
      : notAllowed !== null
        ? refused(notAllowed)
        : malformed !== null
          ? refused(malformed)
          : await approveStep(
              context.deps,
              {
                ...read.command,
                ...(await actingIn(context)),
                proposalId: readId(input.proposalId),
                shownHash: input.shownHash,
                breakGlass,
              },
              ({ proposalId, step, windowId, proposedBy }, reason) =>
                context.deps.logger.warn(
                  { proposalId, step, windowId, person: proposedBy, reason },
                  'The one who proposed approved: break-glass',
                ),
            );
    // A window that is final has its final statements.
    if (outcome.ok) await signStatements(outcome.result.windowId, context);
    return proposalOf(outcome, context);
  },
  rejectSettlementStep: async (_, { input }, context) => {
    const read = readAsker(input, context);
    const outcome = read.ok
      ? await rejectStep(context.deps, {
          ...read.command,
          ...(await actingIn(context)),
          proposalId: readId(input.proposalId),
        })
      : read;
    return proposalOf(outcome, context);
  },
  reportBankFile: async (_, { input }, context) => {
    const { outcome, problem } = await reportBankFile(context.deps, requireProgrammeCaller(context), input);
    const payload = await toPayload(
      outcome,
      async ({ bankFileId }) => ({ bankFile: await context.loaders.bankFiles.load(bankFileId) }),
      { bankFile: null },
    );
    return { ...payload, problem };
  },
  reportPayment: async (_, { input }, context) => {
    const check = createInputCheck();
    const endToEndId = check.text(input.endToEndId, ['input', 'endToEndId'], { max: 35 });
    const bankReference = optional(check, input.bankReference, 'bankReference', 140);
    const reason = optional(check, input.reason, 'reason', 500);
    const bookedMinor = input.booked == null ? null : await readBooked(input.booked, input.result, context, check);
    const read = readAsker(input, context);
    const malformed = check.first();
    const outcome = !read.ok
      ? read
      : malformed !== null
        ? refused(malformed)
        : await reportPayment(context.deps, {
            ...read.command,
            ...{ endToEndId, result: input.result, bankReference, reason, bookedMinor },
          });
    return toPayload(
      outcome,
      async ({ itemId, windowId }) => ({
        item: await context.loaders.items.clear(itemId).load(itemId),
        window: await freshWindow(windowId, context),
      }),
      { item: null, window: null },
    );
  },
};

function refusalOfBreakGlass(breakGlass: string | null, context: LedgerContext): Refusal | null {
  if (breakGlass === null || requireProgrammeCaller(context).scopes.includes(BREAK_GLASS)) return null;
  return refuse('NOT_ALLOWED', `To approve one's own proposal needs the scope ${BREAK_GLASS}.`, [
    'input',
    'breakGlass',
  ]);
}
