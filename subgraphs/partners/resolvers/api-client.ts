import type { ApiClientResolvers } from '../generated.ts';

export const ApiClient: ApiClientResolvers = {
  partner: ({ partnerId }, _, { loaders }) => (partnerId === null ? null : loaders.faces.load(partnerId)),
  storeIds: ({ storeIds }) => storeIds ?? [],
};
