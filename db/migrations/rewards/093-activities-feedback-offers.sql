-- What else earns points (activities, referrals), what members say (surveys, cases), and what is offered to whom.

CREATE TABLE rewards.activity (
  activity_id      uuid PRIMARY KEY,
  programme_id     uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('REVIEW', 'REFERRAL', 'PROFILE', 'VISIT', 'SHARE', 'OTHER')),
  name             text NOT NULL CHECK (name <> ''),
  description      text,
  partner_id       uuid,
  points           bigint NOT NULL CHECK (points > 0),
  -- REFERRAL: what the friend gets.
  friend_points    bigint NOT NULL CHECK (friend_points >= 0),
  funding          jsonb NOT NULL,
  proof            text NOT NULL CHECK (proof IN ('NONE', 'REFERENCE', 'WITNESS')),
  cooldown_seconds integer NOT NULL CHECK (cooldown_seconds >= 0),
  max_per_member   integer CHECK (max_per_member > 0),
  max_in_all       integer CHECK (max_in_all > 0),
  claims           integer NOT NULL DEFAULT 0 CHECK (claims >= 0),
  starts_at        timestamptz NOT NULL,
  ends_at          timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at       timestamptz NOT NULL
);
CREATE INDEX activity_of_programme ON rewards.activity (programme_id, ends_at);
REVOKE DELETE ON rewards.activity FROM loyalty_rewards;

CREATE TABLE rewards.activity_claim (
  claim_id     uuid PRIMARY KEY,
  activity_id  uuid NOT NULL REFERENCES rewards.activity,
  member_id    uuid NOT NULL,
  -- SHA-256 of the proof: used once, and nobody's words are kept.
  proof_digest bytea,
  claimed_at   timestamptz NOT NULL,
  CONSTRAINT proof_is_used_once UNIQUE (activity_id, proof_digest)
);
CREATE INDEX activity_claim_of_member ON rewards.activity_claim (activity_id, member_id, claimed_at);
REVOKE UPDATE, DELETE ON rewards.activity_claim FROM loyalty_rewards;

CREATE TABLE rewards.referral_code (
  member_id    uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  code         text NOT NULL UNIQUE
);
-- Who brought whom. A friend is brought once; the graph has no circles (checked under a lock of the programme).
CREATE TABLE rewards.referral (
  referral_id    uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  activity_id    uuid NOT NULL REFERENCES rewards.activity,
  referrer_id    uuid NOT NULL,
  friend_id      uuid NOT NULL UNIQUE,
  accepted_at    timestamptz NOT NULL,
  -- The friend's first purchase; null before.
  transaction_id uuid,
  CHECK (referrer_id <> friend_id)
);
CREATE INDEX referral_of_referrer ON rewards.referral (referrer_id, activity_id);
REVOKE DELETE ON rewards.referral FROM loyalty_rewards;

CREATE TABLE rewards.survey (
  survey_id     uuid PRIMARY KEY,
  programme_id  uuid NOT NULL,
  -- Null: about purchases anywhere.
  partner_id    uuid,
  name          text NOT NULL CHECK (name <> ''),
  -- [{id, kind, text, choices}]
  questions     jsonb NOT NULL,
  points        bigint NOT NULL CHECK (points >= 0),
  funding       jsonb NOT NULL,
  -- A member is asked by any survey at most once in so many days, and reminded of one so often, so many days apart.
  quiet_days    integer NOT NULL CHECK (quiet_days >= 0),
  reminder_days integer NOT NULL CHECK (reminder_days > 0),
  max_reminders integer NOT NULL CHECK (max_reminders >= 0),
  open_days     integer NOT NULL CHECK (open_days > 0),
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at    timestamptz NOT NULL
);
CREATE INDEX survey_of_programme ON rewards.survey (programme_id, ends_at);
REVOKE UPDATE, DELETE ON rewards.survey FROM loyalty_rewards;

