import { isOperator, mayActForWholePartner } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type {
  PaymentInstructionResolvers,
  SettlementItemResolvers,
  SettlementProposalResolvers,
} from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { readPaymentFilesOf } from '../store/settlement/payment-files.ts';
import { toMoney } from './money.ts';

export const SettlementItem: SettlementItemResolvers = {
  id: ({ itemId }) => itemId,
  partner: ({ partnerId }) => referenceTo(partnerId),
  amount: ({ amountMinor, currency }) => toMoney(amountMinor, currency),
  settlementAmount: ({ settlementMinor, settlementCurrency }) =>
    settlementMinor === null || settlementCurrency === null ? null : toMoney(settlementMinor, settlementCurrency),
  exchangeRate: async ({ ratesOf, settlementCurrency }, _, { loaders }) =>
    ratesOf === null
      ? null
      : ((await loaders.ratesOf.load(ratesOf)).find(({ quote }) => quote === settlementCurrency) ?? null),
  collateral: ({ collateralMinor, currency }) => (collateralMinor === null ? null : toMoney(collateralMinor, currency)),
  reincludedBy: ({ reincludedBy }, _, { loaders }) =>
    reincludedBy === null ? null : loaders.transactions.load(reincludedBy),
  payments: async ({ itemId, partnerId, currency, settlementCurrency }, _, context) => {
    if (!mayActForWholePartner(requireCaller(context), partnerId)) return [];
    const paid = { currency: settlementCurrency ?? currency, netCurrency: currency };
    return (await context.loaders.instructionsOf.load(itemId)).map((row) => ({ ...row, ...paid }));
  },
};

export const PaymentInstruction: PaymentInstructionResolvers = {
  amount: ({ amountMinor, currency }) => toMoney(amountMinor, currency),
  booked: ({ bookedMinor, netCurrency }) => (bookedMinor === null ? null : toMoney(bookedMinor, netCurrency)),
};

/** Proposals are the operator's own affair. */
export const SettlementProposal: SettlementProposalResolvers = {
  id: ({ proposalId }) => proposalId,
  window: ({ windowId }, _, context) =>
    isOperator(requireCaller(context)) ? context.loaders.windows.load(windowId) : null,
  partners: ({ partnerIds }) => partnerIds?.map((id) => ({ id })) ?? null,
  shownHash: ({ shownHash }) => shownHash.toString('hex'),
  amount: async ({ amountMinor }, _, { loaders }) =>
    amountMinor === null ? null : toMoney(amountMinor, (await loaders.programme()).programme.currency),
  rates: ({ proposalId }, _, { loaders }) => loaders.ratesOf.load(proposalId),
  paymentFiles: async ({ proposalId, windowId }, _, context) => {
    if (!isOperator(requireCaller(context))) return [];
    const files = await readPaymentFilesOf(context.reads.sql, [windowId]);
    return files.filter((file) => file.proposalId === proposalId);
  },
};
