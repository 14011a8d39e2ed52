/** Every field that a contract has (settlement 2.3), one by one: asked for, kept by the version, shown, in the file of terms, and refused with its path when bad. */
import { readFile } from 'node:fs/promises';
import { buildASTSchema, type GraphQLInputObjectType, parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApi } from '../../scripts/api.ts';
import { readProgrammeTerms } from '../../scripts/terms/programme-terms.ts';
import { readTermsFile } from '../../scripts/terms/terms-file.ts';
import {
  type Api,
  apiAt,
  eur,
  type Fields,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let acme: PartnerByApi;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('contract-fields', { disputeBusinessDays: 5, valueBusinessDays: 8 });
  // Its first version has the default everywhere.
  acme = await api.partner(programme, 'acme');
});
afterAll(() => product.close());

/** Terms that are as far from the defaults as may be, all at once. */
const TOLD: Fields = {
  validFrom: '2098-01-01T00:00:00.000Z',
  roles: ['ACCEPTOR', 'ISSUER'],
  fundingModel: 'HYBRID',
  poolShareBasisPoints: 2_500,
  earnPoints: 3,
  earnPer: { amount: '2.50', currency: 'USD' },
  earnRounding: 'HALF_UP',
  pendingDays: 14,
  issuePriceMicros: 12_000,
  reserveRateMicros: 9_000,
  serviceFeeMicros: 700,
  reimbursementMicros: 7_000,
  clearingFeeBasisPoints: 150,
  clearingFeePayer: 'ACCEPTOR',
  ownBrandFeeExempt: false,
  expiryBeneficiary: 'SPLIT',
  expiryShareBasisPoints: 5_000,
  earnReversalDays: 30,
  earnReversalRefundsServiceFee: false,
  redemptionReversalDays: 20,
  redemptionReversalRefundsClearingFee: false,
  refundShortfall: 'ISSUER_ABSORBS',
  expiryModel: 'INACTIVITY',
  expiryMonths: 18,
  expiryRounding: 'QUARTER',
  expiryMonthDay: null,
  lateSubmissionDays: 10,
  lateBeyondLimit: 'FLAG',
  netDebitCap: '1000.00',
  capMode: 'BLOCK_ALL',
  carryForwardBelow: '25.00',
  collateral: '5000.00',
  settlementCurrency: 'JPY',
  operatorVat: { category: 'S', rateBasisPoints: 1_900, exemptionReason: null },
  partnerVat: { category: 'AE', rateBasisPoints: 0, exemptionReason: 'Reverse charge' },
  selfBilling: true,
};
const MONEY = ['earnPer', 'netDebitCap', 'carryForwardBelow', 'collateral'];
const VAT = ['operatorVat', 'partnerVat'];

/** Fields of the contract as it shows itself, amounts as they are asked for. */
async function versions(): Promise<Fields[]> {
  const selection = Object.keys(TOLD).map((name) =>
    MONEY.includes(name)
      ? `${name} { amount currency }`
      : VAT.includes(name)
        ? `${name} { category rateBasisPoints exemptionReason }`
        : name,
  );
  const query = `query ($id: ID!) { partner(id: $id) { contracts { ${selection.join(' ')} } } }`;
  const { data } = await api.ask(programme.operator, query, { id: acme.id });
  const partner = data?.partner as { contracts: Fields[] };
  return partner.contracts.map((contract) =>
    Object.fromEntries(
      Object.entries(contract).map(([name, value]) => [
        name,
        MONEY.includes(name) && name !== 'earnPer' && value !== null ? (value as { amount: string }).amount : value,
      ]),
    ),
  );
}

