// Drafts of contracts, their signatures and ends; terminals and opening times of stores.
import { mayActForPartner } from '../../serving/caller.ts';
import { toPayload } from '../../serving/refusal.ts';
import { requireCaller, requireProgrammeCaller } from '../../serving/required-caller.ts';
import {
  addTerminal,
  changeStore,
  draftContract,
  retireTerminal,
  signContractDraft,
  terminateContract,
} from '../commands/contract-life.ts';
import type { PartnersContext } from '../context.ts';
import { withoutNulls } from '../domain/rules/read-rule.ts';
import type { ContractDraftResolvers, MutationResolvers } from '../generated.ts';
import { readContractDraft } from '../store/contract-life.ts';

type LifeMutation =
  | 'draftContract'
  | 'signContractDraft'
  | 'terminateContract'
  | 'addTerminal'
  | 'retireTerminal'
  | 'changeStore';

async function draftPayload(draftId: string, context: PartnersContext) {
  const { programmeId } = requireProgrammeCaller(context);
  const draft = await readContractDraft(context.reads.sql, programmeId, draftId);
  const versionId = draft?.contractVersionId ?? null;
  return { draft, contract: versionId === null ? null : await context.loaders.contracts.load(versionId) };
}

export const lifeMutations: Required<Pick<MutationResolvers, LifeMutation>> = {
  draftContract: async (_, { input }, context) =>
    toPayload(
      await draftContract(context.deps, requireCaller(context), input),
      ({ draftId }) => draftPayload(draftId, context),
      { draft: null, contract: null },
    ),
  signContractDraft: async (_, { input }, context) =>
    toPayload(
      await signContractDraft(context.deps, requireCaller(context), input),
      ({ draftId }) => draftPayload(draftId, context),
      { draft: null, contract: null },
    ),
  terminateContract: async (_, { input }, context) =>
    toPayload(
      await terminateContract(context.deps, requireCaller(context), input),
      async ({ contractVersionId, partnerId }) => ({
        contract: await context.loaders.contracts.load(contractVersionId),
        partner: await context.loaders.partners.load(partnerId),
      }),
      { contract: null, partner: null },
    ),
  addTerminal: async (_, { input }, context) =>
    toPayload(
      await addTerminal(context.deps, requireCaller(context), input),
      async ({ storeId }) => ({ store: await context.loaders.stores.load(storeId) }),
      { store: null },
    ),
  retireTerminal: async (_, { input }, context) =>
    toPayload(
      await retireTerminal(context.deps, requireCaller(context), input),
      async ({ terminalId }) => ({ terminal: await context.loaders.terminals.load(terminalId) }),
      { terminal: null },
    ),
  changeStore: async (_, { input }, context) =>
    toPayload(
      await changeStore(context.deps, requireCaller(context), input),
      async ({ storeId }) => ({ store: await context.loaders.stores.load(storeId) }),
      { store: null },
    ),
};

export const ContractDraft: ContractDraftResolvers = {
  id: ({ draftId }) => draftId,
  partner: async ({ partnerId }, _, context) =>
    mayActForPartner(requireCaller(context), partnerId) ? context.loaders.faces.load(partnerId) : null,
  state: ({ contractVersionId, operatorSignedAt, partnerSignedAt }) =>
    contractVersionId !== null
      ? 'SIGNED'
      : operatorSignedAt === null && partnerSignedAt === null
        ? 'DRAFT'
        : operatorSignedAt === null
          ? 'SIGNED_BY_PARTNER'
          : 'SIGNED_BY_OPERATOR',
  validFrom: ({ terms }) => terms.validFrom,
  terms: ({ terms }) => withoutNulls(terms),
  contract: ({ contractVersionId }, _, { loaders }) =>
    contractVersionId === null ? null : loaders.contracts.load(contractVersionId),
};
