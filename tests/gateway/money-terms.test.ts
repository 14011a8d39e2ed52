/** What a contract says about money, through the API: who bears the clearing fee, the share of a hybrid, how long what is done can be undone, and what comes late. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../subgraphs/shared/clock.ts';
import { expectBooksBalanced } from '../support/books.ts';
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

const DAY = 86_400_000;
let product: DeployedProduct;
let api: Api;
let now = Date.parse('2026-09-15T10:00:00Z');
let programme: ProgrammeByApi;
let issuer: PartnerByApi;
let hybrid: PartnerByApi;
let memberId: string;

beforeAll(async () => {
  product = await deployProduct('in-process', { clock: () => new Date(now), tokenClock: systemClock, sweepEvery: 0 });
  api = apiAt(product.url, product.platform);
  programme = await api.programme('money-terms');
  issuer = await api.partner(programme, 'issuer', {
    ...{ fundingModel: 'ISSUER_PAYS_ON_REDEMPTION', clearingFeeBasisPoints: 100, clearingFeePayer: 'ACCEPTOR' },
    ...{ earnReversalDays: 14, redemptionReversalDays: 7, lateSubmissionDays: 3, lateBeyondLimit: 'FLAG' },
  });
  hybrid = await api.partner(programme, 'hybrid', {
    fundingModel: 'HYBRID',
    poolShareBasisPoints: 2_500,
    redemptionReversalDays: 7,
  });
  memberId = (await api.member(programme)).id;
});
afterAll(() => product.close());
afterEach(() => expectBooksBalanced(product.database.url));

const LEGS = 'transaction { id entries { legs { account component amount } } lots { points } }';
interface Posted {
  id: string;
  entries: { legs: { account: string; component: string; amount: number }[] }[];
  lots: { points: number }[];
}
async function post(partner: PartnerByApi, mutation: string, more: Fields): Promise<Posted> {
  const input = { storeId: partner.storeId, memberId, ...more };
  const reply = await api.mutate(programme.operator, mutation, input, LEGS);
  expect([mutation, outcomeOf(reply)]).toEqual([mutation, 'OK']);
  return reply.transaction as unknown as Posted;
}
const feesIn = ({ entries }: Posted): (string | number)[][] =>
  entries.flatMap(({ legs }) =>
    legs
      .filter(({ component, account }) => component === 'CLEARING_FEE' && account.startsWith('PARTNER:'))
      .map(({ account, amount }) => [account.slice('PARTNER:'.length), amount]),
  );

it('the acceptor bears the fee where the funder’s contract says so, and gets it back', async () => {
  await post(issuer, 'recordPurchase', { amount: eur('1000.00') });
  // 500 points at 0.8 cents: 4.00, and 1 % of it.
  const spent = await post(hybrid, 'redeemPoints', { points: 500 });
  expect(feesIn(spent)).toEqual([[hybrid.id, -4]]);
  const back = await api.mutate(programme.operator, 'refundRedemption', { redemptionId: spent.id, points: 250 }, LEGS);
  expect(feesIn(back.transaction as unknown as Posted)).toEqual([[hybrid.id, 2]]);
});

it('points of a hybrid contract are two lots, a quarter of them the pool’s', async () => {
  const { lots } = await post(hybrid, 'recordPurchase', { amount: eur('1001.00') });
  expect(lots.map(({ points }) => points)).toEqual([250, 751]);
});

it('what is done can be undone for the days of its contract, to the second', async () => {
  const { id: purchaseId } = await post(issuer, 'recordPurchase', { amount: eur('100.00') });
  const { id: redemptionId } = await post(hybrid, 'redeemPoints', { points: 10 });
  const refund = () => api.mutate(programme.operator, 'refundRedemption', { redemptionId, points: 1 });
  const goodsBack = () =>
    api.mutate(programme.operator, 'recordReturn', { storeId: issuer.storeId, purchaseId, amount: eur('1.00') });
  now += 8 * DAY - 1_000;
  expect(outcomeOf(await refund())).toBe('OK');
  now += 1_000;
  expect(outcomeOf(await refund())).toBe('LIMIT_EXCEEDED');
  now += 7 * DAY - 1_000;
  expect(outcomeOf(await goodsBack())).toBe('OK');
  now += 1_000;
  expect(outcomeOf(await goodsBack())).toBe('LIMIT_EXCEEDED');
});

it('what comes late is posted where the contract flags it, and refused where it rejects it', async () => {
  const occurredAt = new Date(now - 40 * DAY).toISOString();
  const late = (partner: PartnerByApi) =>
    api.mutate(
      programme.operator,
      'recordPurchase',
      {
        storeId: partner.storeId,
        memberId,
        amount: eur('5.00'),
        occurredAt,
      },
      'transaction { flags }',
    );
  const flagged = await late(issuer);
  expect([outcomeOf(flagged), flagged.transaction]).toEqual([
    'OK',
    { flags: ['LATE', 'BUSINESS_DATE_IN_EARLIER_WINDOW'] },
  ]);
  expect(outcomeOf(await late(hybrid))).toBe('LATE_SUBMISSION');
  const input = { storeId: issuer.storeId, memberId, amount: eur('5.00') };
  const onTime = await api.mutate(programme.operator, 'recordPurchase', input, 'transaction { flags }');
  expect(onTime.transaction).toEqual({ flags: [] });
});
