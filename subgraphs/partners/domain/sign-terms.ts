/**
 * What a contract may say: the terms as they were asked for, checked and made whole.
 *
 * Terms that contradict each other are refused here and again by the CHECKs of partners.contract. What the chosen model does not
 * use is dropped (months of a fixed expiry date, the reimbursement of a partner that accepts nothing), so that equal terms are
 * equal rows.
 */
import { currencyExponent, parseAmount } from '../../shared/money.ts';
import { firstInOrder, type Outcome, type Refusal, type RefusalCode, refuse } from '../../shared/refusal.ts';
import type { EarnRounding } from './earn-terms.ts';

export type PartnerRole = 'ISSUER' | 'ACCEPTOR';

export interface AskedTerms {
  readonly validFrom: Date;
  readonly roles: readonly PartnerRole[];
  readonly fundingModel: 'OPERATOR_POOL' | 'ISSUER_PAYS_ON_REDEMPTION' | 'HYBRID';
  readonly poolShareBasisPoints?: number | null | undefined;
  readonly earnPoints: bigint;
  /** A plain decimal and its currency. */
  readonly earnPer: { readonly amount: string; readonly currency: string };
  readonly earnRounding: EarnRounding;
  readonly pendingDays: number;
  readonly issuePriceMicros: bigint;
  readonly reserveRateMicros: bigint;
  readonly serviceFeeMicros: bigint;
  readonly reimbursementMicros?: bigint | null | undefined;
  readonly clearingFeeBasisPoints: number;
  readonly clearingFeePayer: 'FUNDER' | 'ACCEPTOR';
  readonly ownBrandFeeExempt: boolean;
  readonly expiryBeneficiary?: 'OPERATOR' | 'FUNDER' | 'SPLIT' | null | undefined;
  readonly expiryShareBasisPoints: number;
  readonly earnReversalDays?: number | null | undefined;
  readonly earnReversalRefundsServiceFee: boolean;
  readonly redemptionReversalDays?: number | null | undefined;
  readonly redemptionReversalRefundsClearingFee: boolean;
  readonly refundShortfall: 'MEMBER_DEBT' | 'ISSUER_ABSORBS';
  readonly expiryModel: 'NONE' | 'ROLLING' | 'FIXED' | 'INACTIVITY';
  readonly expiryMonths?: number | null | undefined;
  readonly expiryRounding: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';
  readonly expiryMonthDay?: string | null | undefined;
  readonly lateSubmissionDays?: number | null | undefined;
  readonly lateBeyondLimit: 'REJECT' | 'FLAG';
  /** A plain decimal of the programme's currency. */
  readonly netDebitCap?: string | null | undefined;
  readonly capMode: 'ALERT' | 'BLOCK_ISSUE' | 'BLOCK_ALL';
  /** A plain decimal of the programme's currency. */
  readonly carryForwardBelow: string;
  /** A plain decimal of the programme's currency. */
  readonly collateral: string;
  /** Left out it is the programme's. */
  readonly settlementCurrency?: string | null | undefined;
  readonly operatorVat?: AskedVat | null | undefined;
  readonly partnerVat?: AskedVat | null | undefined;
  readonly selfBilling: boolean;
}

/** How one side's supplies are taxed: category of EN 16931, rate in basis points. */
export interface AskedVat {
  readonly category: VatCategory;
  readonly rateBasisPoints: number;
  readonly exemptionReason?: string | null | undefined;
}

export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'O';

