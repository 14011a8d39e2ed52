-- In which currency a partner pays and is paid (settlement.md 2.9). Prices, caps and everything that is netted stay in the programme's.
ALTER TABLE partners.contract
  -- Null: the programme's.
  ADD COLUMN settlement_currency text CHECK (settlement_currency ~ '^[A-Z]{3}$');

CREATE OR REPLACE VIEW partners.contract_terms AS
  SELECT
    contract.contract_version_id,
    contract.programme_id,
    contract.partner_id,
    contract.version,
    contract.valid_from,
    least(next.valid_from, termination.ends_at) AS valid_until,
    contract.issuer,
    contract.acceptor,
    contract.funding_model,
    contract.issue_price_micros,
    contract.reserve_rate_micros,
    contract.service_fee_micros,
    contract.reimbursement_micros,
    contract.clearing_fee_basis_points,
    contract.own_brand_fee_exempt,
    contract.expiry_share_basis_points,
    contract.earn_reversal_refunds_service_fee,
    contract.redemption_reversal_refunds_clearing_fee,
    contract.refund_shortfall,
    contract.purchase_currency,
    contract.earn_points,
    contract.earn_per_minor,
    contract.earn_rounding,
    contract.pending_days,
    contract.expiry_model,
    contract.expiry_months,
    contract.expiry_rounding,
    contract.expiry_month_day,
    contract.late_submission_days,
    contract.net_debit_cap_minor,
    contract.cap_mode,
    contract.carry_forward_below_minor,
    contract.pool_share_basis_points,
    contract.clearing_fee_payer,
    contract.earn_reversal_days,
    contract.redemption_reversal_days,
    contract.late_beyond_limit,
    contract.collateral_minor,
    contract.operator_vat_category,
    contract.operator_vat_rate_basis_points,
    contract.operator_vat_exemption_reason,
    contract.partner_vat_category,
    contract.partner_vat_rate_basis_points,
    contract.partner_vat_exemption_reason,
    contract.self_billing,
    coalesce(contract.settlement_currency, programme.currency) AS settlement_currency
  FROM partners.contract
  JOIN partners.programme ON programme.programme_id = contract.programme_id
  LEFT JOIN partners.contract AS next ON next.partner_id = contract.partner_id AND next.version = contract.version + 1
  LEFT JOIN partners.contract_termination AS termination ON termination.contract_version_id = contract.contract_version_id;

-- The view took its columns over when it was made.
CREATE OR REPLACE VIEW partners.contract_in_scope WITH (security_barrier) AS
  SELECT * FROM partners.contract_terms
  WHERE programme_id = (SELECT platform.scope_programme())
    AND ((SELECT platform.scope_is_whole()) OR partner_id = (SELECT platform.scope_partner()));
