-- Programmes, partners, their contracts and stores: the reference data of everything else.

CREATE TABLE partners.programme (
  programme_id       uuid PRIMARY KEY,
  code               text COLLATE "C" NOT NULL CHECK (code <> ''),
  name               text NOT NULL CHECK (name <> ''),
  currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Digits after the point of the currency (ISO 4217), written down so that nobody assumes 2.
  exponent           integer NOT NULL CHECK (exponent BETWEEN 0 AND 6),
  time_zone          text NOT NULL CHECK (time_zone <> ''),
  spending_order     text NOT NULL CHECK (spending_order IN ('SOONEST_EXPIRY', 'OLDEST_FIRST')),
  restore_grace_days integer NOT NULL CHECK (restore_grace_days >= 0),
  created_at         timestamptz NOT NULL
);
CREATE UNIQUE INDEX programme_code_is_unique ON partners.programme (lower(code));

CREATE TABLE partners.partner (
  partner_id    uuid PRIMARY KEY,
  programme_id  uuid NOT NULL REFERENCES partners.programme,
  code          text COLLATE "C" NOT NULL CHECK (code <> ''),
  name          text NOT NULL CHECK (name <> ''),
  -- What the operator decided. Whether an active partner is still ONBOARDING follows from its contracts.
  standing      text NOT NULL DEFAULT 'ACTIVE' CHECK (standing IN ('ACTIVE', 'SUSPENDED', 'LEFT')),
  registered_at timestamptz NOT NULL,
  CONSTRAINT partner_in_programme UNIQUE (programme_id, partner_id)
);
CREATE UNIQUE INDEX partner_code_is_unique ON partners.partner (programme_id, lower(code));
CREATE INDEX partner_by_code ON partners.partner (programme_id, code, partner_id);

-- One row per signed version. A change is a new version: rows are only ever added.
CREATE TABLE partners.contract (
  contract_version_id        uuid PRIMARY KEY,
  programme_id               uuid NOT NULL,
  partner_id                 uuid NOT NULL,
  version                    integer NOT NULL CHECK (version >= 1),
  valid_from                 timestamptz NOT NULL,
  issuer                     boolean NOT NULL,
  acceptor                   boolean NOT NULL,
  funding_model              text NOT NULL CHECK (funding_model IN ('OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION')),
  -- Prices are micros: millionths of the programme's currency unit per point.
  issue_price_micros         bigint NOT NULL CHECK (issue_price_micros >= 0),
  reserve_rate_micros        bigint NOT NULL CHECK (reserve_rate_micros BETWEEN 0 AND issue_price_micros),
  service_fee_micros         bigint NOT NULL CHECK (service_fee_micros >= 0),
  reimbursement_micros       bigint CHECK (reimbursement_micros >= 0),
  clearing_fee_basis_points  integer NOT NULL CHECK (clearing_fee_basis_points BETWEEN 0 AND 10000),
  own_brand_fee_exempt       boolean NOT NULL,
  expiry_share_basis_points  integer NOT NULL CHECK (expiry_share_basis_points BETWEEN 0 AND 10000),
  earn_reversal_refunds_service_fee        boolean NOT NULL DEFAULT true,
  redemption_reversal_refunds_clearing_fee boolean NOT NULL DEFAULT true,
  refund_shortfall           text NOT NULL CHECK (refund_shortfall IN ('MEMBER_DEBT', 'ISSUER_ABSORBS')),
  purchase_currency          text NOT NULL CHECK (purchase_currency ~ '^[A-Z]{3}$'),
  -- Base earn: `earn_points` for every `earn_per_minor` minor units of the purchase currency.
  earn_points                bigint NOT NULL CHECK (earn_points >= 0),
  earn_per_minor             bigint NOT NULL CHECK (earn_per_minor > 0),
  earn_rounding              text NOT NULL CHECK (earn_rounding IN ('DOWN', 'HALF_UP', 'UP')),
  pending_days               integer NOT NULL CHECK (pending_days BETWEEN 0 AND 365),
  expiry_model               text NOT NULL CHECK (expiry_model IN ('NONE', 'ROLLING', 'FIXED', 'INACTIVITY')),
  expiry_months              integer CHECK (expiry_months BETWEEN 1 AND 120),
  expiry_rounding            text NOT NULL CHECK (expiry_rounding IN ('DAY', 'MONTH', 'QUARTER', 'YEAR')),
  expiry_month_day           text CHECK (expiry_month_day ~ '^[01][0-9]-[0-3][0-9]$'),
  late_submission_days       integer CHECK (late_submission_days >= 0),
  -- Minor units of the programme's currency.
  net_debit_cap_minor        bigint CHECK (net_debit_cap_minor >= 0),
  cap_mode                   text NOT NULL CHECK (cap_mode IN ('ALERT', 'BLOCK_ISSUE', 'BLOCK_ALL')),
  signed_at                  timestamptz NOT NULL,
  FOREIGN KEY (programme_id, partner_id) REFERENCES partners.partner (programme_id, partner_id),
  CONSTRAINT contract_version_is_unique UNIQUE (partner_id, version),
  CONSTRAINT contract_start_is_unique UNIQUE (partner_id, valid_from),
  CONSTRAINT contract_grants_a_role CHECK (issuer OR acceptor),
  CONSTRAINT contract_reimburses_acceptors CHECK (acceptor = (reimbursement_micros IS NOT NULL)),
  CONSTRAINT contract_expiry_is_whole CHECK (
    (expiry_months IS NOT NULL) = (expiry_model IN ('ROLLING', 'INACTIVITY'))
    AND (expiry_month_day IS NOT NULL) = (expiry_model = 'FIXED'))
);
REVOKE UPDATE, DELETE ON partners.contract FROM loyalty_partners;