export interface SignedTerms {
  readonly validFrom: Date;
  readonly issuer: boolean;
  readonly acceptor: boolean;
  readonly fundingModel: AskedTerms['fundingModel'];
  readonly poolShareBasisPoints: number | null;
  readonly issuePriceMicros: bigint;
  readonly reserveRateMicros: bigint;
  readonly serviceFeeMicros: bigint;
  readonly reimbursementMicros: bigint | null;
  readonly clearingFeeBasisPoints: number;
  readonly clearingFeePayer: AskedTerms['clearingFeePayer'];
  readonly ownBrandFeeExempt: boolean;
  readonly expiryShareBasisPoints: number;
  readonly earnReversalDays: number | null;
  readonly earnReversalRefundsServiceFee: boolean;
  readonly redemptionReversalDays: number | null;
  readonly redemptionReversalRefundsClearingFee: boolean;
  readonly refundShortfall: AskedTerms['refundShortfall'];
  readonly purchaseCurrency: string;
  readonly earnPoints: bigint;
  readonly earnPerMinor: bigint;
  readonly earnRounding: EarnRounding;
  readonly pendingDays: number;
  readonly expiryModel: AskedTerms['expiryModel'];
  readonly expiryMonths: number | null;
  readonly expiryRounding: AskedTerms['expiryRounding'];
  readonly expiryMonthDay: string | null;
  readonly lateSubmissionDays: number | null;
  readonly lateBeyondLimit: AskedTerms['lateBeyondLimit'];
  readonly netDebitCapMinor: bigint | null;
  readonly capMode: AskedTerms['capMode'];
  readonly carryForwardBelowMinor: bigint;
  readonly collateralMinor: bigint;
  /** Null: the programme's. */
  readonly settlementCurrency: string | null;
  readonly operatorVatCategory: VatCategory | null;
  readonly operatorVatRateBasisPoints: number | null;
  readonly operatorVatExemptionReason: string | null;
  readonly partnerVatCategory: VatCategory | null;
  readonly partnerVatRateBasisPoints: number | null;
  readonly partnerVatExemptionReason: string | null;
  readonly selfBilling: boolean;
}

/** 1,000 currency units per point: far above any price, far below what would overflow an amount. */
const MAX_PRICE_MICROS = 1_000_000_000n;
const MAX_LATE_DAYS = 3_650;

/** What terms are checked against. Prices and caps are in the programme's currency; without dispute days its windows have no review. */
export interface ProgrammeOfTerms {
  readonly currency: string;
  readonly disputeBusinessDays: number;
}

