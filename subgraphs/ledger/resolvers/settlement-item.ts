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
  collateral: ({ collateralMinor, currency }) => (collateralMinor === null ? null : toMoney(collateralMinor, currency)),
  reincludedBy: ({ reincludedBy }, _, { loaders }) =>
    reincludedBy === null ? null : loaders.transactions.load(reincludedBy),
  payments: async ({ itemId, partnerId, currency }, _, context) => {
    if (!mayActForWholePartner(requireCaller(context), partnerId)) return [];
    return (await context.loaders.instructionsOf.load(itemId)).map((row) => ({ ...row, currency }));
  },
};

export const PaymentInstruction: PaymentInstructionResolvers = {
  amount: ({ amountMinor, currency }) => toMoney(amountMinor, currency),
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
  paymentFiles: async ({ proposalId, windowId }, _, context) => {
    if (!isOperator(requireCaller(context))) return [];
    const files = await readPaymentFilesOf(context.reads.sql, [windowId]);
    return files.filter((file) => file.proposalId === proposalId);
  },
};
