// The reference data of a programme as the partners subgraph publishes it, in the ledger's own terms.
import type { AnySql } from '../../../../db/client.ts';
import { buildReference, type PartnerReference, type Reference, type StoreReference } from '../../domain/reference.ts';
import type { ContractTerms, ExpiryPolicy, ProgrammeTerms } from '../../domain/terms.ts';
import { readRuleVersions } from './read-rules.ts';

export interface VersionedReference {
  readonly version: bigint;
  readonly reference: Reference;
}

type ContractRow = Omit<ContractTerms, 'expiry'> & {
  readonly expiryModel: ExpiryPolicy['model'];
  readonly expiryMonths: number | null;
  readonly expiryRounding: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';
  readonly expiryMonthDay: string | null;
};

interface TerminalRow {
  readonly storeId: string;
  readonly terminalId: string;
  readonly retiredAt: Date | null;
}

/**
 * Reads everything of a programme; null when there is no such programme. The version is read first: what changes meanwhile is then read
 * twice, never missed.
 */
export async function readReference(sql: AnySql, programmeId: string): Promise<VersionedReference | null> {
  const [counted] = await sql<{ version: bigint }[]>`
    SELECT version FROM partners.reference_version WHERE programme_id = ${programmeId}::uuid`;
  const [programmes, replacedCycles, stores, terminals, partners, contracts, rules] = await Promise.all([
    sql<ProgrammeTerms[]>`
      SELECT programme_id AS "programmeId", code, currency, exponent, time_zone AS "timeZone", spending_order AS "spendingOrder",
             operator_funding_model AS "operatorFundingModel", operator_reserve_rate_micros AS "operatorReserveRateMicros",
             restore_grace_days AS "restoreGraceDays", levy_per_window_minor AS "levyPerWindowMinor",
             advice_business_days AS "adviceBusinessDays", dispute_business_days AS "disputeBusinessDays",
             value_business_days AS "valueBusinessDays", calendar, close_schedule AS "closeSchedule",
             dispute_answer_business_days AS "disputeAnswerBusinessDays",
             dispute_decision_business_days AS "disputeDecisionBusinessDays"
      FROM partners.programme_terms WHERE programme_id = ${programmeId}::uuid`,
    sql<NonNullable<ProgrammeTerms['replacedCycles']>[number][]>`
      SELECT until, advice_business_days AS "adviceBusinessDays", dispute_business_days AS "disputeBusinessDays",
             value_business_days AS "valueBusinessDays", calendar, close_schedule AS "closeSchedule",
             dispute_answer_business_days AS "disputeAnswerBusinessDays",
             dispute_decision_business_days AS "disputeDecisionBusinessDays"
      FROM partners.replaced_cycle WHERE programme_id = ${programmeId}::uuid ORDER BY until`,
    sql<StoreReference[]>`
      SELECT store_id AS "storeId", partner_id AS "partnerId", time_zone AS "timeZone", opens_at AS "opensAt", closes_at AS "closesAt"
      FROM partners.store_reference WHERE programme_id = ${programmeId}::uuid`,
    sql<TerminalRow[]>`
      SELECT store_id AS "storeId", terminal_id AS "terminalId", retired_at AS "retiredAt"
      FROM partners.terminal_reference WHERE programme_id = ${programmeId}::uuid`,
    sql<PartnerReference[]>`
      SELECT partner_id AS "partnerId", code, name, standing, run_off_until AS "runOffUntil" FROM partners.partner_reference WHERE programme_id = ${programmeId}::uuid`,
    sql<ContractRow[]>`
      SELECT contract_version_id AS "contractVersionId", partner_id AS "partnerId", version, valid_from AS "validFrom",
             valid_until AS "validUntil", issuer, acceptor, funding_model AS "fundingModel", issue_price_micros AS "issuePriceMicros",
             reserve_rate_micros AS "reserveRateMicros", service_fee_micros AS "serviceFeeMicros",
             reimbursement_micros AS "reimbursementMicros", clearing_fee_basis_points::bigint AS "clearingFeeBasisPoints",
             own_brand_fee_exempt AS "ownBrandFeeExempt", expiry_share_basis_points::bigint AS "expiryShareBasisPoints",
             earn_reversal_refunds_service_fee AS "earnReversalRefundsServiceFee",
             redemption_reversal_refunds_clearing_fee AS "redemptionReversalRefundsClearingFee",
             refund_shortfall AS "refundShortfall", purchase_currency AS "purchaseCurrency", earn_points AS "earnPoints",
             earn_per_minor AS "earnPerMinor", earn_rounding AS "earnRounding", pending_days AS "pendingDays",
             expiry_model AS "expiryModel", expiry_months AS "expiryMonths", expiry_rounding AS "expiryRounding",
             expiry_month_day AS "expiryMonthDay", late_submission_days AS "lateSubmissionDays",
             net_debit_cap_minor AS "netDebitCapMinor", cap_mode AS "capMode",
             carry_forward_below_minor AS "carryForwardBelowMinor", pool_share_basis_points::bigint AS "poolShareBasisPoints",
             clearing_fee_payer AS "clearingFeePayer", earn_reversal_days AS "earnReversalDays",
             redemption_reversal_days AS "redemptionReversalDays", late_beyond_limit AS "lateBeyondLimit",
             collateral_minor AS "collateralMinor", settlement_currency AS "settlementCurrency"
      FROM partners.contract_terms WHERE programme_id = ${programmeId}::uuid`,
    readRuleVersions(sql, programmeId, []),
  ]);
  const [found] = programmes;
  if (found === undefined) return null;
  const programme = { ...found, replacedCycles };
  return {
    version: counted?.version ?? 0n,
    reference: buildReference(programme, withTerminals(stores, terminals), partners, contracts.map(toTerms), rules),
  };
}

function withTerminals(stores: readonly StoreReference[], terminals: readonly TerminalRow[]): StoreReference[] {
  const byStore = new Map<string, Map<string, Date | null>>();
  for (const { storeId, terminalId, retiredAt } of terminals) {
    const own = byStore.get(storeId) ?? new Map<string, Date | null>();
    byStore.set(storeId, own.set(terminalId, retiredAt));
  }
  return stores.map((store) => ({ ...store, terminals: byStore.get(store.storeId) ?? new Map() }));
}

function toTerms({ expiryModel, expiryMonths, expiryRounding, expiryMonthDay, ...terms }: ContractRow): ContractTerms {
  return { ...terms, expiry: toPolicy(expiryModel, expiryMonths ?? 0, expiryRounding, expiryMonthDay ?? '') };
}

function toPolicy(
  model: ExpiryPolicy['model'],
  months: number,
  roundTo: ContractRow['expiryRounding'],
  monthDay: string,
): ExpiryPolicy {
  switch (model) {
    case 'NONE':
      return { model };
    case 'FIXED':
      return { model, monthDay };
    case 'ROLLING':
    case 'INACTIVITY':
      return { model, months, roundTo };
  }
}
