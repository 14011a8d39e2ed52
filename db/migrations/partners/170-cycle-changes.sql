-- The cycle of a programme's windows may change: two persons agree, and windows that open from then on follow the new one. A change that was agreed
-- keeps the cycle that it replaced, for the windows that had opened before.
CREATE TABLE partners.cycle_change (
  change_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES partners.programme,
  advice_business_days integer NOT NULL CHECK (advice_business_days BETWEEN 0 AND 60),
  dispute_business_days integer NOT NULL CHECK (dispute_business_days BETWEEN 0 AND 60),
  value_business_days integer NOT NULL CHECK (value_business_days BETWEEN 0 AND 60),
  calendar text NOT NULL CHECK (calendar <> ''),
  close_schedule text NOT NULL CHECK (close_schedule ~ '^(MANUAL|DAILY|WEEKLY:[1-7]|MONTHLY(:([1-9]|1[0-9]|2[0-8]))?)$'),
  dispute_answer_business_days integer NOT NULL CHECK (dispute_answer_business_days BETWEEN 0 AND 60),
  dispute_decision_business_days integer NOT NULL CHECK (dispute_decision_business_days BETWEEN dispute_answer_business_days AND 250),
  state text NOT NULL CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by text,
  decided_at timestamptz,
  -- The programme's columns of the same names as they were until then.
  replaced jsonb,
  CHECK ((state = 'PROPOSED') = (decided_at IS NULL)),
  CHECK (state <> 'APPROVED' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)),
  CHECK ((state = 'APPROVED') = (replaced IS NOT NULL))
);
CREATE UNIQUE INDEX cycle_change_waits ON partners.cycle_change (programme_id) WHERE state = 'PROPOSED';
CREATE INDEX cycle_change_of_programme ON partners.cycle_change (programme_id, decided_at);
REVOKE DELETE ON partners.cycle_change FROM loyalty_partners;
CALL platform.show_rows('partners.cycle_change', $$ programme_id = :programme AND :whole $$);

-- What windows that opened before `until` follow, where no earlier row says so.
CREATE VIEW partners.replaced_cycle AS
  SELECT change.programme_id, change.decided_at AS until, old.advice_business_days, old.dispute_business_days, old.value_business_days, old.calendar,
         old.close_schedule, old.dispute_answer_business_days, old.dispute_decision_business_days
  FROM partners.cycle_change AS change
  CROSS JOIN LATERAL jsonb_populate_record(NULL::partners.cycle_change, change.replaced) AS old
  WHERE change.state = 'APPROVED';
GRANT SELECT ON partners.replaced_cycle TO loyalty_ledger;

-- The subgraph changes a cycle only as the last change says that two persons agreed.
CREATE FUNCTION partners.check_cycle_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'loyalty_partners' AND NOT EXISTS (
    SELECT FROM partners.cycle_change AS change
    WHERE change.programme_id = NEW.programme_id AND change.state = 'APPROVED'
      AND (change.advice_business_days, change.dispute_business_days, change.value_business_days, change.calendar, change.close_schedule,
           change.dispute_answer_business_days, change.dispute_decision_business_days)
        = (NEW.advice_business_days, NEW.dispute_business_days, NEW.value_business_days, NEW.calendar, NEW.close_schedule,
           NEW.dispute_answer_business_days, NEW.dispute_decision_business_days)
      AND change.decided_at = (SELECT max(decided_at) FROM partners.cycle_change
                               WHERE programme_id = NEW.programme_id AND state = 'APPROVED')) THEN
    RAISE EXCEPTION 'the cycle of programme % changes by two persons', NEW.programme_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER programme_cycle_changes
  BEFORE UPDATE OF advice_business_days, dispute_business_days, value_business_days, calendar, close_schedule, dispute_answer_business_days,
                   dispute_decision_business_days
  ON partners.programme FOR EACH ROW EXECUTE FUNCTION partners.check_cycle_change();
