-- When windows close by themselves, and how long partners wait for an answer to a dispute.
ALTER TABLE partners.programme
  ADD COLUMN close_schedule text NOT NULL DEFAULT 'MANUAL'
    CHECK (close_schedule ~ '^(MANUAL|DAILY|WEEKLY:[1-7]|MONTHLY(:([1-9]|1[0-9]|2[0-8]))?)$'),
  -- Business days after a dispute was opened: for the first answer, and for the decision, after which it is escalated.
  ADD COLUMN dispute_answer_business_days integer NOT NULL DEFAULT 2 CHECK (dispute_answer_business_days BETWEEN 0 AND 60),
  ADD COLUMN dispute_decision_business_days integer NOT NULL DEFAULT 10 CHECK (dispute_decision_business_days BETWEEN 0 AND 250);

CREATE OR REPLACE VIEW partners.programme_terms AS
  SELECT programme_id, code, currency, exponent, time_zone, spending_order, restore_grace_days,
         operator_funding_model, operator_reserve_rate_micros,
         levy_per_window_minor, advice_business_days, dispute_business_days, value_business_days, calendar,
         close_schedule, dispute_answer_business_days, dispute_decision_business_days
  FROM partners.programme;
