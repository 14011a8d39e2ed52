import { mayActForPartner } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { partnerStatusAt, versionInForce } from '../domain/partner-status.ts';
import type { PartnerResolvers } from '../generated.ts';
import { readContractDraftsOf } from '../store/contract-life.ts';
import { storesOfPartner } from './connections.ts';

/** Code, name, status and stores are a partner's public face; contracts, billing and clients are for the operator and the partner itself. */
export const Partner: PartnerResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.faces.load(id),
  id: ({ partnerId }) => partnerId,
  status: async ({ partnerId }, _, { loaders, deps }) => {
    const [row, beginning] = await Promise.all([loaders.partners.load(partnerId), loaders.beginnings.load(partnerId)]);
    assert(row !== null, 'a partner that is seen is there');
    return partnerStatusAt(row.standing, beginning?.validFrom ?? null, deps.clock(), row.runOffUntil);
  },
  contract: async ({ partnerId }, { at }, context) => {
    if (!mayActForPartner(requireCaller(context), partnerId)) return null;
    return versionInForce(await context.loaders.contractsOf.load(partnerId), at ?? context.deps.clock());
  },
  contractDrafts: ({ partnerId, programmeId }, _, context) =>
    mayActForPartner(requireCaller(context), partnerId)
      ? readContractDraftsOf(context.reads.sql, programmeId, partnerId)
      : null,
  contracts: ({ partnerId }, _, context) =>
    mayActForPartner(requireCaller(context), partnerId) ? context.loaders.contractsOf.load(partnerId) : null,
  billing: ({ partnerId }, _, context) =>
    mayActForPartner(requireCaller(context), partnerId) ? context.loaders.billingOf.load(partnerId) : null,
  stores: ({ partnerId }, args, context) => storesOfPartner(partnerId, args, context),
  apiClients: ({ partnerId }, _, context) =>
    mayActForPartner(requireCaller(context), partnerId) ? context.loaders.clientsOf.load(partnerId) : null,
};
