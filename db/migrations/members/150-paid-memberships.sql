-- Memberships that are paid for: plans, who has one, and which periods were paid. The money itself is the ledger's.

GRANT SELECT ON partners.partner_reference, partners.store_reference TO loyalty_members;

-- A plan never changes, so everybody has what was bought; another price is another plan.
CREATE TABLE members.membership_plan (
  plan_id       uuid PRIMARY KEY,
  programme_id  uuid NOT NULL,
  code          text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{1,64}$'),
  name          text NOT NULL CHECK (name <> ''),
  period_months integer NOT NULL CHECK (period_months BETWEEN 1 AND 60),
  -- Minor units of the programme's currency, for one period.
  price_minor   bigint NOT NULL CHECK (price_minor > 0),
  currency      text NOT NULL,
  -- Days after the end of a period in which the benefits go on and it can still be renewed.
  grace_days    integer NOT NULL CHECK (grace_days BETWEEN 0 AND 366),
  refund_rule   text NOT NULL CHECK (refund_rule IN ('NONE', 'PRO_RATA', 'FULL_WITHIN_DAYS')),
  refund_days   integer CHECK (refund_days BETWEEN 1 AND 1830),
  multiplier_basis_points integer NOT NULL CHECK (multiplier_basis_points BETWEEN 10000 AND 1000000),
  early_access_hours      integer NOT NULL CHECK (early_access_hours BETWEEN 0 AND 8760),
  free_reward_id          uuid,
  created_at    timestamptz NOT NULL,
  -- Nobody joins or renews any more; who has it keeps it to the end of what was paid.
  withdrawn_at  timestamptz,
  UNIQUE (programme_id, code),
  UNIQUE (programme_id, plan_id),
  CHECK ((refund_rule = 'FULL_WITHIN_DAYS') = (refund_days IS NOT NULL))
);

-- Whose the fee is.
CREATE TABLE members.membership_plan_share (
  plan_id      uuid NOT NULL REFERENCES members.membership_plan,
  place        integer NOT NULL,
  -- Null is the operator.
  partner_id   uuid,
  basis_points integer NOT NULL CHECK (basis_points BETWEEN 1 AND 10000),
  PRIMARY KEY (plan_id, place),
  UNIQUE NULLS NOT DISTINCT (plan_id, partner_id)
);
REVOKE UPDATE, DELETE ON members.membership_plan_share FROM loyalty_members;
REVOKE DELETE ON members.membership_plan FROM loyalty_members;

CREATE TABLE members.membership (
  membership_id uuid PRIMARY KEY,
  programme_id  uuid NOT NULL,
  member_id     uuid NOT NULL,
  plan_id       uuid NOT NULL,
  -- OPEN until it is cancelled, lapses, or its first fee is refused.
  state         text NOT NULL CHECK (state IN ('OPEN', 'CANCELLED', 'LAPSED', 'REFUSED')),
  -- Periods are counted from here, so that they never drift at the ends of months.
  started_on    date NOT NULL,
  -- Last day that was paid for; null before the first fee is in the ledger.
  covered_until date,
  auto_renew    boolean NOT NULL,
  -- First day without it.
  ended_on      date,
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id),
  FOREIGN KEY (programme_id, plan_id) REFERENCES members.membership_plan (programme_id, plan_id),
  CHECK ((state = 'OPEN') = (ended_on IS NULL))
);
-- One at a time.
CREATE UNIQUE INDEX membership_open ON members.membership (member_id) WHERE state = 'OPEN';
CREATE INDEX membership_of_member ON members.membership (member_id, membership_id);
CREATE INDEX membership_ending ON members.membership (programme_id, covered_until, membership_id) WHERE state = 'OPEN';
REVOKE DELETE ON members.membership FROM loyalty_members;

CREATE TABLE members.membership_period (
  period_id          uuid PRIMARY KEY,
  membership_id      uuid NOT NULL REFERENCES members.membership,
  programme_id       uuid NOT NULL,
  member_id          uuid NOT NULL,
  number             integer NOT NULL CHECK (number > 0),
  from_day           date NOT NULL,
  until_day          date NOT NULL CHECK (until_day >= from_day),
  fee_minor          bigint NOT NULL CHECK (fee_minor > 0),
  -- Where it was paid; null is the operator.
  store_id           uuid,
  -- ASKED until the ledger has answered.
  state              text NOT NULL CHECK (state IN ('ASKED', 'PAID', 'REFUSED')),
  asked_at           timestamptz NOT NULL,
  fee_transaction_id uuid,
  refusal            jsonb,
  -- What is given back of it; null is nothing so far.
  refund_minor       bigint CHECK (refund_minor BETWEEN 1 AND fee_minor),
  refund_store_id    uuid,
  refund_state       text CHECK (refund_state IN ('ASKED', 'PAID', 'REFUSED')),
  refund_transaction_id uuid,
  CHECK ((state = 'PAID') = (fee_transaction_id IS NOT NULL)),
  CHECK ((state = 'REFUSED') = (refusal IS NOT NULL)),
  CHECK ((refund_minor IS NULL) = (refund_state IS NULL)),
  CHECK (refund_minor IS NULL OR state = 'PAID')
);
CREATE UNIQUE INDEX membership_period_number ON members.membership_period (membership_id, number) WHERE state <> 'REFUSED';
-- What a crash left on its way.
CREATE INDEX membership_period_asked ON members.membership_period (period_id) WHERE state = 'ASKED' OR refund_state = 'ASKED';
REVOKE DELETE ON members.membership_period FROM loyalty_members;

-- What memberships give, for whoever gives it. A member that was merged brings its membership along, and takes it back when that is undone.
CREATE VIEW members.membership_reference AS
  SELECT member.programme_id, coalesce(member.merged_into, member.member_id) AS member_id, plan.code AS plan,
         membership.membership_id, membership.started_on,
         -- Last day on which the benefits count.
         membership.covered_until + plan.grace_days AS benefits_until,
         plan.multiplier_basis_points, plan.early_access_hours, plan.free_reward_id
  FROM members.membership
  JOIN members.member USING (member_id)
  JOIN members.membership_plan AS plan USING (plan_id)
  WHERE membership.state = 'OPEN' AND membership.covered_until IS NOT NULL;
GRANT SELECT ON members.membership_reference TO loyalty_ledger, loyalty_rewards;
