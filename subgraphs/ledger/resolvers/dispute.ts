import { isOperator } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import type { DisputeResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { seenTransaction } from './transaction.ts';

/** Disputes are the operator's to open and to decide; nobody else sees them yet. */
export const Dispute: DisputeResolvers = {
  id: ({ disputeId }) => disputeId,
  disputed: ({ transactionId }, _, context) => seenTransaction(transactionId, context),
  raisedBy: ({ raisedBy }, _, context) => (isOperator(requireCaller(context)) ? referenceTo(raisedBy) : null),
  hold: ({ holdTransactionId }, _, context) => seenTransaction(holdTransactionId, context),
  release: ({ releaseTransactionId }, _, context) => seenTransaction(releaseTransactionId, context),
};
