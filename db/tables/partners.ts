// Tables and published views of the partners subgraph: db/migrations/partners is the truth, this is its shape in TypeScript.
import { bigint, boolean, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const partners = pgSchema('partners');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const whole = (name: string) => bigint(name, { mode: 'bigint' });

export const programme = partners.table('programme', {
  programmeId: uuid('programme_id').primaryKey(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  currency: text('currency').notNull(),
  exponent: integer('exponent').notNull(),
  timeZone: text('time_zone').notNull(),
  spendingOrder: text('spending_order', { enum: ['SOONEST_EXPIRY', 'OLDEST_FIRST'] }).notNull(),
  restoreGraceDays: integer('restore_grace_days').notNull(),
  operatorFundingModel: text('operator_funding_model', {
    enum: ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'],
  }).notNull(),
  operatorReserveRateMicros: whole('operator_reserve_rate_micros').notNull(),
  levyPerWindowMinor: whole('levy_per_window_minor').notNull(),
  adviceBusinessDays: integer('advice_business_days').notNull(),
  disputeBusinessDays: integer('dispute_business_days').notNull(),
  valueBusinessDays: integer('value_business_days').notNull(),
  calendar: text('calendar').notNull(),
  closeSchedule: text('close_schedule').notNull(),
  disputeAnswerBusinessDays: integer('dispute_answer_business_days').notNull(),
  disputeDecisionBusinessDays: integer('dispute_decision_business_days').notNull(),
  publishNeedsBacktest: boolean('publish_needs_backtest').notNull(),
  createdAt: instant('created_at').notNull(),
});

export type ProgrammeRow = typeof programme.$inferSelect;

export const partner = partners.table('partner', {
  partnerId: uuid('partner_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  standing: text('standing', { enum: ['ACTIVE', 'SUSPENDED', 'RUN_OFF', 'LEFT'] }).notNull(),
  runOffUntil: instant('run_off_until'),
  registeredAt: instant('registered_at').notNull(),
});

export type PartnerRow = typeof partner.$inferSelect;

/** EN 16931: standard, zero, exempt, reverse charge, outside the scope. */
const VAT_CATEGORIES = ['S', 'Z', 'E', 'AE', 'O'] as const;

/** Columns of a contract version that its table and its published view share. */
const terms = {
  contractVersionId: uuid('contract_version_id').notNull(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  version: integer('version').notNull(),
  validFrom: instant('valid_from').notNull(),
  issuer: boolean('issuer').notNull(),
  acceptor: boolean('acceptor').notNull(),
  fundingModel: text('funding_model', { enum: ['OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION', 'HYBRID'] }).notNull(),
  poolShareBasisPoints: integer('pool_share_basis_points'),
  issuePriceMicros: whole('issue_price_micros').notNull(),
  reserveRateMicros: whole('reserve_rate_micros').notNull(),
  serviceFeeMicros: whole('service_fee_micros').notNull(),
  reimbursementMicros: whole('reimbursement_micros'),
  clearingFeeBasisPoints: integer('clearing_fee_basis_points').notNull(),
  clearingFeePayer: text('clearing_fee_payer', { enum: ['FUNDER', 'ACCEPTOR'] }).notNull(),
  ownBrandFeeExempt: boolean('own_brand_fee_exempt').notNull(),
  expiryShareBasisPoints: integer('expiry_share_basis_points').notNull(),
  earnReversalDays: integer('earn_reversal_days'),
  earnReversalRefundsServiceFee: boolean('earn_reversal_refunds_service_fee').notNull(),
  redemptionReversalDays: integer('redemption_reversal_days'),
  redemptionReversalRefundsClearingFee: boolean('redemption_reversal_refunds_clearing_fee').notNull(),
  refundShortfall: text('refund_shortfall', { enum: ['MEMBER_DEBT', 'ISSUER_ABSORBS'] }).notNull(),
  purchaseCurrency: text('purchase_currency').notNull(),
  earnPoints: whole('earn_points').notNull(),
  earnPerMinor: whole('earn_per_minor').notNull(),
  earnRounding: text('earn_rounding', { enum: ['DOWN', 'HALF_UP', 'UP'] }).notNull(),
  pendingDays: integer('pending_days').notNull(),
  expiryModel: text('expiry_model', { enum: ['NONE', 'ROLLING', 'FIXED', 'INACTIVITY'] }).notNull(),
  expiryMonths: integer('expiry_months'),
  expiryRounding: text('expiry_rounding', { enum: ['DAY', 'MONTH', 'QUARTER', 'YEAR'] }).notNull(),
  expiryMonthDay: text('expiry_month_day'),
  lateSubmissionDays: integer('late_submission_days'),
  lateBeyondLimit: text('late_beyond_limit', { enum: ['REJECT', 'FLAG'] }).notNull(),
  netDebitCapMinor: whole('net_debit_cap_minor'),
  capMode: text('cap_mode', { enum: ['ALERT', 'BLOCK_ISSUE', 'BLOCK_ALL'] }).notNull(),
  carryForwardBelowMinor: whole('carry_forward_below_minor').notNull(),
  collateralMinor: whole('collateral_minor').notNull(),
  operatorVatCategory: text('operator_vat_category', { enum: VAT_CATEGORIES }),
  operatorVatRateBasisPoints: integer('operator_vat_rate_basis_points'),
  operatorVatExemptionReason: text('operator_vat_exemption_reason'),
  partnerVatCategory: text('partner_vat_category', { enum: VAT_CATEGORIES }),
  partnerVatRateBasisPoints: integer('partner_vat_rate_basis_points'),
  partnerVatExemptionReason: text('partner_vat_exemption_reason'),
  selfBilling: boolean('self_billing').notNull(),
};

export const contract = partners.table('contract', {
  ...terms,
  /** Null: the programme's. */
  settlementCurrency: text('settlement_currency'),
  signedAt: instant('signed_at').notNull(),
});

export type NewContract = typeof contract.$inferInsert;

const published = {
  ...terms,
  settlementCurrency: text('settlement_currency').notNull(),
  validUntil: instant('valid_until'),
};

/** Every version with its end: where the next one begins. */
export const contractTerms = partners.view('contract_terms', published).existing();

/** The same, as far as the scope of a caller's read goes. */
export const contractInScope = partners.view('contract_in_scope', published).existing();

export type ContractRow = typeof contractTerms.$inferSelect;

/** Who a partner, or the operator (no partner), is to banks and tax offices: the latest version counts. */
export const billing = partners.table('billing', {
  billingId: uuid('billing_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id'),
  version: integer('version').notNull(),
  legalName: text('legal_name').notNull(),
  street: text('street'),
  buildingNumber: text('building_number'),
  postCode: text('post_code'),
  town: text('town').notNull(),
  country: text('country').notNull(),
  vatId: text('vat_id'),
  registrationId: text('registration_id'),
  iban: text('iban'),
  accountNumber: text('account_number'),
  bic: text('bic'),
  endpointId: text('endpoint_id'),
  endpointScheme: text('endpoint_scheme'),
  recordedAt: instant('recorded_at').notNull(),
  recordedBy: text('recorded_by').notNull(),
});

export type BillingRow = typeof billing.$inferSelect;

export const store = partners.table('store', {
  storeId: uuid('store_id').primaryKey(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  timeZone: text('time_zone'),
  opensAt: instant('opens_at'),
  closesAt: instant('closes_at'),
  addedAt: instant('added_at').notNull(),
});

export type StoreRow = typeof store.$inferSelect;
