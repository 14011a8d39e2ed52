import { describe, expect, it } from 'vitest';
import { partnerStatusAt, versionInForce } from '../../subgraphs/partners/domain/partner-status.ts';
import { type AskedTerms, readTerms } from '../../subgraphs/partners/domain/sign-terms.ts';
import { isTimeZone } from '../../subgraphs/partners/domain/time-zone.ts';

const asked: AskedTerms = {
  validFrom: new Date('2026-01-01T00:00:00Z'),
  roles: ['ISSUER', 'ACCEPTOR'],
  fundingModel: 'OPERATOR_POOL',
  earnPoints: 1n,
  earnPer: { amount: '1.00', currency: 'EUR' },
  earnRounding: 'DOWN',
  pendingDays: 0,
  issuePriceMicros: 10_000n,
  reserveRateMicros: 8_500n,
  serviceFeeMicros: 500n,
  reimbursementMicros: 8_000n,
  clearingFeeBasisPoints: 0,
  clearingFeePayer: 'FUNDER',
  ownBrandFeeExempt: true,
  expiryShareBasisPoints: 0,
  earnReversalRefundsServiceFee: true,
  redemptionReversalRefundsClearingFee: true,
  carryForwardBelow: '0',
  collateral: '0',
  selfBilling: false,
  refundShortfall: 'MEMBER_DEBT',
  expiryModel: 'ROLLING',
  expiryMonths: 24,
  expiryRounding: 'MONTH',
  lateSubmissionDays: 30,
  lateBeyondLimit: 'REJECT',
  capMode: 'ALERT',
};
const read = (change: Partial<AskedTerms>, currency = 'EUR', disputeBusinessDays = 5) =>
  readTerms({ ...asked, ...change }, { currency, disputeBusinessDays });

