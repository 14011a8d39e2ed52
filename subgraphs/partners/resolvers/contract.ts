import { mayActForPartner } from '../../serving/caller.ts';
import { requireCaller } from '../../serving/required-caller.ts';
import { assert } from '../../shared/assert.ts';
import { formatAmount } from '../../shared/money.ts';
import { contractStateAt } from '../domain/partner-status.ts';
import type { ContractResolvers, PartnerRole, VatCategory } from '../generated.ts';

export const Contract: ContractResolvers = {
  __resolveReference: async ({ id }, context) => {
    const row = await context.loaders.contracts.load(id);
    return row !== null && mayActForPartner(requireCaller(context), row.partnerId) ? row : null;
  },
  id: ({ contractVersionId }) => contractVersionId,
  state: async (row, _, { loaders, deps }) => {
    const versions = await loaders.contractsOf.load(row.partnerId);
    const superseded = versions.some(({ validFrom }) => validFrom.getTime() === row.validUntil?.getTime());
    return contractStateAt(row, superseded, deps.clock());
  },
  roles: ({ issuer, acceptor }) => {
    const roles: PartnerRole[] = [];
    if (issuer) roles.push('ISSUER');
    if (acceptor) roles.push('ACCEPTOR');
    return roles;
  },
  expiryBeneficiary: ({ expiryShareBasisPoints }) =>
    expiryShareBasisPoints === 0 ? 'OPERATOR' : expiryShareBasisPoints === 10_000 ? 'FUNDER' : 'SPLIT',
  operatorVat: (contract) =>
    vat(contract.operatorVatCategory, contract.operatorVatRateBasisPoints, contract.operatorVatExemptionReason),
  partnerVat: (contract) =>
    vat(contract.partnerVatCategory, contract.partnerVatRateBasisPoints, contract.partnerVatExemptionReason),
  collateral: async ({ collateralMinor, programmeId }, _, { loaders }) => {
    const programme = await loaders.programmes.load(programmeId);
    assert(programme !== null, 'a contract that is seen is of a programme that is seen');
    return money(collateralMinor, programme.currency);
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

/** The CHECKs of the table: a category comes with its rate. */
function vat(category: VatCategory | null, rateBasisPoints: number | null, exemptionReason: string | null) {
  return category === null ? null : { category, rateBasisPoints: rateBasisPoints ?? 0, exemptionReason };
}

function money(minorUnits: bigint, currency: string): { amount: string; minorUnits: bigint; currency: string } {
  return { amount: formatAmount(minorUnits, currency), minorUnits, currency };
}
