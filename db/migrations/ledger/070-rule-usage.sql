-- What earn rules have given: counters behind caps, and what promotions with a budget have spent. Written by the posting that gives.

-- One row a subject (a member, or a household), rule and period; which period it is says its name (partners/domain/rules/cap-period.ts).
CREATE TABLE ledger.rule_counter (
  subject_id   uuid NOT NULL,
  rule_id      uuid NOT NULL,
  period       text NOT NULL,
  programme_id uuid NOT NULL,
  points       bigint NOT NULL CHECK (points >= 0),
  PRIMARY KEY (subject_id, rule_id, period)
) WITH (fillfactor = 70);
REVOKE DELETE ON ledger.rule_counter FROM loyalty_ledger;

-- By business day of the purchase, so that the sum is what was spent and the rows are how it burnt down.
CREATE TABLE ledger.promotion_budget (
  rule_id      uuid NOT NULL,
  -- Partner id, or OP for the operator.
  funder       text NOT NULL,
  day          date NOT NULL,
  programme_id uuid NOT NULL,
  points       bigint NOT NULL CHECK (points >= 0),
  -- At the funder's price per point, minor units of the programme's currency.
  money_minor  bigint NOT NULL CHECK (money_minor >= 0),
  PRIMARY KEY (rule_id, funder, day)
) WITH (fillfactor = 70);
REVOKE DELETE ON ledger.promotion_budget FROM loyalty_ledger;

-- Whoever opts in to a promotion must be a member.
GRANT USAGE ON SCHEMA members TO loyalty_partners;
GRANT SELECT ON members.member_reference TO loyalty_partners;
