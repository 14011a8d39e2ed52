import { mayActForWholePartner } from '../../serving/caller.ts';
import { connectionOf, readPage } from '../../serving/connections.ts';
import { badUserInput } from '../../serving/errors.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { LedgerContext } from '../context.ts';
import { AGE_BUCKETS, ageingReport } from '../domain/break-ageing.ts';
import { businessDate } from '../domain/business-calendar.ts';
import { businessDaysBetween } from '../domain/business-days.ts';
import { calendarAt, cycleOf } from '../domain/window-terms.ts';
import type { QueryResolvers, ReconciliationBreakResolvers, ReconciliationResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { type BreakRow, readBreakPage, readOpenBreaks } from '../store/reconciliation/breaks.ts';
import {
  type ReconciliationRow,
  readReconciliationPage,
  readVersions,
} from '../store/reconciliation/reconciliations.ts';
import { toMoney } from './money.ts';
import { seenTransaction } from './transaction.ts';

const RECONCILIATION = 'reconciliation';
const BREAK = 'break';

/** A reconciliation of the caller's own partner; all of them for the operator. */
export async function seenReconciliation(id: string, context: LedgerContext): Promise<ReconciliationRow | null> {
  const row = await context.loaders.reconciliations.load(id);
  return row !== null && mayActForWholePartner(requireCaller(context), row.partnerId) ? row : null;
}

async function seenBreak(id: string, context: LedgerContext): Promise<BreakRow | null> {
  const row = await context.loaders.breaks.load(id);
  return row !== null && mayActForWholePartner(requireCaller(context), row.partnerId) ? row : null;
}

/** Today in the programme's time zone, and its business days. */
async function calendarOf(context: LedgerContext) {
  const reference = await context.loaders.programme();
  const now = context.deps.clock();
  const { timeZone, currency } = reference.programme;
  return { today: businessDate(now, timeZone), calendar: calendarAt(reference, now), currency };
}

/** The queries of partners' files and of what differs. */
export const reconciliationQueries: Required<
  Pick<QueryResolvers, 'reconciliation' | 'reconciliations' | 'reconciliationBreak'>
> = {
  reconciliation: (_, { id }, context) => seenReconciliation(id, context),
  reconciliationBreak: (_, { id }, context) => seenBreak(id, context),
  reconciliations: async (_, args, context) => {
    const caller = requireProgrammeCaller(context);
    const page = readPage(args, RECONCILIATION, 1);
    const before = page.after?.[0] ?? null;
    if (before !== null && !isId(before)) throw badUserInput('`after` is not a cursor of this connection.');
    // A partner asks for itself, whatever it asks for; for another it gets nothing.
    const partnerId = args.partnerId ?? caller.partnerId;
    const isNone =
      [args.windowId, partnerId].some((id) => id != null && !isId(id)) ||
      (partnerId === null ? caller.role !== 'operator' : !mayActForWholePartner(caller, partnerId));
    const rows = isNone
      ? []
      : await readReconciliationPage(context.reads.sql, {
          programmeId: caller.programmeId,
          windowId: args.windowId ?? null,
          partnerId,
          before,
          limit: page.limit + 1,
        });
    return connectionOf(rows, page, (row) => [row.reconciliationId]);
  },
};

export const Reconciliation: ReconciliationResolvers = {
  __resolveReference: ({ id }, context) => seenReconciliation(id, context),
  id: ({ reconciliationId }) => reconciliationId,
  partner: ({ partnerId }) => referenceTo(partnerId),
  window: ({ windowId }, _, context) => context.loaders.windows.load(windowId),
  superseded: async ({ windowId, partnerId, version }, _, context) => {
    const [last] = await readVersions(context.reads.sql, windowId, partnerId);
    return last !== undefined && last.version > version;
  },
  sha256: ({ sha256 }) => Buffer.from(sha256).toString('hex'),
  breakCount: ({ breaks }) => breaks,
  openBreaks: async ({ reconciliationId }, _, context) =>
    (await context.loaders.openBreaksOf.load(reconciliationId))?.open ?? 0,
  breaks: async ({ reconciliationId }, args, context) => {
    const page = readPage(args, BREAK, 1);
    const after = page.after?.[0] ?? null;
    if (after !== null && !/^\d{1,9}$/.test(after)) throw badUserInput('`after` is not a cursor of this connection.');
    const rows = await readBreakPage(context.reads.sql, {
      reconciliationId,
      states: args.states ?? null,
      after: after === null ? null : Number(after),
      limit: page.limit + 1,
    });
    return connectionOf(rows, page, (row) => [String(row.ordinal)]);
  },
  ageing: async ({ windowId, partnerId, reconciliationId }, _, context) => {
    const { today, calendar, currency } = await calendarOf(context);
    const open = (await readOpenBreaks(context.reads.sql, [windowId], partnerId)).filter(
      (one) => one.reconciliationId === reconciliationId,
    );
    const rows = ageingReport(
      open.map(({ result, since, valuePoints, valueMinor }) => ({
        result,
        since,
        value: { points: valuePoints, minor: valueMinor },
      })),
      today,
      calendar,
    );
    return rows.map(({ result, buckets, oldest, oldestAge }) => ({
      result: result as BreakRow['result'],
      oldest,
      oldestAge,
      buckets: AGE_BUCKETS.map((age) => ({
        age,
        count: buckets[age].count,
        points: buckets[age].points,
        amount: toMoney(buckets[age].minor, currency),
      })),
    }));
  },
  escalated: async ({ windowId, reconciliationId }, _, context) => {
    const window = await context.loaders.windows.load(windowId);
    if (window === null || window.closedAt === null) return false;
    const reference = await context.loaders.programme();
    const { disputeDeadline } = cycleOf(reference, window, window.cutOffAt ?? window.closedAt);
    const { today } = await calendarOf(context);
    if (today <= disputeDeadline) return false;
    return ((await context.loaders.openBreaksOf.load(reconciliationId))?.open ?? 0) > 0;
  },
};

export const ReconciliationBreak: ReconciliationBreakResolvers = {
  __resolveReference: ({ id }, context) => seenBreak(id, context),
  id: ({ breakId }) => breakId,
  reconciliation: async ({ reconciliationId }, _, context) => {
    const row = await seenReconciliation(reconciliationId, context);
    if (row === null) throw new Error('Broken promise: who sees a break sees its reconciliation');
    return row;
  },
  transaction: ({ transactionId }, _, context) => seenTransaction(transactionId, context),
  value: async ({ valuePoints, valueMinor }, _, context) => ({
    points: valuePoints,
    amount: toMoney(valueMinor, (await context.loaders.programme()).programme.currency),
  }),
  evidence: ({ till, memberToken }) =>
    [till === null ? null : `till ${till}`, memberToken === null ? null : `member ${memberToken}`]
      .filter((part) => part !== null)
      .join(', ') || null,
  age: async ({ since }, _, context) => {
    const { today, calendar } = await calendarOf(context);
    return since >= today ? 0 : businessDaysBetween(since, today, calendar);
  },
  proposal: async ({ proposal, shownHash, postedId }, _, context) => {
    if (proposal === null || shownHash === null) return null;
    return {
      action: proposal.action,
      points: proposal.points === null ? null : BigInt(proposal.points),
      member: referenceTo(proposal.memberId),
      reason: proposal.reason,
      shownHash,
      posted: await seenTransaction(postedId, context),
    };
  },
};
