import { isOperator, mayActForWholePartner } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { readId } from '../commands/read-input.ts';
import { shownHash } from '../commands/settlement-steps.ts';
import type { LedgerContext } from '../context.ts';
import { nettingSavings } from '../domain/netting.ts';
import { conversionsOf } from '../domain/settlement-currencies.ts';
import { OPERATOR } from '../domain/terms.ts';
import { cycleOf, windowTermsOf } from '../domain/window-terms.ts';
import type { NetPositionResolvers, SettlementWindowResolvers } from '../generated.ts';
import { netsOfWindow, type WindowNets } from '../reading/net-position-view.ts';
import { referenceTo } from '../reading/references.ts';
import { readItemsOf } from '../store/settlement/items.ts';
import { readPaymentFilesOf } from '../store/settlement/payment-files.ts';
import { readProposalsOf } from '../store/settlement/proposals.ts';
import { readClosingEntries } from '../store/windows/read-entries.ts';
import { readLevyBases } from '../store/windows/read-levy-bases.ts';
import { readObligations } from '../store/windows/read-obligations.ts';
import type { WindowRow } from '../store/windows/window-row.ts';
import { disputePage } from './dispute.ts';
import { toMoney } from './money.ts';
import { statementsOfWindow } from './statement.ts';

/**
 * The nets of a window are asked for by three fields of one answer: read once per request. They come from accumulators that are nobody's rows, as do
 * levy bases and obligations: each field says who is shown what of them.
 */
const netsByContext = new WeakMap<LedgerContext, Map<string, Promise<WindowNets>>>();

function netsOf(window: WindowRow, context: LedgerContext): Promise<WindowNets> {
  let known = netsByContext.get(context);
  if (known === undefined) {
    known = new Map();
    netsByContext.set(context, known);
  }
  let nets = known.get(window.windowId);
  if (nets === undefined) {
    nets = netsOfWindow(context.deps.database.sql, window);
    known.set(window.windowId, nets);
  }
  return nets;
}

async function currencyOf(context: LedgerContext): Promise<string> {
  return (await context.loaders.programme()).programme.currency;
}

