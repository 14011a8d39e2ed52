import { assert } from '../../shared/assert.ts';
import type { StoreResolvers } from '../generated.ts';

export const Store: StoreResolvers = {
  terminals: async ({ storeId }, _, { loaders }) =>
    (await loaders.terminalsOf.load(storeId)).map(({ terminalId, code }) => ({ id: terminalId, code })),
  __resolveReference: ({ id }, { loaders }) => loaders.stores.load(id),
  id: ({ storeId }) => storeId,
  timeZone: async ({ timeZone, programmeId }, _, { loaders }) => {
    if (timeZone !== null) return timeZone;
    const programme = await loaders.programmes.load(programmeId);
    assert(programme !== null, 'a store that is seen is of a programme that is seen');
    return programme.timeZone;
  },
  partner: async ({ partnerId }, _, { loaders }) => {
    const partner = await loaders.partners.load(partnerId);
    assert(partner !== null, 'a store that is seen is of a partner that is seen');
    return partner;
  },
};