CREATE TABLE rewards.survey_invitation (
  invitation_id  uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  survey_id      uuid NOT NULL REFERENCES rewards.survey,
  member_id      uuid NOT NULL,
  -- About which purchase.
  transaction_id uuid NOT NULL,
  partner_id     uuid,
  store_id       uuid,
  invited_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  told_at        timestamptz NOT NULL,
  reminders      integer NOT NULL DEFAULT 0 CHECK (reminders >= 0),
  answered_at    timestamptz,
  -- [{questionId, score, choice, text}]
  answers        jsonb,
  UNIQUE (survey_id, transaction_id),
  CHECK ((answered_at IS NULL) = (answers IS NULL))
);
CREATE INDEX survey_invitation_of_member ON rewards.survey_invitation (member_id, invited_at);
CREATE INDEX survey_invitation_answered ON rewards.survey_invitation (survey_id, partner_id, store_id) WHERE answered_at IS NOT NULL;
CREATE INDEX survey_invitation_open ON rewards.survey_invitation (programme_id, told_at) WHERE answered_at IS NULL;
REVOKE DELETE ON rewards.survey_invitation FROM loyalty_rewards;

-- An unhappy answer is a case for the partner until somebody closes it.
CREATE TABLE rewards.feedback_case (
  case_id       uuid PRIMARY KEY,
  programme_id  uuid NOT NULL,
  invitation_id uuid NOT NULL UNIQUE REFERENCES rewards.survey_invitation,
  partner_id    uuid NOT NULL,
  store_id      uuid,
  state         text NOT NULL CHECK (state IN ('OPEN', 'IN_PROGRESS', 'CLOSED')),
  note          text,
  opened_at     timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL
);
CREATE INDEX feedback_case_of_partner ON rewards.feedback_case (partner_id, case_id);
REVOKE DELETE ON rewards.feedback_case FROM loyalty_rewards;

-- What a member did at a partner: what segments look at.
CREATE TABLE rewards.member_at_partner (
  member_id    uuid NOT NULL,
  partner_id   uuid NOT NULL,
  programme_id uuid NOT NULL,
  purchases    bigint NOT NULL CHECK (purchases >= 0),
  spend_minor  bigint NOT NULL CHECK (spend_minor >= 0),
  last_at      timestamptz NOT NULL,
  PRIMARY KEY (member_id, partner_id)
) WITH (fillfactor = 80);
REVOKE DELETE ON rewards.member_at_partner FROM loyalty_rewards;

CREATE TABLE rewards.offer (
  offer_id             uuid PRIMARY KEY,
  programme_id         uuid NOT NULL,
  partner_id           uuid NOT NULL,
  name                 text NOT NULL CHECK (name <> ''),
  description          text,
  -- {memberIds} or {minPurchases, lapsedDays, newHere}: domain/offer.ts
  segment              jsonb NOT NULL,
  points               bigint NOT NULL CHECK (points > 0),
  min_minor            bigint CHECK (min_minor > 0),
  funding              jsonb NOT NULL,
  -- Shown to a member at most so often in so many days.
  max_shown            integer NOT NULL CHECK (max_shown > 0),
  shown_days           integer NOT NULL CHECK (shown_days > 0),
  hold_out_basis_points integer NOT NULL CHECK (hold_out_basis_points BETWEEN 0 AND 9000),
  starts_at            timestamptz NOT NULL,
  ends_at              timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at           timestamptz NOT NULL
);
CREATE INDEX offer_of_programme ON rewards.offer (programme_id, ends_at);
REVOKE UPDATE, DELETE ON rewards.offer FROM loyalty_rewards;

-- Every member whom an offer fits, from the moment it did, shown to it (OFFERED) or held back to compare with (HELD_OUT).
CREATE TABLE rewards.offer_member (
  offer_id       uuid NOT NULL REFERENCES rewards.offer,
  member_id      uuid NOT NULL,
  arm            text NOT NULL CHECK (arm IN ('OFFERED', 'HELD_OUT')),
  reason         text NOT NULL,
  since          timestamptz NOT NULL,
  shown          integer NOT NULL DEFAULT 0 CHECK (shown >= 0),
  -- Since when `shown` counts: the frequency cap's period.
  shown_since    timestamptz,
  activated_at   timestamptz,
  transaction_id uuid,
  -- What the member bought at the partner since then, while the offer ran.
  purchases      bigint NOT NULL DEFAULT 0,
  spend_minor    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (member_id, offer_id),
  CHECK (arm = 'OFFERED' OR (shown = 0 AND activated_at IS NULL))
);
CREATE INDEX offer_member_of_offer ON rewards.offer_member (offer_id, arm);
REVOKE DELETE ON rewards.offer_member FROM loyalty_rewards;