/** Every partner's app sees the windows; the money in them only as it concerns the caller. Members see none. */
export const SettlementWindow: SettlementWindowResolvers = {
  __resolveReference: ({ id }, context) =>
    requireCaller(context).role === 'member' ? null : context.loaders.windows.load(id),
  id: ({ windowId }) => windowId,
  transactionCount: async ({ windowId }, _, { loaders }) => (await loaders.countsOf.load(windowId))?.transactions ?? 0n,
  positions: async (window, _, context) => {
    const caller = requireCaller(context);
    if (caller.role === 'member') return [];
    const { positions } = await netsOf(window, context);
    return positions.filter((position) => mayActForWholePartner(caller, position.partnerId));
  },
  operatorNet: async (window, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    return toMoney((await netsOf(window, context)).operatorNetMinor, await currencyOf(context));
  },
  operatorMovement: ({ operatorMovement }, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    return Object.entries(operatorMovement ?? {}).map(([account, amount]) => ({ account, amount: BigInt(amount) }));
  },
  levy: async ({ windowId }, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    const bases = await readLevyBases(context.deps.database.sql, windowId);
    const charged = new Map<string, bigint>();
    for (const entry of await readClosingEntries(context.reads.sql, [windowId])) {
      if (entry.type !== 'LEVY') continue;
      for (const [at, account] of entry.accounts.entries()) charged.set(account, -entry.amounts[at]!);
    }
    return bases.map(({ partnerId, points }) => ({
      partner: referenceTo(partnerId),
      points,
      amount: charged.get(`PARTNER:${partnerId}`) ?? 0n,
    }));
  },
  obligations: async ({ windowId }, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    const obligations = await readObligations(context.deps.database.sql, [windowId]);
    return obligations.map(({ funderId, acceptorId, amountMinor }) => ({
      funder: referenceTo(funderId === OPERATOR ? null : funderId),
      acceptor: referenceTo(acceptorId === OPERATOR ? null : acceptorId),
      amount: amountMinor,
    }));
  },
  entries: async ({ windowId }, _, context) =>
    isOperator(requireCaller(context)) ? [...(await readClosingEntries(context.reads.sql, [windowId]))] : null,
  items: async ({ windowId }, _, context) => {
    const caller = requireCaller(context);
    if (caller.role === 'member') return [];
    const items = await readItemsOf(context.reads.sql, [windowId]);
    return items.filter(({ partnerId }) => mayActForWholePartner(caller, partnerId));
  },
  savings: async (window, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    const { positions } = await netsOf(window, context);
    const { grossMinor, netMinor, savedMinor, savedBasisPoints, grossPayments, netPayments } = nettingSavings(
      positions.map((position) => ({
        ...position,
        settledMinor: position.action === 'CARRY_FORWARD' ? 0n : position.netMinor,
        byComponent: position.components,
      })),
    );
    const currency = await currencyOf(context);
    return {
      gross: toMoney(grossMinor, currency),
      net: toMoney(netMinor, currency),
      saved: toMoney(savedMinor, currency),
      savedBasisPoints: Number(savedBasisPoints),
      grossPayments,
      netPayments,
    };
  },
  ratesNeeded: async (window, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    if (window.closedAt === null || window.finalisedAt !== null || window.settledAt !== null) return [];
    const reference = await context.loaders.programme();
    if (!windowTermsOf(reference).hasReview(window)) return [];
    const { positions } = await netsOf(window, context);
    const currencies = conversionsOf(reference, window.closedAt, positions, []).map(({ currency }) => currency);
    return [...new Set(currencies)].sort();
  },
  disputes: ({ windowId }, args, context) => disputePage(args, windowId, context),
  proposals: async ({ windowId }, _, context) =>
    isOperator(requireCaller(context)) ? [...(await readProposalsOf(context.reads.sql, [windowId]))] : null,
  paymentFiles: async ({ windowId }, _, context) =>
    isOperator(requireCaller(context)) ? [...(await readPaymentFilesOf(context.reads.sql, [windowId]))] : null,
  shownHash: async (window, { step, partnerIds }, context) => {
    if (!isOperator(requireCaller(context))) return null;
    const concerned = partnerIds == null ? null : [...new Set(partnerIds.map(readId))].sort();
    const { database, clock } = context.deps;
    const reference = await context.loaders.programme();
    return (await shownHash(database.sql, reference, window, step, concerned, clock())).toString('hex');
  },
  cycle: async (window, _, context) => {
    const { closedAt, cutOffAt } = window;
    return closedAt === null ? null : cycleOf(await context.loaders.programme(), window, cutOffAt ?? closedAt);
  },
  statements: (window, _, context) =>
    requireCaller(context).role === 'member' ? [] : statementsOfWindow(window, context),
  sum: async (window, _, context) => {
    if (!isOperator(requireCaller(context))) return null;
    const { positions, operatorNetMinor } = await netsOf(window, context);
    const sum = positions.reduce((total, position) => total + position.netMinor, operatorNetMinor);
    return toMoney(sum, await currencyOf(context));
  },
};

export const NetPosition: NetPositionResolvers = {
  partner: ({ partnerId }) => referenceTo(partnerId),
  opening: async ({ openingMinor }, _, context) => toMoney(openingMinor, await currencyOf(context)),
  credits: async ({ creditsMinor }, _, context) => toMoney(creditsMinor, await currencyOf(context)),
  debits: async ({ debitsMinor }, _, context) => toMoney(debitsMinor, await currencyOf(context)),
  net: async ({ netMinor }, _, context) => toMoney(netMinor, await currencyOf(context)),
  components: async ({ components }, _, context) => {
    const currency = await currencyOf(context);
    return [...components].map(([component, sum]) => ({ component, total: toMoney(sum, currency) }));
  },
};
