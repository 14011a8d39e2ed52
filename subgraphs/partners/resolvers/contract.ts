import { mayActForPartner } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { formatAmount } from '../../shared/money.ts';
import type { ContractResolvers, PartnerRole } from '../generated.ts';

export const Contract: ContractResolvers = {
  __resolveReference: async ({ id }, context) => {
    const row = await context.loaders.contracts.load(id);
    return row !== null && mayActForPartner(requireCaller(context), row.partnerId) ? row : null;
  },
  id: ({ contractVersionId }) => contractVersionId,
  roles: ({ issuer, acceptor }) => {
    const roles: PartnerRole[] = [];
    if (issuer) roles.push('ISSUER');
    if (acceptor) roles.push('ACCEPTOR');
    return roles;
  },
  earnPer: ({ earnPerMinor, purchaseCurrency }) => money(earnPerMinor, purchaseCurrency),
  carryForwardBelow: async ({ carryForwardBelowMinor, programmeId }, _, { loaders }) => {
    const programme = await loaders.programmes.load(programmeId);
    assert(programme !== null, 'a contract that is seen is of a programme that is seen');
    return money(carryForwardBelowMinor, programme.currency);
  },
  netDebitCap: async ({ netDebitCapMinor, programmeId }, _, { loaders }) => {
    if (netDebitCapMinor === null) return null;
    const programme = await loaders.programmes.load(programmeId);
    assert(programme !== null, 'a contract that is seen is of a programme that is seen');
    return money(netDebitCapMinor, programme.currency);
  },
};

function money(minorUnits: bigint, currency: string): { amount: string; minorUnits: bigint; currency: string } {
  return { amount: formatAmount(minorUnits, currency), minorUnits, currency };
}
