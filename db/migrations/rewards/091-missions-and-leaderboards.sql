-- What follows from purchases: missions, badges, leaderboards, and the points that they give.

-- How far each follower of the ledger's feed has come. Moved in the transaction that writes what the events did: each is done exactly once.
CREATE TABLE rewards.feed_cursor (
  name     text PRIMARY KEY,
  position bigint NOT NULL CHECK (position >= 0)
);
REVOKE DELETE ON rewards.feed_cursor FROM loyalty_rewards;

-- Points to give, written with their reason and given by the ledger afterwards under a key of their own: once, whatever crashes.
CREATE TABLE rewards.award (
  award_id       uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  member_id      uuid NOT NULL,
  points         bigint NOT NULL CHECK (points > 0),
  component      text NOT NULL,
  -- [{funderId, basisPoints}], a null funder is the operator.
  funding        jsonb NOT NULL,
  expires_on     date,
  reason         text NOT NULL CHECK (reason IN ('MISSION', 'ACTIVITY', 'REFERRAL', 'SURVEY', 'OFFER', 'DRAW')),
  reason_id      uuid NOT NULL,
  state          text NOT NULL CHECK (state IN ('PENDING', 'GRANTED', 'REFUSED')),
  transaction_id uuid,
  refusal        jsonb,
  made_at        timestamptz NOT NULL,
  UNIQUE (reason_id, member_id),
  CHECK ((state = 'GRANTED') = (transaction_id IS NOT NULL)),
  CHECK ((state = 'REFUSED') = (refusal IS NOT NULL))
);
CREATE INDEX award_pending ON rewards.award (made_at) WHERE state = 'PENDING';
CREATE INDEX award_of_member ON rewards.award (member_id, award_id);
REVOKE DELETE ON rewards.award FROM loyalty_rewards;

CREATE TABLE rewards.badge (
  badge_id     uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  description  text,
  picture_url  text,
  created_at   timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON rewards.badge FROM loyalty_rewards;

CREATE TABLE rewards.member_badge (
  member_id uuid NOT NULL,
  badge_id  uuid NOT NULL REFERENCES rewards.badge,
  earned_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, badge_id)
);
REVOKE UPDATE, DELETE ON rewards.member_badge FROM loyalty_rewards;

CREATE TABLE rewards.mission (
  mission_id   uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  description  text,
  -- Whether a member alone or its circle works on it.
  scope        text NOT NULL CHECK (scope IN ('MEMBER', 'CIRCLE')),
  -- {kind, partnerIds, categories, minMinor, streakUnit, collect}: domain/mission.ts
  goal         jsonb NOT NULL,
  -- [{name, target, points}], the easiest first.
  levels       jsonb NOT NULL,
  repeats      text NOT NULL CHECK (repeats IN ('NEVER', 'DAILY', 'WEEKLY', 'MONTHLY', 'ON_COMPLETION')),
  funding      jsonb NOT NULL,
  badge_id     uuid REFERENCES rewards.badge,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at   timestamptz NOT NULL
);
CREATE INDEX mission_of_programme ON rewards.mission (programme_id, ends_at, starts_at);
REVOKE UPDATE, DELETE ON rewards.mission FROM loyalty_rewards;

CREATE TABLE rewards.mission_progress (
  mission_id uuid NOT NULL REFERENCES rewards.mission,
  -- The member, or its circle.
  subject_id uuid NOT NULL,
  round      text NOT NULL,
  state      jsonb NOT NULL,
  moved_at   timestamptz NOT NULL,
  PRIMARY KEY (subject_id, mission_id, round)
) WITH (fillfactor = 80);
REVOKE DELETE ON rewards.mission_progress FROM loyalty_rewards;

CREATE TABLE rewards.mission_completion (
  completion_id uuid PRIMARY KEY,
  mission_id    uuid NOT NULL REFERENCES rewards.mission,
  subject_id    uuid NOT NULL,
  round         text NOT NULL,
  -- Which time in the round, from 0; above 0 only where a mission begins anew when it is completed.
  turn          integer NOT NULL,
  level         integer NOT NULL,
  -- The purchase that did it.
  transaction_id uuid NOT NULL,
  completed_at  timestamptz NOT NULL,
  UNIQUE (subject_id, mission_id, round, turn, level)
);
REVOKE UPDATE, DELETE ON rewards.mission_completion FROM loyalty_rewards;

-- People who buy together: a household, friends. A member is in one circle at most.
CREATE TABLE rewards.circle (
  circle_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  invite_code  text NOT NULL UNIQUE,
  created_at   timestamptz NOT NULL
);
CREATE TABLE rewards.circle_member (
  member_id  uuid PRIMARY KEY,
  circle_id  uuid NOT NULL REFERENCES rewards.circle,
  joined_at  timestamptz NOT NULL
);
CREATE INDEX circle_member_of_circle ON rewards.circle_member (circle_id, member_id);

CREATE TABLE rewards.leaderboard (
  board_id     uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  measure      text NOT NULL CHECK (measure IN ('POINTS', 'SPEND', 'PURCHASES')),
  -- Null: purchases anywhere.
  partner_id   uuid,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at   timestamptz NOT NULL
);
CREATE INDEX leaderboard_of_programme ON rewards.leaderboard (programme_id, ends_at);
REVOKE UPDATE, DELETE ON rewards.leaderboard FROM loyalty_rewards;

-- Who chose to be on it, under which name. Nobody is there who did not ask.
CREATE TABLE rewards.leaderboard_entry (
  board_id     uuid NOT NULL REFERENCES rewards.leaderboard,
  member_id    uuid NOT NULL,
  nickname     text NOT NULL CHECK (nickname <> ''),
  nickname_key text NOT NULL,
  score        bigint NOT NULL CHECK (score BETWEEN 0 AND 281474976710655),
  joined_at    timestamptz NOT NULL,
  PRIMARY KEY (board_id, member_id),
  CONSTRAINT leaderboard_nickname_is_unique UNIQUE (board_id, nickname_key)
);
CREATE INDEX leaderboard_entry_by_score ON rewards.leaderboard_entry (board_id, score DESC, member_id DESC);
CREATE INDEX leaderboard_entry_of_member ON rewards.leaderboard_entry (member_id);

-- How many entries have a score that begins so: the score's 48 bits in eight digits of six, counted by each beginning. A rank is the sum of at most
-- 63 siblings at each of eight depths, whatever the number of entries; a change of a score touches sixteen rows.
CREATE TABLE rewards.leaderboard_count (
  board_id uuid NOT NULL REFERENCES rewards.leaderboard,
  depth    smallint NOT NULL CHECK (depth BETWEEN 0 AND 7),
  prefix   bigint NOT NULL,
  entries  bigint NOT NULL CHECK (entries >= 0),
  PRIMARY KEY (board_id, depth, prefix)
) WITH (fillfactor = 70);
