import type { LotResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { seenTransaction } from './transaction.ts';

export const Lot: LotResolvers = {
  id: ({ lotId }) => lotId,
  issuer: ({ issuerId }) => referenceTo(issuerId),
  funder: ({ funderId }) => referenceTo(funderId),
  contract: ({ contractVersionId }) => referenceTo(contractVersionId),
  earnedBy: ({ earnTransactionId }, _, context) => seenTransaction(earnTransactionId, context),
};
