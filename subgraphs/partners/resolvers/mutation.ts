import { toPayload } from '../../serving/refusal.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { addStore } from '../commands/add-store.ts';
import { changePartnerStatus } from '../commands/change-partner-status.ts';
import { createApiClient } from '../commands/create-api-client.ts';
import { createProgramme } from '../commands/create-programme.ts';
import { recordBilling } from '../commands/record-billing.ts';
import { registerPartner } from '../commands/register-partner.ts';
import { revokeApiClient } from '../commands/revoke-api-client.ts';
import { signContract } from '../commands/sign-contract.ts';
import type { MutationResolvers } from '../generated.ts';
import { readApiClient } from '../store/api-clients.ts';
import { readBilling } from '../store/billing.ts';
import { readProgramme } from '../store/programmes.ts';
import { lifeMutations } from './contract-life.ts';
import { cycleMutations } from './cycle-change.ts';
import { ruleMutations } from './earn-rule.ts';

export const Mutation: MutationResolvers = {
  ...ruleMutations,
  ...lifeMutations,
  ...cycleMutations,
  createProgramme: async (_, { input }, context) => {
    const { db } = context.deps.database;
    return toPayload(
      await createProgramme(context.deps, requireCaller(context), input),
      async ({ programmeId, clientId, secret }) => ({
        programme: await readProgramme(db, programmeId),
        client: await readApiClient(db, programmeId, clientId),
        secret,
      }),
      { programme: null, client: null, secret: null },
    );
  },
  registerPartner: async (_, { input }, context) =>
    toPayload(
      await registerPartner(context.deps, requireCaller(context), input),
      async ({ partnerId }) => ({ partner: await context.loaders.partners.load(partnerId) }),
      { partner: null },
    ),
  signContract: async (_, { input }, context) =>
    toPayload(
      await signContract(context.deps, requireCaller(context), input),
      async ({ contractVersionId, partnerId }) => ({
        contract: await context.loaders.contracts.load(contractVersionId),
        partner: await context.loaders.partners.load(partnerId),
      }),
      { contract: null, partner: null },
    ),
  recordBilling: async (_, { input }, context) => {
    const caller = requireCaller(context);
    return toPayload(
      await recordBilling(context.deps, caller, input),
      async ({ partnerId }) => {
        assert(caller.programmeId !== null, 'who records billing details has a programme');
        return {
          billing: await readBilling(context.reads.db, caller.programmeId, partnerId),
          partner: partnerId === null ? null : await context.loaders.partners.load(partnerId),
        };
      },
      { billing: null, partner: null },
    );
  },
  changePartnerStatus: async (_, { input }, context) =>
    toPayload(
      await changePartnerStatus(context.deps, requireCaller(context), input),
      async ({ partnerId }) => ({ partner: await context.loaders.partners.load(partnerId) }),
      { partner: null },
    ),
  addStore: async (_, { input }, context) =>
    toPayload(
      await addStore(context.deps, requireCaller(context), input),
      async ({ storeId }) => ({ store: await context.loaders.stores.load(storeId) }),
      { store: null },
    ),
  createApiClient: async (_, { input }, context) => {
    const caller = requireCaller(context);
    return toPayload(
      await createApiClient(context.deps, caller, input),
      async ({ clientId, secret }) => {
        assert(caller.programmeId !== null, 'who creates clients has a programme');
        return { client: await readApiClient(context.reads.db, caller.programmeId, clientId), secret };
      },
      { client: null, secret: null },
    );
  },
  revokeApiClient: async (_, { input }, context) => {
    const caller = requireCaller(context);
    return toPayload(
      await revokeApiClient(context.deps, caller, input),
      async ({ clientId }) => {
        assert(caller.programmeId !== null, 'who revokes clients has a programme');
        return { client: await readApiClient(context.reads.db, caller.programmeId, clientId) };
      },
      { client: null },
    );
  },
};