describe('terms of a contract', () => {
  it.each([
    ['no role', { roles: [] }, 'INVALID_INPUT', 'roles'],
    ['negative points', { earnPoints: -1n }, 'INVALID_POINTS', 'earnPoints'],
    ['an amount of nothing', { earnPer: { amount: '0', currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['a negative amount', { earnPer: { amount: '-1', currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['three decimals of EUR', { earnPer: { amount: '1.001', currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['a decimal of JPY', { earnPer: { amount: '1.5', currency: 'JPY' } }, 'INVALID_AMOUNT', 'amount'],
    ['four decimals of BHD', { earnPer: { amount: '1.0001', currency: 'BHD' } }, 'INVALID_AMOUNT', 'amount'],
    ['an exponent', { earnPer: { amount: '1e2', currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['a grouped amount', { earnPer: { amount: '1,000', currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['10 kB of amount', { earnPer: { amount: '1'.repeat(10_240), currency: 'EUR' } }, 'INVALID_AMOUNT', 'amount'],
    ['an unknown currency', { earnPer: { amount: '1', currency: 'ABC' } }, 'UNKNOWN_CURRENCY', 'currency'],
    ['gold', { earnPer: { amount: '1', currency: 'XAU' } }, 'UNKNOWN_CURRENCY', 'currency'],
    ['both wrong: the amount comes first', { earnPer: { amount: 'x', currency: 'ABC' } }, 'INVALID_AMOUNT', 'amount'],
    ['a negative price', { issuePriceMicros: -1n, reserveRateMicros: -1n }, 'INVALID_AMOUNT', 'issuePriceMicros'],
    ['a price beyond reason', { serviceFeeMicros: 10n ** 15n }, 'INVALID_AMOUNT', 'serviceFeeMicros'],
    ['more reserve than price', { reserveRateMicros: 10_001n }, 'INVALID_INPUT', 'reserveRateMicros'],
    ['an acceptor without reimbursement', { reimbursementMicros: null }, 'INVALID_INPUT', 'reimbursementMicros'],
    ['a fee above the whole', { clearingFeeBasisPoints: 10_001 }, 'INVALID_INPUT', 'clearingFeeBasisPoints'],
    ['a negative share', { expiryShareBasisPoints: -1 }, 'INVALID_INPUT', 'expiryShareBasisPoints'],
    ['a year and a day pending', { pendingDays: 366 }, 'INVALID_INPUT', 'pendingDays'],
    ['negative lateness', { lateSubmissionDays: -1 }, 'INVALID_INPUT', 'lateSubmissionDays'],
    ['a rolling expiry without months', { expiryMonths: null }, 'INVALID_INPUT', 'expiryMonths'],
    ['an inactivity of 121 months', { expiryModel: 'INACTIVITY', expiryMonths: 121 }, 'INVALID_INPUT', 'expiryMonths'],
    ['a fixed expiry without a day', { expiryModel: 'FIXED' }, 'INVALID_INPUT', 'expiryMonthDay'],
    [
      '29 February, which most years lack',
      { expiryModel: 'FIXED', expiryMonthDay: '02-29' },
      'INVALID_INPUT',
      'expiryMonthDay',
    ],
    ['31 April', { expiryModel: 'FIXED', expiryMonthDay: '04-31' }, 'INVALID_INPUT', 'expiryMonthDay'],
    ['a negative cap', { netDebitCap: '-1' }, 'INVALID_AMOUNT', 'netDebitCap'],
    ['a hybrid without a share', { fundingModel: 'HYBRID' }, 'INVALID_INPUT', 'poolShareBasisPoints'],
    [
      'a hybrid that is wholly the pool',
      { fundingModel: 'HYBRID', poolShareBasisPoints: 10_000 },
      'INVALID_INPUT',
      'poolShareBasisPoints',
    ],
    ['a split of nothing', { expiryBeneficiary: 'SPLIT' }, 'INVALID_INPUT', 'expiryShareBasisPoints'],
    ['negative days for returns', { earnReversalDays: -1 }, 'INVALID_INPUT', 'earnReversalDays'],
    ['eleven years for refunds', { redemptionReversalDays: 4_000 }, 'INVALID_INPUT', 'redemptionReversalDays'],
    ['a negative collateral', { collateral: '-0.01' }, 'INVALID_AMOUNT', 'collateral'],
    [
      'a standard rate of nothing',
      { operatorVat: { category: 'S', rateBasisPoints: 0 } },
      'INVALID_INPUT',
      'rateBasisPoints',
    ],
    [
      'a rate on what is exempt',
      { partnerVat: { category: 'E', rateBasisPoints: 700, exemptionReason: 'vouchers' } },
      'INVALID_INPUT',
      'rateBasisPoints',
    ],
    [
      'an exemption without a reason',
      { partnerVat: { category: 'AE', rateBasisPoints: 0 } },
      'INVALID_INPUT',
      'exemptionReason',
    ],
    ['settlement in gold', { settlementCurrency: 'XAU' }, 'UNKNOWN_CURRENCY', 'settlementCurrency'],
    ['settlement in a lower case currency', { settlementCurrency: 'usd' }, 'UNKNOWN_CURRENCY', 'settlementCurrency'],
    ['a cap with three decimals', { netDebitCap: '1.001' }, 'INVALID_AMOUNT', 'netDebitCap'],
  ] as [string, Partial<AskedTerms>, string, string][])('%s is refused', (_, change, code, field) => {
    const outcome = read(change);
    expect(outcome.ok ? outcome.result : [outcome.refusal.code, outcome.refusal.field?.at(-1)]).toEqual([code, field]);
  });

  it.each([
    ['EUR', '12.50', 1_250n],
    ['JPY', '1250', 1_250n],
    ['BHD', '1.250', 1_250n],
  ])('amounts count the minor units of %s', (currency, amount, minor) => {
    const outcome = read({ earnPer: { amount, currency }, netDebitCap: amount }, currency);
    expect(outcome).toMatchObject({
      ok: true,
      result: { earnPerMinor: minor, netDebitCapMinor: minor, purchaseCurrency: currency },
    });
  });

  it('settlement is in the programme’s currency, or in another one where a review ends with rates', () => {
    const settles = (settlementCurrency: string | null, disputeDays = 5) => {
      const outcome = read({ settlementCurrency }, 'EUR', disputeDays);
      return outcome.ok ? outcome.result.settlementCurrency : [outcome.refusal.code, outcome.refusal.field?.at(-1)];
    };
    expect([settles(null), settles('EUR'), settles('EUR', 0), settles('JPY')]).toEqual([null, null, null, 'JPY']);
    expect(settles('JPY', 0)).toEqual(['INVALID_INPUT', 'settlementCurrency']);
  });

  it('what the model does not use is dropped, so that equal terms are equal rows', () => {
    const outcome = read({ roles: ['ISSUER'], expiryModel: 'FIXED', expiryMonthDay: '12-31' });
    expect(outcome).toMatchObject({
      ok: true,
      result: { issuer: true, acceptor: false, reimbursementMicros: null, expiryMonths: null, expiryMonthDay: '12-31' },
    });
    expect(read({ expiryModel: 'NONE', expiryMonthDay: 'never' })).toMatchObject({
      ok: true,
      result: { expiryMonths: null, expiryMonthDay: null },
    });
  });
});

describe('what a contract says about lapsed points, shares and taxes', () => {
  it.each([
    ['OPERATOR', 2_500, 0],
    ['FUNDER', 0, 10_000],
    ['SPLIT', 2_500, 2_500],
    [null, 2_500, 2_500],
  ] as const)('beneficiary %s with a share of %i is a share of %i', (expiryBeneficiary, asks, share) => {
    const outcome = read({ expiryBeneficiary, expiryShareBasisPoints: asks });
    expect(outcome).toMatchObject({ ok: true, result: { expiryShareBasisPoints: share } });
  });
  it('only a hybrid contract has a share of the pool', () => {
    expect(read({ poolShareBasisPoints: 2_500 })).toMatchObject({ ok: true, result: { poolShareBasisPoints: null } });
    expect(read({ fundingModel: 'HYBRID', poolShareBasisPoints: 2_500 })).toMatchObject({
      ok: true,
      result: { fundingModel: 'HYBRID', poolShareBasisPoints: 2_500 },
    });
  });
  it('each side has its own VAT', () => {
    const outcome = read({
      operatorVat: { category: 'S', rateBasisPoints: 1_900 },
      partnerVat: { category: 'O', rateBasisPoints: 0, exemptionReason: 'Payment with points is no supply.' },
    });
    expect(outcome).toMatchObject({
      ok: true,
      result: {
        operatorVatCategory: 'S',
        operatorVatRateBasisPoints: 1_900,
        operatorVatExemptionReason: null,
        partnerVatCategory: 'O',
        partnerVatRateBasisPoints: 0,
      },
    });
  });
});

describe('where a partner stands', () => {
  const at = new Date('2026-06-01T00:00:00Z');
  const before = new Date('2026-05-31T23:59:59.999Z');
  it.each([
    ['ACTIVE', null, 'ONBOARDING'],
    ['ACTIVE', new Date('2026-06-01T00:00:00.001Z'), 'ONBOARDING'],
    ['ACTIVE', at, 'ACTIVE'],
    ['ACTIVE', before, 'ACTIVE'],
    ['SUSPENDED', before, 'SUSPENDED'],
    ['SUSPENDED', null, 'SUSPENDED'],
    ['LEFT', before, 'LEFT'],
  ] as const)('%s with a first contract from %s is %s', (standing, from, status) => {
    expect(partnerStatusAt(standing, from, at)).toBe(status);
  });
  it('a version counts from its start until, exclusively, the next one begins', () => {
    const one = { n: 1, validFrom: before, validUntil: at };
    const two = { n: 2, validFrom: at, validUntil: null };
    expect(versionInForce([one, two], before)?.n).toBe(1);
    expect(versionInForce([one, two], at)?.n).toBe(2);
    expect(versionInForce([one, two], new Date(0))).toBeNull();
  });
  it('time zones are names of the IANA database', () => {
    expect(['Europe/Berlin', 'Asia/Tehran', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      ['', '+03:00', 'Mars/Olympus', 'Europe/Berlin ', 'x'.repeat(10_240), 'local', '../etc'].map(isTimeZone),
    ).not.toContain(true);
  });
});
