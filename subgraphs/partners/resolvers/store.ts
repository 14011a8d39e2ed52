import { assert } from '../../shared/assert.ts';
import type { StoreResolvers, TerminalResolvers } from '../generated.ts';

export const Terminal: TerminalResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.terminals.load(id),
  id: ({ terminalId }) => terminalId,
};

export const Store: StoreResolvers = {
  terminals: ({ storeId }, _, { loaders }) => loaders.terminalsOf.load(storeId),
  __resolveReference: ({ id }, { loaders }) => loaders.stores.load(id),
  id: ({ storeId }) => storeId,
  timeZone: async ({ timeZone, programmeId }, _, { loaders }) => {
    if (timeZone !== null) return timeZone;
    const programme = await loaders.programmes.load(programmeId);
    assert(programme !== null, 'a store that is seen is of a programme that is seen');
    return programme.timeZone;
  },
  partner: async ({ partnerId }, _, { loaders }) => {
    const partner = await loaders.faces.load(partnerId);
    assert(partner !== null, 'a store that is seen is of a partner that is seen');
    return partner;
  },
};
