import { requireCaller } from '../../serving/required-caller.ts';
import type { FundingShareResolvers } from '../generated.ts';
import { maySeePartnerMoney } from '../reading/access.ts';
import { referenceTo } from '../reading/references.ts';
import { toMoney } from './money.ts';

export const FundingShare: FundingShareResolvers = {
  funder: ({ funderId }) => referenceTo(funderId),
  amount: async ({ amountMinor }, _, context) => {
    if (amountMinor === null || !maySeePartnerMoney(requireCaller(context))) return null;
    return toMoney(amountMinor, (await context.loaders.programme()).programme.currency);
  },
};