it('the table has every field that a contract can be asked for', async () => {
  const text = await Promise.all(
    ['common', 'partners'].map((name) => readFile(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8')),
  );
  const schema = buildASTSchema(parse(text.join('\n')), { assumeValidSDL: true });
  for (const name of ['SignContractInput', 'DraftContractInput']) {
    const input = schema.getType(name) as GraphQLInputObjectType;
    expect(Object.keys(input.getFields()).sort()).toEqual(['idempotencyKey', 'partnerId', ...Object.keys(TOLD)].sort());
  }
});

it('what is signed is what the version says, the version before says what it said, and the file of terms says it, too', async () => {
  const [before] = await versions();
  for (const [name, value] of Object.entries(TOLD))
    if (!['expiryMonthDay', 'roles'].includes(name)) expect([name, before?.[name]]).not.toEqual([name, value]);
  const reply = await api.mutate(programme.operator, 'signContract', { partnerId: acme.id, ...TOLD });
  expect(outcomeOf(reply)).toBe('OK');
  const roles = ['ISSUER', 'ACCEPTOR'];
  expect(await versions()).toEqual([before, { ...TOLD, roles }]);

  const { terms } = await readProgrammeTerms(openApi(product.url).withToken(programme.operator));
  // JSON is YAML: what is exported can be read again.
  const read = readTermsFile(JSON.stringify(terms));
  const { expiryBeneficiary, ...filed } = TOLD;
  expect(expiryBeneficiary).toBe('SPLIT');
  const { exemptionReason, ...operatorVat } = TOLD.operatorVat as Fields;
  expect(exemptionReason).toBe(null);
  delete filed.expiryMonthDay;
  expect(read.ok ? read.terms.partners?.[0]?.contract : read.problems).toEqual({ ...filed, roles, operatorVat });
});

it.each<[keyof typeof TOLD, Fields, string, string?]>([
  ['validFrom', { validFrom: '2020-01-01T00:00:00Z' }, 'CONTRACT_OVERLAP'],
  ['roles', { roles: [] }, 'INVALID_INPUT'],
  ['poolShareBasisPoints', { fundingModel: 'HYBRID', poolShareBasisPoints: 10_000 }, 'INVALID_INPUT'],
  ['poolShareBasisPoints', { fundingModel: 'HYBRID' }, 'INVALID_INPUT'],
  ['earnPoints', { earnPoints: -1 }, 'INVALID_POINTS'],
  ['earnPer', { earnPer: eur('0.00') }, 'INVALID_AMOUNT', 'earnPer.amount'],
  ['earnPer', { earnPer: eur('1.001') }, 'INVALID_AMOUNT', 'earnPer.amount'],
  ['earnPer', { earnPer: { amount: '1.00', currency: 'XXX' } }, 'UNKNOWN_CURRENCY', 'earnPer.currency'],
  ['pendingDays', { pendingDays: 366 }, 'INVALID_INPUT'],
  ['issuePriceMicros', { issuePriceMicros: 1_000_000_001 }, 'INVALID_AMOUNT'],
  ['reserveRateMicros', { reserveRateMicros: 10_001 }, 'INVALID_INPUT'],
  ['serviceFeeMicros', { serviceFeeMicros: -1 }, 'INVALID_AMOUNT'],
  ['reimbursementMicros', { reimbursementMicros: null }, 'INVALID_INPUT'],
  ['reimbursementMicros', { reimbursementMicros: 1_000_000_001 }, 'INVALID_AMOUNT'],
  ['clearingFeeBasisPoints', { clearingFeeBasisPoints: 10_001 }, 'INVALID_INPUT'],
  ['expiryShareBasisPoints', { expiryBeneficiary: 'SPLIT', expiryShareBasisPoints: 0 }, 'INVALID_INPUT'],
  ['expiryShareBasisPoints', { expiryShareBasisPoints: -1 }, 'INVALID_INPUT'],
  ['earnReversalDays', { earnReversalDays: -1 }, 'INVALID_INPUT'],
  ['redemptionReversalDays', { redemptionReversalDays: 3_651 }, 'INVALID_INPUT'],
  ['expiryMonths', { expiryModel: 'ROLLING', expiryMonths: 0 }, 'INVALID_INPUT'],
  ['expiryMonthDay', { expiryModel: 'FIXED', expiryMonthDay: '02-29' }, 'INVALID_INPUT'],
  ['lateSubmissionDays', { lateSubmissionDays: -1 }, 'INVALID_INPUT'],
  ['netDebitCap', { netDebitCap: '1.001' }, 'INVALID_AMOUNT'],
  ['carryForwardBelow', { carryForwardBelow: '-1' }, 'INVALID_AMOUNT'],
  ['collateral', { collateral: 'much' }, 'INVALID_AMOUNT'],
  ['settlementCurrency', { settlementCurrency: 'XAU' }, 'UNKNOWN_CURRENCY'],
  ['operatorVat', { operatorVat: { category: 'S' } }, 'INVALID_INPUT', 'operatorVat.rateBasisPoints'],
  ['partnerVat', { partnerVat: { category: 'E' } }, 'INVALID_INPUT', 'partnerVat.exemptionReason'],
])('a bad one is refused with its path, signed or drafted: %s %j', async (name, bad, code, path = name) => {
  const before = await versions();
  for (const mutation of ['signContract', 'draftContract']) {
    const usual = { partnerId: acme.id, validFrom: '2099-01-01T00:00:00Z', earnPer: eur('1.00') };
    const reply = await api.mutate(programme.operator, mutation, { ...usual, ...bad });
    expect([mutation, outcomeOf(reply), reply.userErrors?.[0]?.field]).toEqual([
      mutation,
      code,
      ['input', ...path.split('.')],
    ]);
  }
  expect(await versions()).toEqual(before);
});
