-- What partners publishes. Other subgraphs read these views and nothing else of this schema; columns may be added, never
-- changed or taken away.

CREATE VIEW partners.programme_terms AS
  SELECT programme_id, code, currency, exponent, time_zone, spending_order, restore_grace_days
  FROM partners.programme;

-- Standing: ACTIVE, SUSPENDED (accepts points, issues none) or LEFT (neither). A partner without a contract in force is
-- ACTIVE here and is refused for its missing contract.
CREATE VIEW partners.partner_reference AS
  SELECT programme_id, partner_id, code, name, standing
  FROM partners.partner;

-- Every version there ever was. A version ends, exclusively, where the next one begins.
CREATE VIEW partners.contract_terms AS
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
    contract.cap_mode
  FROM partners.contract
  LEFT JOIN partners.contract AS next ON next.partner_id = contract.partner_id AND next.version = contract.version + 1;

CREATE VIEW partners.store_reference AS
  SELECT
    store.programme_id,
    store.store_id,
    store.partner_id,
    store.code,
    coalesce(store.time_zone, programme.time_zone) AS time_zone,
    store.opens_at,
    store.closes_at
  FROM partners.store
  JOIN partners.programme USING (programme_id);

GRANT USAGE ON SCHEMA partners TO loyalty_ledger, loyalty_rewards;
GRANT SELECT ON partners.programme_terms, partners.partner_reference, partners.contract_terms, partners.store_reference
  TO loyalty_ledger, loyalty_rewards;
GRANT SELECT ON partners.reference_version TO loyalty_ledger, loyalty_rewards;
