-- The life of a contract (drafted, signed by both sides, in force, superseded or terminated), partners in run-off, and terminals.

-- A partner in run-off issues nothing; it takes points as payment until a date, and has then left.
ALTER TABLE partners.partner
  DROP CONSTRAINT partner_standing_check,
  ADD CONSTRAINT partner_standing_check CHECK (standing IN ('ACTIVE', 'SUSPENDED', 'RUN_OFF', 'LEFT')),
  ADD COLUMN run_off_until timestamptz,
  ADD CONSTRAINT run_off_has_an_end CHECK ((standing = 'RUN_OFF') = (run_off_until IS NOT NULL));

CREATE OR REPLACE VIEW partners.partner_reference AS
  SELECT programme_id, partner_id, code, name, standing, run_off_until
  FROM partners.partner;

-- Terms that one side wrote down. They become a version of the contract when both have signed exactly them.
CREATE TABLE partners.contract_draft (
  draft_id            uuid PRIMARY KEY,
  programme_id        uuid NOT NULL,
  partner_id          uuid NOT NULL,
  -- As they were asked for; integers and instants are tagged (subgraphs/serving/idempotency.ts).
  terms               jsonb NOT NULL,
  drafted_by          text NOT NULL,
  drafted_at          timestamptz NOT NULL,
  operator_signed_by  text,
  operator_signed_at  timestamptz,
  partner_signed_by   text,
  partner_signed_at   timestamptz,
  -- The version it became.
  contract_version_id uuid REFERENCES partners.contract,
  FOREIGN KEY (programme_id, partner_id) REFERENCES partners.partner (programme_id, partner_id),
  CHECK (contract_version_id IS NULL OR (operator_signed_at IS NOT NULL AND partner_signed_at IS NOT NULL))
);
CREATE INDEX contract_draft_of_partner ON partners.contract_draft (partner_id, draft_id);
REVOKE DELETE ON partners.contract_draft FROM loyalty_partners;

-- The end of a partner's latest version where no later one follows it.
CREATE TABLE partners.contract_termination (
  contract_version_id uuid PRIMARY KEY REFERENCES partners.contract,
  programme_id        uuid NOT NULL,
  ends_at             timestamptz NOT NULL,
  decided_by          text NOT NULL,
  decided_at          timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON partners.contract_termination FROM loyalty_partners;
CREATE TRIGGER reference_data_changed AFTER INSERT ON partners.contract_termination
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();

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
    contract.self_billing
  FROM partners.contract
  LEFT JOIN partners.contract AS next ON next.partner_id = contract.partner_id AND next.version = contract.version + 1
  LEFT JOIN partners.contract_termination AS termination ON termination.contract_version_id = contract.contract_version_id;

CREATE TABLE partners.terminal (
  terminal_id  uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  store_id     uuid NOT NULL REFERENCES partners.store,
  code         text COLLATE "C" NOT NULL CHECK (code <> ''),
  added_at     timestamptz NOT NULL,
  -- Exclusive; null while it is in use.
  retired_at   timestamptz,
  CONSTRAINT terminal_code_is_unique UNIQUE (store_id, code)
);
REVOKE DELETE ON partners.terminal FROM loyalty_partners;
