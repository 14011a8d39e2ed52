/** Accounting views through the API: figures that an accountant can add up, that tie to the lots, and who sees which. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksBalanced } from '../support/books.ts';
import {
  type Api,
  apiAt,
  eur,
  outcomeOf,
  type PartnerByApi,
  type ProgrammeByApi,
} from '../support/coalition-by-api.ts';
import { type DeployedProduct, deployProduct } from '../support/deploy-product.ts';

let product: DeployedProduct;
let api: Api;
let programme: ProgrammeByApi;
let issuer: PartnerByApi;
let acceptor: PartnerByApi;
let memberId: string;

beforeAll(async () => {
  product = await deployProduct('in-process');
  api = apiAt(product.url, product.platform);
  programme = await api.programme('accounts');
  const prices = { issuePriceMicros: 10_000, reserveRateMicros: 8_000, reimbursementMicros: 8_000 };
  issuer = await api.partner(programme, 'ISSUER', prices);
  acceptor = await api.partner(programme, 'ACCEPTOR', prices);
  memberId = (await api.member(programme)).id;
});
afterAll(() => product.close());

const till = async (partner: PartnerByApi, name: string, more: object): Promise<void> =>
  expect(outcomeOf(await api.mutate(partner.token, name, { storeId: partner.storeId, memberId, ...more }))).toBe('OK');

const VIEWS = `query ($windowId: ID, $last: Int! = 12, $breakage: [BreakageEstimateInput!]! = []) {
  accounting(windowId: $windowId, last: $last) {
    through { number }
    reserve { window opening { minorUnits } movements { component total { minorUnits } } closing { minorUnits } }
    contractLiability(breakage: $breakage) {
      window consideration { minorUnits } revenue { minorUnits } closing { minorUnits } expectedRedeemedPoints redeemedPoints
    }
    points { window funder { id } vintage opening issued redeemed restored closing }
    lots { funder { id } vintage points reserve { minorUnits } paidOnRedemption exposure { minorUnits } }
    ties { name closing lots ties }
  }
}`;
const NO_EXPOSURE = { paidOnRedemption: 0, exposure: { minorUnits: 0 } };
async function views(token: string, variables: object = {}) {
  const { data, errors } = await api.ask(token, VIEWS, variables);
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: an answer as it comes
  return data!.accounting as any;
}

it('says nothing before the first window, then rolls forward from window to window and ties to the lots', async () => {
  expect(await views(programme.operator)).toBeNull();
  await till(issuer, 'recordPurchase', { amount: eur('1000.00') });
  await till(acceptor, 'redeemPoints', { points: 400 });
  const first = (await views(programme.operator)).through;
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  const windowId = (data as { settlementWindow: { id: string } }).settlementWindow.id;
  expect(outcomeOf(await api.mutate(programme.operator, 'closeSettlementWindow', { windowId }))).toBe('OK');
  await till(issuer, 'recordPurchase', { amount: eur('100.00') });
  await till(acceptor, 'redeemPoints', { points: 100 });
  const all = await views(programme.operator, { breakage: [{ fromWindow: 1, basisPoints: 2_000 }] });
  expect([first.number, all.through.number]).toEqual([1, 2]);
  // 1,000 points at 0.8 cents, 400 of them spent; then 100 more and 100 spent.
  expect(all.reserve).toEqual([
    {
      window: 1,
      opening: { minorUnits: 0 },
      movements: [
        { component: 'ISSUANCE', total: { minorUnits: 800 } },
        { component: 'REDEMPTION', total: { minorUnits: -320 } },
      ],
      closing: { minorUnits: 480 },
    },
    {
      window: 2,
      opening: { minorUnits: 480 },
      movements: [
        { component: 'ISSUANCE', total: { minorUnits: 80 } },
        { component: 'REDEMPTION', total: { minorUnits: -80 } },
      ],
      closing: { minorUnits: 480 },
    },
  ]);
  // 800 x 400 / 800 expected = 400; then 880 x 500 / 880 expected = 500.
  expect(all.contractLiability).toEqual([
    {
      ...{ window: 1, consideration: { minorUnits: 800 }, revenue: { minorUnits: -400 }, closing: { minorUnits: 400 } },
      ...{ expectedRedeemedPoints: 800, redeemedPoints: 400 },
    },
    {
      ...{ window: 2, consideration: { minorUnits: 80 }, revenue: { minorUnits: -100 }, closing: { minorUnits: 380 } },
      ...{ expectedRedeemedPoints: 880, redeemedPoints: 500 },
    },
  ]);
  const funder = { id: issuer.id };
  expect(all.points).toEqual([
    { ...{ window: 1, funder, vintage: 1, opening: 0, issued: 1_000 }, redeemed: 400, restored: 0, closing: 600 },
    { ...{ window: 2, funder, vintage: 1, opening: 600, issued: 0 }, redeemed: 100, restored: 0, closing: 500 },
    { ...{ window: 2, funder, vintage: 2, opening: 0, issued: 100 }, redeemed: 0, restored: 0, closing: 100 },
  ]);
  expect(all.lots).toEqual([
    { funder, vintage: 1, points: 500, reserve: { minorUnits: 400 }, ...NO_EXPOSURE },
    { funder, vintage: 2, points: 100, reserve: { minorUnits: 80 }, ...NO_EXPOSURE },
  ]);
  expect(all.ties).toEqual([
    { name: 'RESERVE', closing: 480, lots: 480, ties: true },
    { name: 'POINTS', closing: 600, lots: 600, ties: true },
  ]);
  const closed = await views(programme.operator, { windowId });
  expect([closed.reserve.length, closed.lots, closed.ties]).toEqual([1, null, null]);
  expect(
    (await views(programme.operator, { last: 1 })).reserve.map(({ window }: { window: number }) => window),
  ).toEqual([2]);
  await expectBooksBalanced(product.database.url);
});

it('who pays on redemption has no reserve, but the points that may still be redeemed, at the highest price in force', async () => {
  const later = await api.programme('exposure');
  const prices = { issuePriceMicros: 10_000, reserveRateMicros: 8_000, fundingModel: 'ISSUER_PAYS_ON_REDEMPTION' };
  const payer = await api.partner(later, 'PAYER', { ...prices, reimbursementMicros: 7_000 });
  const dear = await api.partner(later, 'DEAR', { ...prices, reimbursementMicros: 8_500 });
  const spender = (await api.member(later)).id;
  const at = (partner: PartnerByApi) => ({ storeId: partner.storeId, memberId: spender });
  const sold = await api.mutate(payer.token, 'recordPurchase', { ...at(payer), amount: eur('1000.00') });
  expect(outcomeOf(sold)).toBe('OK');
  expect(outcomeOf(await api.mutate(dear.token, 'redeemPoints', { ...at(dear), points: 399 }))).toBe('OK');
  // 601 points at 0.85 cents: 510.85.
  const lots = [
    {
      ...{ funder: { id: payer.id }, vintage: 1, points: 601, reserve: { minorUnits: 0 } },
      ...{ paidOnRedemption: 601, exposure: { minorUnits: 511 } },
    },
  ];
  expect((await views(later.operator)).lots).toEqual(lots);
  expect((await views(payer.token)).lots).toEqual(lots);
  expect((await views(dear.token)).lots).toEqual([]);
  await expectBooksBalanced(product.database.url);
});

it('a partner sees the points that it funds and nothing of the operator; others nothing', async () => {
  const own = await views(issuer.token);
  expect([own.reserve, own.contractLiability, own.ties, own.points.length]).toEqual([null, null, null, 3]);
  expect((await views(acceptor.token)).points).toEqual([]);
  const code = async (token: string, variables: object = {}) =>
    (await api.ask(token, VIEWS, variables)).errors?.map(({ extensions }) => extensions?.code).join();
  expect(await code(acceptor.limited)).toBe('FORBIDDEN');
  expect(await code(programme.operator, { last: 0 })).toBe('BAD_USER_INPUT');
  expect(await code(programme.operator, { last: 101 })).toBe('BAD_USER_INPUT');
  expect(await code(programme.operator, { breakage: [{ fromWindow: 1, basisPoints: 10_001 }] })).toBe('BAD_USER_INPUT');
  const other = await api.programme('elsewhere');
  const { data } = await api.ask(programme.operator, '{ settlementWindow { id } }');
  expect(
    await views(other.operator, { windowId: (data as { settlementWindow: { id: string } }).settlementWindow.id }),
  ).toBeNull();
});
