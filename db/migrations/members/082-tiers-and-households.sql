-- What a member has qualified for, and who belongs together.

GRANT USAGE ON SCHEMA partners TO loyalty_members;
GRANT SELECT ON partners.programme_terms TO loyalty_members;

-- A programme's ladder of tiers. A change is a new version; members move to it when it is published.
CREATE TABLE members.tier_ladder (
  ladder_id     uuid PRIMARY KEY,
  programme_id  uuid NOT NULL,
  version       integer NOT NULL CHECK (version > 0),
  measure       text NOT NULL CHECK (measure IN ('POINTS', 'SPEND', 'VISITS', 'PARTNERS')),
  -- Null is the calendar year; otherwise the last so many months.
  window_months integer CHECK (window_months BETWEEN 1 AND 60),
  grace_days    integer NOT NULL CHECK (grace_days BETWEEN 0 AND 366),
  landing       text NOT NULL CHECK (landing IN ('ONE_DOWN', 'AS_QUALIFIED')),
  published_at  timestamptz NOT NULL,
  UNIQUE (programme_id, version)
);

CREATE TABLE members.tier (
  ladder_id                 uuid NOT NULL REFERENCES members.tier_ladder,
  code                      text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{1,64}$'),
  -- 0 is where everybody begins.
  rank                      integer NOT NULL CHECK (rank >= 0),
  name                      text NOT NULL CHECK (name <> ''),
  -- What the measure must reach; null is by invitation only.
  threshold                 bigint CHECK (threshold >= 0),
  -- Points ever earned from which on the tier is never lost; null is never.
  lifetime_points           bigint CHECK (lifetime_points > 0),
  multiplier_basis_points   integer NOT NULL CHECK (multiplier_basis_points BETWEEN 10000 AND 1000000),
  early_access_hours        integer NOT NULL CHECK (early_access_hours BETWEEN 0 AND 8760),
  free_reward_id            uuid,
  PRIMARY KEY (ladder_id, code),
  UNIQUE (ladder_id, rank),
  UNIQUE (ladder_id, threshold),
  CHECK ((rank = 0) = (threshold IS NOT DISTINCT FROM 0))
);
REVOKE UPDATE, DELETE ON members.tier_ladder, members.tier FROM loyalty_members;

-- What counts, added up per day and partner: so the order of purchases of a day cannot matter.
CREATE TABLE members.qualifying_day (
  member_id    uuid NOT NULL,
  day          date NOT NULL,
  partner_id   uuid NOT NULL,
  programme_id uuid NOT NULL,
  points       bigint NOT NULL,
  spend_minor  bigint NOT NULL,
  purchases    integer NOT NULL CHECK (purchases >= 0),
  PRIMARY KEY (member_id, day, partner_id)
) WITH (fillfactor = 80);
CREATE INDEX qualifying_day_of_programme ON members.qualifying_day (programme_id, member_id);

-- Everybody is decided anew under a new ladder: how far that has come.
CREATE TABLE members.tier_recompute (
  ladder_id    uuid PRIMARY KEY REFERENCES members.tier_ladder,
  programme_id uuid NOT NULL,
  after        uuid NOT NULL,
  done_at      timestamptz
);
CREATE INDEX tier_recompute_open ON members.tier_recompute (ladder_id) WHERE done_at IS NULL;

CREATE TABLE members.member_tier (
  member_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  tier         text NOT NULL,
  rank         integer NOT NULL,
  -- Points ever earned.
  lifetime     bigint NOT NULL,
  since        date NOT NULL,
  -- Last day on which it is held without qualifying again; null for the first tier, for lifetime ones, for invitations without an end.
  until        date,
  source       text NOT NULL CHECK (source IN ('QUALIFIED', 'INVITATION', 'LIFETIME')),
  decided_on   date NOT NULL,
  -- As it stood before the day of the last decision: that day is decided anew whenever something of it becomes known.
  before       jsonb
) WITH (fillfactor = 80);
CREATE INDEX member_tier_ending ON members.member_tier (programme_id, until) WHERE until IS NOT NULL;

CREATE TABLE members.tier_change (
  change_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  member_id    uuid NOT NULL,
  event        text NOT NULL CHECK (event IN ('UPGRADED', 'DOWNGRADED', 'PROLONGED', 'TAKEN_BACK')),
  from_tier    text,
  to_tier      text NOT NULL,
  on_day       date NOT NULL,
  reason       text NOT NULL
);
CREATE INDEX tier_change_of_member ON members.tier_change (member_id, change_id);
REVOKE UPDATE, DELETE ON members.tier_change FROM loyalty_members;

-- How far the ledger's feed was followed.
CREATE TABLE members.feed_cursor (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);

-- People who collect and spend together.
CREATE TABLE members.household (
  household_id uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  made_at      timestamptz NOT NULL,
  UNIQUE (programme_id, household_id)
);

CREATE TABLE members.household_member (
  member_id      uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  household_id   uuid NOT NULL,
  role           text NOT NULL CHECK (role IN ('HEAD', 'ADULT', 'CHILD')),
  -- Points of the others that the member may spend in a calendar month; null is without limit, 0 is none.
  monthly_limit  bigint CHECK (monthly_limit >= 0),
  joined_at      timestamptz NOT NULL,
  FOREIGN KEY (programme_id, household_id) REFERENCES members.household (programme_id, household_id),
  FOREIGN KEY (programme_id, member_id) REFERENCES members.member (programme_id, member_id)
);
CREATE INDEX member_of_household ON members.household_member (household_id);

-- What rules may ask about a member: nothing that says who it is.
CREATE VIEW members.member_facts AS
  SELECT
    member.member_id,
    member.programme_id,
    member_tier.tier,
    ARRAY(SELECT tag FROM members.tag WHERE tag.member_id = member.member_id ORDER BY tag) AS tags,
    to_char(member.birth_date, 'MM-DD') AS birthday,
    household_member.household_id
  FROM members.member
  LEFT JOIN members.member_tier USING (member_id)
  LEFT JOIN members.household_member USING (member_id);
GRANT SELECT ON members.member_facts TO loyalty_ledger, loyalty_rewards;

-- The benefits of tiers, for who gives them.
CREATE VIEW members.tier_reference AS
  SELECT ladder.programme_id, tier.code, tier.rank, tier.name, tier.multiplier_basis_points, tier.early_access_hours, tier.free_reward_id
  FROM members.tier
  JOIN members.tier_ladder AS ladder USING (ladder_id)
  WHERE ladder.version = (SELECT max(version) FROM members.tier_ladder WHERE programme_id = ladder.programme_id);
GRANT SELECT ON members.tier_reference TO loyalty_ledger, loyalty_rewards;