/** Checks terms. Refusals: the first in the published order. */
export function readTerms(asked: AskedTerms, programme: ProgrammeOfTerms): Outcome<SignedTerms> {
  const programmeCurrency = programme.currency;
  const refusals: Refusal[] = [];
  const require = (holds: boolean, code: RefusalCode, message: string, ...field: string[]): void => {
    if (!holds) refusals.push(refuse(code, message, ['input', ...field]));
  };
  const requireRange = (value: number, min: number, max: number, field: string): void =>
    require(value >= min && value <= max, 'INVALID_INPUT', `\`${field}\` must be from ${min} to ${max}.`, field);
  const requirePrice = (value: bigint, field: string): void =>
    require(value >= 0n &&
      value <= MAX_PRICE_MICROS, 'INVALID_AMOUNT', `\`${field}\` must be from 0 to ${MAX_PRICE_MICROS} micros.`, field);

  const issuer = asked.roles.includes('ISSUER');
  const acceptor = asked.roles.includes('ACCEPTOR');
  require(asked.roles.length > 0, 'INVALID_INPUT', 'A contract grants at least one role.', 'roles');

  require(asked.earnPoints >= 0n, 'INVALID_POINTS', '`earnPoints` must be 0 or more.', 'earnPoints');
  const earnPer = readPositiveAmount(asked.earnPer, refusals);

  requirePrice(asked.issuePriceMicros, 'issuePriceMicros');
  requirePrice(asked.reserveRateMicros, 'reserveRateMicros');
  requirePrice(asked.serviceFeeMicros, 'serviceFeeMicros');
  require(asked.reserveRateMicros <=
    asked.issuePriceMicros, 'INVALID_INPUT', 'The reserve is a part of the issue price and cannot be above it.', 'reserveRateMicros');
  const reimbursementMicros = acceptor ? (asked.reimbursementMicros ?? null) : null;
  require(!acceptor ||
    reimbursementMicros !==
      null, 'INVALID_INPUT', 'A partner that accepts points needs a reimbursement.', 'reimbursementMicros');
  if (reimbursementMicros !== null) requirePrice(reimbursementMicros, 'reimbursementMicros');
  requireRange(asked.clearingFeeBasisPoints, 0, 10_000, 'clearingFeeBasisPoints');
  const hybrid = asked.fundingModel === 'HYBRID';
  const poolShareBasisPoints = hybrid ? (asked.poolShareBasisPoints ?? null) : null;
  if (hybrid) requireRange(poolShareBasisPoints ?? 0, 1, 9_999, 'poolShareBasisPoints');
  const split = asked.expiryBeneficiary === 'SPLIT';
  requireRange(asked.expiryShareBasisPoints, split ? 1 : 0, split ? 9_999 : 10_000, 'expiryShareBasisPoints');
  const expiryShareBasisPoints =
    asked.expiryBeneficiary === 'OPERATOR'
      ? 0
      : asked.expiryBeneficiary === 'FUNDER'
        ? 10_000
        : asked.expiryShareBasisPoints;
  requireRange(asked.pendingDays, 0, 365, 'pendingDays');
  const lateSubmissionDays = asked.lateSubmissionDays ?? null;
  if (lateSubmissionDays !== null) requireRange(lateSubmissionDays, 0, MAX_LATE_DAYS, 'lateSubmissionDays');
  const earnReversalDays = asked.earnReversalDays ?? null;
  if (earnReversalDays !== null) requireRange(earnReversalDays, 0, MAX_LATE_DAYS, 'earnReversalDays');
  const redemptionReversalDays = acceptor ? (asked.redemptionReversalDays ?? null) : null;
  if (redemptionReversalDays !== null) requireRange(redemptionReversalDays, 0, MAX_LATE_DAYS, 'redemptionReversalDays');

  const counted = asked.expiryModel === 'ROLLING' || asked.expiryModel === 'INACTIVITY';
  const expiryMonths = counted ? (asked.expiryMonths ?? null) : null;
  if (counted) requireRange(expiryMonths ?? 0, 1, 120, 'expiryMonths');
  const expiryMonthDay = asked.expiryModel === 'FIXED' ? (asked.expiryMonthDay ?? null) : null;
  require(asked.expiryModel !== 'FIXED' ||
    (expiryMonthDay !== null &&
      isMonthDay(
        expiryMonthDay,
      )), 'INVALID_INPUT', 'A fixed expiry needs a month and day that every year has, such as `12-31`.', 'expiryMonthDay');

  const netDebitCapMinor =
    asked.netDebitCap == null ? null : readNotNegative(asked.netDebitCap, programmeCurrency, 'netDebitCap', refusals);
  const carryForwardBelowMinor = readNotNegative(
    asked.carryForwardBelow,
    programmeCurrency,
    'carryForwardBelow',
    refusals,
  );
  const collateralMinor = readNotNegative(asked.collateral, programmeCurrency, 'collateral', refusals);
  const settlementCurrency = asked.settlementCurrency === programmeCurrency ? null : (asked.settlementCurrency ?? null);
  if (settlementCurrency !== null) {
    require(currencyExponent(settlementCurrency) !==
      null, 'UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.', 'settlementCurrency');
    require(programme.disputeBusinessDays >
      0, 'INVALID_INPUT', 'Rates are fixed when a review ends: a programme without dispute days settles in its own currency.', 'settlementCurrency');
  }
  for (const field of ['operatorVat', 'partnerVat'] as const) {
    const vat = asked[field];
    if (vat == null) continue;
    const standard = vat.category === 'S';
    require(standard
      ? vat.rateBasisPoints >= 1 && vat.rateBasisPoints <= 10_000
      : vat.rateBasisPoints ===
          0, 'INVALID_INPUT', 'The rate is from 1 to 10000 for category `S` and 0 for every other.', field, 'rateBasisPoints');
    const untaxed = !standard && vat.category !== 'Z';
    const reason = vat.exemptionReason ?? null;
    require(untaxed
      ? reason !== null && reason.trim() !== '' && reason.length <= 200
      : reason ===
          null, 'INVALID_INPUT', 'Categories `E`, `AE` and `O` say in 1 to 200 characters why there is no VAT, `S` and `Z` do not.', field, 'exemptionReason');
  }

  const refusal = firstInOrder(refusals);
  if (refusal !== null || earnPer === null) {
    return {
      ok: false,
      refusal: refusal ?? refuse('INVALID_AMOUNT', 'The amount cannot be read.', ['input', 'earnPer']),
    };
  }
  return {
    ok: true,
    result: {
      validFrom: asked.validFrom,
      issuer,
      acceptor,
      fundingModel: asked.fundingModel,
      poolShareBasisPoints,
      issuePriceMicros: asked.issuePriceMicros,
      reserveRateMicros: asked.reserveRateMicros,
      serviceFeeMicros: asked.serviceFeeMicros,
      reimbursementMicros,
      clearingFeeBasisPoints: asked.clearingFeeBasisPoints,
      clearingFeePayer: asked.clearingFeePayer,
      ownBrandFeeExempt: asked.ownBrandFeeExempt,
      expiryShareBasisPoints,
      earnReversalDays,
      earnReversalRefundsServiceFee: asked.earnReversalRefundsServiceFee,
      redemptionReversalDays,
      redemptionReversalRefundsClearingFee: asked.redemptionReversalRefundsClearingFee,
      refundShortfall: asked.refundShortfall,
      purchaseCurrency: asked.earnPer.currency,
      earnPoints: asked.earnPoints,
      earnPerMinor: earnPer,
      earnRounding: asked.earnRounding,
      pendingDays: asked.pendingDays,
      expiryModel: asked.expiryModel,
      expiryMonths,
      expiryRounding: asked.expiryRounding,
      expiryMonthDay,
      lateSubmissionDays,
      lateBeyondLimit: asked.lateBeyondLimit,
      netDebitCapMinor,
      capMode: asked.capMode,
      carryForwardBelowMinor,
      collateralMinor,
      settlementCurrency,
      operatorVatCategory: asked.operatorVat?.category ?? null,
      operatorVatRateBasisPoints: asked.operatorVat?.rateBasisPoints ?? null,
      operatorVatExemptionReason: asked.operatorVat?.exemptionReason ?? null,
      partnerVatCategory: asked.partnerVat?.category ?? null,
      partnerVatRateBasisPoints: asked.partnerVat?.rateBasisPoints ?? null,
      partnerVatExemptionReason: asked.partnerVat?.exemptionReason ?? null,
      selfBilling: asked.selfBilling,
    },
  };
}

