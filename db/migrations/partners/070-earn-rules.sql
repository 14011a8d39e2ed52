-- Earn rules and promotions: versions that never change, who stands behind each, and what the ledger reads of them.

-- Names of categories that rules may speak of. Only ever added to.
CREATE TABLE partners.category (
  programme_id uuid NOT NULL REFERENCES partners.programme,
  name         text NOT NULL CHECK (name <> ''),
  PRIMARY KEY (programme_id, name)
);
REVOKE UPDATE, DELETE ON partners.category FROM loyalty_partners;

CREATE TABLE partners.earn_rule (
  rule_id          uuid PRIMARY KEY,
  programme_id     uuid NOT NULL REFERENCES partners.programme,
  code             text COLLATE "C" NOT NULL CHECK (code <> ''),
  -- Who drafts its versions; null is the operator.
  owner_partner_id uuid,
  created_at       timestamptz NOT NULL,
  FOREIGN KEY (programme_id, owner_partner_id) REFERENCES partners.partner (programme_id, partner_id),
  CONSTRAINT earn_rule_in_programme UNIQUE (programme_id, rule_id)
);
CREATE UNIQUE INDEX earn_rule_code_is_unique ON partners.earn_rule (programme_id, lower(code));
-- Its row is the lock of its versions, so the right to update stays.
REVOKE DELETE ON partners.earn_rule FROM loyalty_partners;

CREATE TABLE partners.earn_rule_version (
  rule_version_id uuid PRIMARY KEY,
  programme_id    uuid NOT NULL,
  rule_id         uuid NOT NULL,
  version         integer NOT NULL CHECK (version >= 1),
  -- The rule as it was written, ids instead of codes (subgraphs/partners/domain/rules/rule-schema.ts).
  terms           jsonb NOT NULL,
  drafted_by      text NOT NULL,
  drafted_at      timestamptz NOT NULL,
  -- A draft that another one replaces is never published.
  withdrawn_at    timestamptz,
  published_by    text,
  published_at    timestamptz,
  FOREIGN KEY (programme_id, rule_id) REFERENCES partners.earn_rule (programme_id, rule_id),
  CONSTRAINT earn_rule_version_is_unique UNIQUE (rule_id, version),
  CONSTRAINT earn_rule_publisher_is_known CHECK ((published_at IS NULL) = (published_by IS NULL)),
  CONSTRAINT withdrawn_is_not_published CHECK (withdrawn_at IS NULL OR published_at IS NULL)
);
CREATE INDEX earn_rule_version_of_programme ON partners.earn_rule_version (programme_id);
REVOKE DELETE ON partners.earn_rule_version FROM loyalty_partners;

-- What a version says never changes, and what was published stays so, whoever asks.
CREATE FUNCTION partners.rule_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL OR NEW.terms <> OLD.terms OR NEW.rule_id <> OLD.rule_id OR NEW.version <> OLD.version THEN
    RAISE EXCEPTION 'version % of an earn rule never changes', OLD.version USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER rule_version_is_immutable BEFORE UPDATE ON partners.earn_rule_version
  FOR EACH ROW EXECUTE FUNCTION partners.rule_version_is_immutable();
CREATE TRIGGER reference_data_changed AFTER UPDATE ON partners.earn_rule_version
  FOR EACH ROW WHEN (NEW.published_at IS NOT NULL) EXECUTE FUNCTION partners.reference_data_changed();

-- That a funder agrees to pay for exactly this version.
CREATE TABLE partners.rule_approval (
  rule_version_id uuid NOT NULL REFERENCES partners.earn_rule_version,
  -- Partner id, or OP for the operator.
  funder          text NOT NULL,
  approved_by     text NOT NULL,
  approved_at     timestamptz NOT NULL,
  PRIMARY KEY (rule_version_id, funder)
);
REVOKE UPDATE, DELETE ON partners.rule_approval FROM loyalty_partners;

-- A rule that was ended before its time. Purchases from `ends_at` on do not see it.
CREATE TABLE partners.rule_end (
  rule_id      uuid PRIMARY KEY REFERENCES partners.earn_rule,
  programme_id uuid NOT NULL,
  ends_at      timestamptz NOT NULL,
  decided_by   text NOT NULL,
  decided_at   timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON partners.rule_end FROM loyalty_partners;
CREATE TRIGGER reference_data_changed AFTER INSERT ON partners.rule_end
  FOR EACH ROW EXECUTE FUNCTION partners.reference_data_changed();

CREATE TABLE partners.promotion_opt_in (
  member_id    uuid NOT NULL,
  rule_id      uuid NOT NULL REFERENCES partners.earn_rule,
  programme_id uuid NOT NULL,
  opted_in_at  timestamptz NOT NULL,
  PRIMARY KEY (member_id, rule_id)
);
REVOKE UPDATE, DELETE ON partners.promotion_opt_in FROM loyalty_partners;

ALTER TABLE partners.programme
  -- Whether a rule is published only with a backtest of that version not older than a day.
  ADD COLUMN publish_needs_backtest boolean NOT NULL DEFAULT false;

-- Every version, drafts among them: those are for simulation, the ledger posts by what was published.
CREATE VIEW partners.rule_reference AS
  SELECT version.programme_id, version.rule_id, version.rule_version_id, rule.code, rule.owner_partner_id, version.version, version.terms,
         version.published_at, ended.ends_at, ended.decided_at AS end_decided_at
  FROM partners.earn_rule_version AS version
  JOIN partners.earn_rule AS rule USING (rule_id)
  LEFT JOIN partners.rule_end AS ended USING (rule_id)
  WHERE version.withdrawn_at IS NULL;

CREATE VIEW partners.opt_in_reference AS
  SELECT programme_id, member_id, rule_id, opted_in_at FROM partners.promotion_opt_in;

GRANT SELECT ON partners.rule_reference, partners.opt_in_reference TO loyalty_ledger;
