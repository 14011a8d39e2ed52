-- The rest of what a contract says about money (settlement.md 2.3), and who the parties are to banks and tax offices.
ALTER TABLE partners.contract
  DROP CONSTRAINT contract_funding_model_check,
  ADD CONSTRAINT contract_funding_model_check
    CHECK (funding_model IN ('OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION', 'HYBRID')),
  -- HYBRID: the share of the points that the operator's pool stands behind; the issuer pays for the rest on redemption.
  ADD COLUMN pool_share_basis_points integer CHECK (pool_share_basis_points BETWEEN 1 AND 9999),
  ADD CONSTRAINT contract_hybrid_has_a_share CHECK ((funding_model = 'HYBRID') = (pool_share_basis_points IS NOT NULL)),
  ADD COLUMN clearing_fee_payer text NOT NULL DEFAULT 'FUNDER' CHECK (clearing_fee_payer IN ('FUNDER', 'ACCEPTOR')),
  -- How long after the event goods may come back and redemptions be undone; null is for ever.
  ADD COLUMN earn_reversal_days integer CHECK (earn_reversal_days >= 0),
  ADD COLUMN redemption_reversal_days integer CHECK (redemption_reversal_days >= 0),
  ADD COLUMN late_beyond_limit text NOT NULL DEFAULT 'REJECT' CHECK (late_beyond_limit IN ('REJECT', 'FLAG')),
  -- Minor units of the programme's currency.
  ADD COLUMN collateral_minor bigint NOT NULL DEFAULT 0 CHECK (collateral_minor >= 0),
  -- VAT is data (EN 16931 categories): on what the operator supplies to the partner, and on what the partner supplies to the operator.
  -- Null: the contract says nothing, and no invoices can be made under it.
  ADD COLUMN operator_vat_category text CHECK (operator_vat_category IN ('S', 'Z', 'E', 'AE', 'O')),
  ADD COLUMN operator_vat_rate_basis_points integer,
  ADD COLUMN operator_vat_exemption_reason text CHECK (operator_vat_exemption_reason <> ''),
  ADD COLUMN partner_vat_category text CHECK (partner_vat_category IN ('S', 'Z', 'E', 'AE', 'O')),
  ADD COLUMN partner_vat_rate_basis_points integer,
  ADD COLUMN partner_vat_exemption_reason text CHECK (partner_vat_exemption_reason <> ''),
  -- Whether the partner agreed that the operator writes its invoices.
  ADD COLUMN self_billing boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT contract_operator_vat_is_whole CHECK (
    (operator_vat_category IS NULL AND operator_vat_rate_basis_points IS NULL AND operator_vat_exemption_reason IS NULL)
    OR (operator_vat_category = 'S' AND operator_vat_rate_basis_points BETWEEN 1 AND 10000 AND operator_vat_exemption_reason IS NULL)
    OR (operator_vat_category = 'Z' AND operator_vat_rate_basis_points = 0 AND operator_vat_exemption_reason IS NULL)
    OR (operator_vat_category IN ('E', 'AE', 'O') AND operator_vat_rate_basis_points = 0 AND operator_vat_exemption_reason IS NOT NULL)),
  ADD CONSTRAINT contract_partner_vat_is_whole CHECK (
    (partner_vat_category IS NULL AND partner_vat_rate_basis_points IS NULL AND partner_vat_exemption_reason IS NULL)
    OR (partner_vat_category = 'S' AND partner_vat_rate_basis_points BETWEEN 1 AND 10000 AND partner_vat_exemption_reason IS NULL)
    OR (partner_vat_category = 'Z' AND partner_vat_rate_basis_points = 0 AND partner_vat_exemption_reason IS NULL)
    OR (partner_vat_category IN ('E', 'AE', 'O') AND partner_vat_rate_basis_points = 0 AND partner_vat_exemption_reason IS NOT NULL));

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
    contract.self_billing
  FROM partners.contract
  LEFT JOIN partners.contract AS next ON next.partner_id = contract.partner_id AND next.version = contract.version + 1;

-- Names, addresses, tax numbers and bank accounts. A change is a new version, the latest counts: who was paid where stays known.
CREATE TABLE partners.billing (
  billing_id          uuid PRIMARY KEY,
  programme_id        uuid NOT NULL REFERENCES partners.programme,
  -- Null is the operator.
  partner_id          uuid,
  version             integer NOT NULL CHECK (version >= 1),
  legal_name          text NOT NULL CHECK (legal_name <> ''),
  street              text CHECK (street <> ''),
  building_number     text CHECK (building_number <> ''),
  post_code           text CHECK (post_code <> ''),
  town                text NOT NULL CHECK (town <> ''),
  country             text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  vat_id              text CHECK (vat_id <> ''),
  registration_id     text CHECK (registration_id <> ''),
  iban                text CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  account_number      text CHECK (account_number <> ''),
  bic                 text CHECK (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
  endpoint_id         text CHECK (endpoint_id <> ''),
  endpoint_scheme     text CHECK (endpoint_scheme ~ '^[0-9A-Z]{4}$'),
  recorded_at         timestamptz NOT NULL,
  recorded_by         text NOT NULL,
  FOREIGN KEY (programme_id, partner_id) REFERENCES partners.partner (programme_id, partner_id),
  CONSTRAINT billing_version_is_unique UNIQUE NULLS NOT DISTINCT (programme_id, partner_id, version),
  CONSTRAINT billing_one_account CHECK (iban IS NULL OR account_number IS NULL),
  CONSTRAINT billing_endpoint_is_whole CHECK ((endpoint_id IS NULL) = (endpoint_scheme IS NULL))
);
REVOKE UPDATE, DELETE ON partners.billing FROM loyalty_partners;

CREATE VIEW partners.billing_reference AS
  SELECT DISTINCT ON (programme_id, partner_id)
    programme_id, partner_id, version, legal_name, street, building_number, post_code, town, country, vat_id, registration_id,
    iban, account_number, bic, endpoint_id, endpoint_scheme, recorded_at
  FROM partners.billing
  ORDER BY programme_id, partner_id, version DESC;
GRANT SELECT ON partners.billing_reference TO loyalty_ledger;
