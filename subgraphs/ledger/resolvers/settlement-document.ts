import { mayActForWholePartner } from '../../serving/caller.ts';
import { requireProgrammeCaller } from '../../serving/required-caller.ts';
import { isId } from '../../shared/ids.ts';
import type { QueryResolvers, SettlementDocumentProblemResolvers, SettlementDocumentResolvers } from '../generated.ts';
import { referenceTo } from '../reading/references.ts';
import { readDocuments } from '../store/documents/settlement-documents.ts';
import { toMoney } from './money.ts';

/** The operator sees all, a partner its own; nobody else sees any. */
export const settlementDocuments: NonNullable<QueryResolvers['settlementDocuments']> = async (_, args, context) => {
  const caller = requireProgrammeCaller(context);
  // A partner asks for itself when it names nobody; the operator then for all.
  const partnerId = args.partnerId ?? caller.partnerId;
  const maySee = partnerId === null ? caller.role === 'operator' : mayActForWholePartner(caller, partnerId);
  if (!maySee || !isId(args.windowId) || (partnerId !== null && !isId(partnerId))) return [];
  const { programmeId } = caller;
  return [...(await readDocuments(context.reads.sql, { programmeId, windowId: args.windowId, partnerId }))];
};

export const SettlementDocument: SettlementDocumentResolvers = {
  window: ({ windowId }, _, context) => context.loaders.windows.load(windowId),
  partner: ({ partnerId }) => referenceTo(partnerId),
  net: ({ netMinor, currency }) => toMoney(netMinor, currency),
  tax: ({ taxMinor, currency }) => toMoney(taxMinor, currency),
  gross: ({ netMinor, taxMinor, currency }) => toMoney(netMinor + taxMinor, currency),
  sha256: ({ sha256 }) => Buffer.from(sha256).toString('hex'),
};

export const SettlementDocumentProblem: SettlementDocumentProblemResolvers = {
  partner: ({ partnerId }) => referenceTo(partnerId),
};
