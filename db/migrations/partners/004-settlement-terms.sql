-- Terms of settlement: what a window costs and how long its cycle is (programme), what is too small to pay (contract).
ALTER TABLE partners.programme
  ADD COLUMN levy_per_window_minor bigint NOT NULL DEFAULT 0 CHECK (levy_per_window_minor >= 0),
  ADD COLUMN advice_business_days integer NOT NULL DEFAULT 0 CHECK (advice_business_days BETWEEN 0 AND 60),
  ADD COLUMN dispute_business_days integer NOT NULL DEFAULT 0 CHECK (dispute_business_days BETWEEN 0 AND 60),
  ADD COLUMN value_business_days integer NOT NULL DEFAULT 0 CHECK (value_business_days BETWEEN 0 AND 60),
  ADD COLUMN calendar text NOT NULL DEFAULT 'TARGET' CHECK (calendar <> '');

ALTER TABLE partners.contract
  -- Minor units of the programme's currency.
  ADD COLUMN carry_forward_below_minor bigint NOT NULL DEFAULT 0 CHECK (carry_forward_below_minor >= 0);

CREATE OR REPLACE VIEW partners.programme_terms AS
  SELECT programme_id, code, currency, exponent, time_zone, spending_order, restore_grace_days,
         operator_funding_model, operator_reserve_rate_micros,
         levy_per_window_minor, advice_business_days, dispute_business_days, value_business_days, calendar
  FROM partners.programme;

CREATE OR REPLACE VIEW partners.contract_terms AS
  SELECT
    contract.contract_version_id,
    contract.programme_id,
    contract.partner_id,
    contract.version,
    contract.valid_from,
    next.valid_from AS valid_until,
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
    contract.carry_forward_below_minor
  FROM partners.contract
  LEFT JOIN partners.contract AS next ON next.partner_id = contract.partner_id AND next.version = contract.version + 1;