function readPositiveAmount(money: AskedTerms['earnPer'], refusals: Refusal[]): bigint | null {
  const amountField = ['input', 'earnPer', 'amount'];
  if (currencyExponent(money.currency) === null) {
    refusals.push(
      refuse('UNKNOWN_CURRENCY', 'ISO 4217 does not know this currency.', ['input', 'earnPer', 'currency']),
    );
    // The form of a decimal can be told without its currency, and comes first in the published order.
    if (!/^\d{1,16}(\.\d{1,12})?$/.test(money.amount)) {
      refusals.push(refuse('INVALID_AMOUNT', 'The amount is no plain decimal above zero.', amountField));
    }
    return null;
  }
  const amount = parseAmount(money.amount, money.currency);
  if (typeof amount === 'string' || amount.minor <= 0n) {
    refusals.push(
      refuse(
        'INVALID_AMOUNT',
        `The amount must be a plain decimal above zero with no more decimals than ${money.currency} has.`,
        amountField,
      ),
    );
    return null;
  }
  return amount.minor;
}

function readNotNegative(decimal: string, currency: string, field: string, refusals: Refusal[]): bigint {
  const amount = parseAmount(decimal, currency);
  if (typeof amount === 'string' || amount.minor < 0n) {
    const message = `\`${field}\` must be a plain decimal, 0 or more, with no more decimals than ${currency} has.`;
    refusals.push(refuse('INVALID_AMOUNT', message, ['input', field]));
    return 0n;
  }
  return amount.minor;
}

/** Whether `MM-DD` is a day that every year has: 02-29 is not. */
function isMonthDay(text: string): boolean {
  if (!/^\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`2025-${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(5, 10) === text;
}