CREATE TABLE partners.store (
  store_id     uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  partner_id   uuid NOT NULL,
  code         text COLLATE "C" NOT NULL CHECK (code <> ''),
  name         text NOT NULL CHECK (name <> ''),
  -- Null: the programme's.
  time_zone    text CHECK (time_zone <> ''),
  opens_at     timestamptz,
  closes_at    timestamptz CHECK (closes_at > opens_at),
  added_at     timestamptz NOT NULL,
  FOREIGN KEY (programme_id, partner_id) REFERENCES partners.partner (programme_id, partner_id),
  CONSTRAINT store_code_is_unique UNIQUE (partner_id, code)
);

-- What a command under a key came to (subgraphs/serving/idempotency.ts).
CREATE TABLE partners.remembered_command (
  key_space    text NOT NULL,
  key          text NOT NULL,
  request_hash bytea NOT NULL,
  outcome      jsonb,
  recorded_at  timestamptz NOT NULL,
  PRIMARY KEY (key_space, key)
);
REVOKE DELETE ON partners.remembered_command FROM loyalty_partners;

-- Counts the changes of a programme's reference data. A reader that caches the views below keeps this number beside what it
-- cached: as long as the number is the same, the cache is right, whatever became of the notifications.
CREATE TABLE partners.reference_version (
  programme_id uuid PRIMARY KEY,
  version      bigint NOT NULL
);

CREATE FUNCTION partners.reference_data_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO partners.reference_version AS current (programme_id, version) VALUES (NEW.programme_id, 1)
  ON CONFLICT (programme_id) DO UPDATE SET version = current.version + 1;
  PERFORM pg_notify('reference_data', NEW.programme_id::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER reference_data_changed AFTER INSERT OR UPDATE ON partners.programme
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();
CREATE TRIGGER reference_data_changed AFTER INSERT OR UPDATE ON partners.partner
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();
CREATE TRIGGER reference_data_changed AFTER INSERT ON partners.contract
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();
CREATE TRIGGER reference_data_changed AFTER INSERT OR UPDATE ON partners.store
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();
