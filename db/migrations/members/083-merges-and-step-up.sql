-- Two members that are one person, what a household draws, and above how many points a member wants to be asked.

ALTER TABLE members.member
  DROP CONSTRAINT member_status_check,
  ADD CONSTRAINT member_status_check CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CLOSED', 'MERGED')),
  -- The member that this one was found to be.
  ADD COLUMN merged_into uuid CHECK (merged_into <> member_id),
  ADD CONSTRAINT merged_into_somebody CHECK ((status = 'MERGED') = (merged_into IS NOT NULL)),
  -- Redemptions of more points than this need the member's confirmation; null is none, 0 is every one.
  ADD COLUMN confirm_above bigint CHECK (confirm_above >= 0);
CREATE INDEX member_merged_into ON members.member (merged_into) WHERE merged_into IS NOT NULL;

CREATE OR REPLACE VIEW members.member_reference AS
  SELECT member_id, programme_id, status, merged_into, confirm_above
  FROM members.member;

-- The keys of a merged member find the one that it was merged into, and its own again when that is undone.
CREATE OR REPLACE VIEW members.identity_reference AS
  SELECT identity.programme_id, identity.kind, identity.lookup, coalesce(member.merged_into, identity.member_id) AS member_id
  FROM members.identity
  JOIN members.member ON member.member_id = identity.member_id
  WHERE identity.blocked_at IS NULL;

CREATE TABLE members.merge (
  merge_id     uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  survivor_id  uuid NOT NULL,
  duplicate_id uuid NOT NULL,
  -- What the duplicate was before, and is again when the merge is undone.
  status_before text NOT NULL CHECK (status_before IN ('ACTIVE', 'SUSPENDED')),
  state        text NOT NULL CHECK (state IN ('MERGING', 'MERGED', 'UNDONE')),
  -- Transfers of the ledger that brought the duplicate's points over, in their order.
  transfers    uuid[] NOT NULL DEFAULT '{}',
  merged_at    timestamptz NOT NULL,
  reversible_until timestamptz NOT NULL,
  undone_at    timestamptz,
  CHECK (survivor_id <> duplicate_id),
  CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL))
);
-- A member is merged into one other at a time.
CREATE UNIQUE INDEX merge_of_duplicate ON members.merge (duplicate_id) WHERE state <> 'UNDONE';
CREATE INDEX merge_of_survivor ON members.merge (survivor_id);
CREATE INDEX merge_unfinished ON members.merge (merge_id) WHERE state = 'MERGING';
REVOKE DELETE ON members.merge FROM loyalty_members;

-- Points that a member drew from the others of its household: what counts towards its monthly limit.
CREATE TABLE members.household_draw (
  draw_id      uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  household_id uuid NOT NULL,
  member_id    uuid NOT NULL,
  -- First day of the month, in the programme's time zone.
  month        date NOT NULL,
  asked        bigint NOT NULL CHECK (asked > 0),
  -- Who gives how much of it: fixed when it is asked, so that going on after a crash asks for the same.
  givers       uuid[] NOT NULL,
  parts        bigint[] NOT NULL CHECK (cardinality(parts) = cardinality(givers)),
  -- What came over so far; never more than was asked for.
  drawn        bigint NOT NULL DEFAULT 0 CHECK (drawn BETWEEN 0 AND asked),
  state        text NOT NULL CHECK (state IN ('OPEN', 'DONE')),
  asked_at     timestamptz NOT NULL
);
CREATE INDEX household_draw_of_month ON members.household_draw (member_id, month);
REVOKE DELETE ON members.household_draw FROM loyalty_members;
