import type { ApiClientResolvers } from '../generated.ts';

export const ApiClient: ApiClientResolvers = {
  partner: ({ partnerId }, _, { loaders }) => (partnerId === null ? null : loaders.partners.load(partnerId)),
  storeIds: ({ storeIds }) => storeIds ?? [],
};
