import { isOperator, keySpaceOf } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import type { LedgerContext } from '../context.ts';
import { isLate } from '../domain/checks.ts';
import type { TransactionDetails } from '../domain/record.ts';
import { OPERATOR } from '../domain/terms.ts';
import type { TransactionFlag, TransactionKind, TransactionResolvers } from '../generated.ts';
import { maySeePartnerMoney, maySeeTransaction } from '../reading/access.ts';
import { referenceTo } from '../reading/references.ts';
import type { SeenTransaction, ShownTransaction } from '../reading/seen-transaction.ts';
import { toMoney } from './money.ts';

/** The transaction when the caller may see it. */
export async function seenTransaction(id: string | null, context: LedgerContext): Promise<SeenTransaction | null> {
  if (id === null) return null;
  const record = await context.loaders.transactions.load(id);
  if (record === null) return null;
  return (await maySeeTransaction(requireCaller(context), context.loaders.persons, record)) ? record : null;
}

/** What the transaction says beyond its columns: as it was given, or read with those of all that the answer shows. */
async function detailsOf({ transactionId, details }: ShownTransaction, context: LedgerContext) {
  if (details !== undefined) return details;
  const found = await context.loaders.details.load(transactionId);
  assert(found !== null, `transaction ${transactionId}, which is shown, has details`);
  return found.details;
}

/** Whether the amount is what the member paid or got back at a till, and not what partners pay each other. */
function isTillAmount(kind: string): boolean {
  return kind === 'PURCHASE' || kind === 'RETURN' || kind === 'MEMBERSHIP_FEE' || kind === 'MEMBERSHIP_REFUND';
}

/** What only the operator sees: money of all partners, and every funder's lots. */
function forOperator<Seen>(context: LedgerContext, read: () => Seen): Seen | null {
  return isOperator(requireCaller(context)) ? read() : null;
}

const integer = (decimal: string | undefined): bigint | null => (decimal === undefined ? null : BigInt(decimal));

/** Lot by lot, of whichever kind it is. */
function allocationOf({ allocation = [], lapsed = [] }: TransactionDetails) {
  const none = { amount: null, reversed: null, debt: null, absorbed: null, expired: null };
  const some = { reserveReleased: null, returnedToFunder: null };
  return [
    ...allocation.map((part) => ({
      ...some,
      lotId: part.lotId,
      funder: funderOf(part.funderId),
      points: BigInt(part.points),
      amount: integer(part.amountMinor),
      reversed: integer(part.reversed),
      debt: integer(part.debt),
      absorbed: integer(part.absorbed),
      expired: integer(part.expired),
    })),
    ...lapsed.map((part) => ({
      ...none,
      lotId: part.lotId,
      funder: funderOf(part.funderId),
      points: BigInt(part.points),
      reserveReleased: integer(part.reserveReleasedMinor),
      returnedToFunder: BigInt(part.returnedToFunderMinor),
    })),
  ];
}

function funderOf(funderId: string | undefined) {
  return referenceTo(funderId === undefined || funderId === OPERATOR ? null : funderId);
}

export const Transaction: TransactionResolvers = {
  __resolveReference: ({ id }, context) => seenTransaction(id, context),
  id: ({ transactionId }) => transactionId,
  // Kinds that are remembered for their key alone are never shown; graphql-js would refuse to say one that the schema lacks.
  kind: ({ kind }) => kind as TransactionKind,
  member: ({ memberId }) => referenceTo(memberId),
  partner: ({ partnerId }) => referenceTo(partnerId),
  store: ({ storeId }) => referenceTo(storeId),
  terminal: async (row, _, context) => referenceTo((await detailsOf(row, context)).terminalId ?? null),
  flags: async ({ contractVersionId, windowId, occurredAt, recordedAt }, _, { loaders }) => {
    const contract =
      contractVersionId === null ? undefined : (await loaders.programme()).contracts.get(contractVersionId);
    const window = windowId === null ? null : await loaders.windows.load(windowId);
    const flags: TransactionFlag[] = [];
    if (contract !== undefined && isLate(contract, occurredAt, recordedAt)) flags.push('LATE');
    if (window !== null && occurredAt < window.openedAt) flags.push('BUSINESS_DATE_IN_EARLIER_WINDOW');
    return flags;
  },
  amount: async ({ kind, amountMinor, currency }, _, context) => {
    if (amountMinor === null) return null;
    if (!isTillAmount(kind) && !maySeePartnerMoney(requireCaller(context))) return null;
    return toMoney(amountMinor, currency ?? (await context.loaders.programme()).programme.currency);
  },
  transfers: async ({ transactionId }, _, context) => {
    const { role, memberId } = requireCaller(context);
    const transfers = await context.loaders.transfersOf.load(transactionId);
    if (role !== 'member' || memberId === null) return transfers;
    // A transaction may have touched a second member: each sees its own side.
    const own = await context.loaders.persons.load(memberId);
    return transfers.filter(({ debit, credit }) =>
      own.some((id) => debit.endsWith(`:${id}`) || credit.endsWith(`:${id}`)),
    );
  },
  funding: async ({ transactionId }, _, { loaders }) => loaders.fundingOf.load(transactionId),
  entries: ({ transactionId }, _, context) => forOperator(context, () => context.loaders.entriesOf.load(transactionId)),
  lots: ({ transactionId }, _, context) => forOperator(context, () => context.loaders.openedLotsOf.load(transactionId)),
  allocation: (row, _, context) => forOperator(context, async () => allocationOf(await detailsOf(row, context))),
  debts: (row, _, context) =>
    forOperator(context, async () => {
      const { debts = [] } = await detailsOf(row, context);
      return debts.map(({ debtId, lotId, points }) => ({ id: debtId, lotId, points: BigInt(points) }));
    }),
  recoveries: (row, _, context) =>
    forOperator(context, async () => {
      const { recoveries = [] } = await detailsOf(row, context);
      return recoveries.map((part) => ({ ...part, points: BigInt(part.points) }));
    }),
  original: ({ originalId }, _, context) => seenTransaction(originalId, context),
  window: async ({ windowId }, _, context) =>
    windowId === null || requireCaller(context).role === 'member' ? null : context.loaders.windows.load(windowId),
  explanation: async (row, _, context) => {
    const { explanation } = await detailsOf(row, context);
    return {
      sentence: explanation?.sentence ?? '',
      contract: referenceTo(explanation?.contractVersionId ?? row.contractVersionId),
      steps: (explanation?.steps ?? []).map(({ rule, points, reason }) => ({ rule, points: BigInt(points), reason })),
    };
  },
  idempotencyKey: ({ key, keySpace }, _, context) => (keySpace === keySpaceOf(requireCaller(context)) ? key : null),
};
