import { type Caller, isOperator, mayActForWholePartner } from '../../serving/caller.ts';
import { connectionOf, type PageArguments, readPage } from '../../serving/connections.ts';
import { badUserInput, forbidden } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { LedgerContext } from '../context.ts';
import { businessDate } from '../domain/business-calendar.ts';
import type { DisputeResolvers, QueryResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { listDisputes } from '../store/disputes/disputes.ts';
import { seenTransaction } from './transaction.ts';

const CURSOR = 'dispute';

/** Null for the operator, who sees every dispute; else the partner whose disputes the caller sees. */
function viewerOf(caller: Caller): string | null {
  if (isOperator(caller)) return null;
  const partnerId = caller.partnerId?.toLowerCase() ?? null;
  if (caller.role !== 'partner' || partnerId === null || !mayActForWholePartner(caller, partnerId))
    throw forbidden('Disputes are for the operator and whole partners.');
  return partnerId;
}

/** A page of the disputes that the caller sees. */
export async function disputePage(
  args: PageArguments & { readonly open?: boolean | null | undefined; readonly partnerId?: string | null | undefined },
  windowId: string | null,
  context: LedgerContext,
) {
  const caller = requireProgrammeCaller(context);
  const viewer = viewerOf(caller);
  const page = readPage(args, CURSOR, 1);
  const before = page.after?.[0] ?? null;
  if (before !== null && !isId(before)) throw badUserInput('`after` is not a cursor of this connection.');
  const asked = args.partnerId?.toLowerCase() ?? null;
  const partnerId = viewer ?? asked;
  const nobody = (asked !== null && !isId(asked)) || (viewer !== null && asked !== null && asked !== viewer);
  const rows = nobody
    ? []
    : await listDisputes(context.reads.sql, {
        programmeId: caller.programmeId,
        ...{ windowId, partnerId, open: args.open ?? null, before, limit: page.limit + 1 },
      });
  return connectionOf(rows, page, (row) => [row.disputeId]);
}

export const disputeQueries: Required<Pick<QueryResolvers, 'dispute' | 'disputes'>> = {
  dispute: async (_, { id }, context) => {
    const viewer = viewerOf(requireProgrammeCaller(context));
    const row = isId(id) ? await context.loaders.disputes.load(id.toLowerCase()) : null;
    if (row === null || viewer === null || row.raisedBy === viewer) return row;
    const disputed = await context.loaders.transactions.load(row.transactionId);
    return disputed?.partnerId === viewer ? row : null;
  },
  disputes: (_, args, context) => disputePage(args, null, context),
};

/** A dispute is seen by the operator, by whoever opened it and by the partner at whose till it happened: what is asked for was checked. */
export const Dispute: DisputeResolvers = {
  id: ({ disputeId }) => disputeId,
  disputed: ({ transactionId }, _, context) => seenTransaction(transactionId, context),
  raisedBy: ({ raisedBy }) => referenceTo(raisedBy),
  window: ({ windowId }, _, { loaders }) => (windowId === null ? null : loaders.windows.load(windowId)),
  evidence: ({ evidence }, _, context) =>
    evidence.map(({ text, by, at }) => ({
      text,
      by: isOperator(requireCaller(context)) ? by : null,
      at: new Date(at),
    })),
  escalated: async ({ state, answerBy, decideBy, releaseTransactionId }, _, context) => {
    if (releaseTransactionId !== null) return false;
    const { timeZone } = (await context.loaders.programme()).programme;
    const today = businessDate(context.deps.clock(), timeZone);
    return (state === 'HELD' && answerBy !== null && today > answerBy) || (decideBy !== null && today > decideBy);
  },
  result: ({ outcomeTransactionId }, _, context) => seenTransaction(outcomeTransactionId, context),
  resultRefusal: ({ outcomeRefusal }, _, context) => (isOperator(requireCaller(context)) ? outcomeRefusal : null),
  hold: ({ holdTransactionId }, _, context) => seenTransaction(holdTransactionId, context),
  release: ({ releaseTransactionId }, _, context) => seenTransaction(releaseTransactionId, context),
};
