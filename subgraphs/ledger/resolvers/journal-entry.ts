import { reserveLeft } from '../domain/posting-rules/lot-money.ts';
import type { JournalEntryResolvers, LotRecordResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';

export const JournalEntry: JournalEntryResolvers = {
  legs: ({ accounts, components, amounts }) =>
    accounts.map((account, at) => ({ account, component: components[at]!, amount: amounts[at]! })),
};

export const LotRecord: LotRecordResolvers = {
  id: ({ lotId }) => lotId,
  issuer: ({ issuerId }) => referenceTo(issuerId),
  funder: ({ funderId }) => referenceTo(funderId),
  remaining: ({ pending, available, held }) => pending + available + held,
  reserve: ({ reserveMinor }) => reserveMinor,
  reserveLeft: (lot) => reserveLeft(lot),
  serviceFee: ({ serviceMinor }) => serviceMinor,
};
