-- Nobody pays for points that it did not agree to pay for: a mission, activity, survey, offer or draw counts from when the last of those who pay has agreed.

CREATE TABLE rewards.funding_approval (
  -- The mission, activity, survey, offer or draw. What it says never changes, so what was agreed to stays what it is.
  subject_id   uuid NOT NULL,
  programme_id uuid NOT NULL,
  -- Partner id, or OP for the operator.
  funder       text NOT NULL,
  approved_by  text NOT NULL,
  approved_at  timestamptz NOT NULL,
  PRIMARY KEY (subject_id, funder)
);
REVOKE UPDATE, DELETE ON rewards.funding_approval FROM loyalty_rewards;
CALL platform.show_rows('rewards.funding_approval', $$ programme_id = :programme AND (:whole OR :chain IS NOT NULL) $$);

-- When the last of those who pay agreed; null until then. What was made before nobody was asked for runs on.
ALTER TABLE rewards.mission ADD COLUMN agreed_at timestamptz;
ALTER TABLE rewards.activity ADD COLUMN agreed_at timestamptz;
ALTER TABLE rewards.survey ADD COLUMN agreed_at timestamptz;
ALTER TABLE rewards.offer ADD COLUMN agreed_at timestamptz;
ALTER TABLE rewards.draw ADD COLUMN agreed_at timestamptz;
UPDATE rewards.mission SET agreed_at = created_at;
UPDATE rewards.activity SET agreed_at = created_at;
UPDATE rewards.survey SET agreed_at = created_at;
UPDATE rewards.offer SET agreed_at = created_at;
UPDATE rewards.draw SET agreed_at = created_at;
GRANT UPDATE (agreed_at) ON rewards.mission, rewards.survey, rewards.offer TO loyalty_rewards;

-- Until then only the operator and those who are asked to pay see it.
CALL platform.show_rows('rewards.mission', $$
  programme_id = :programme AND (:whole OR agreed_at IS NOT NULL OR funding @> jsonb_build_array(jsonb_build_object('funderId', :chain))) $$);
CALL platform.show_rows('rewards.activity', $$
  programme_id = :programme AND (:whole OR agreed_at IS NOT NULL OR funding @> jsonb_build_array(jsonb_build_object('funderId', :chain))) $$);
CALL platform.show_rows('rewards.survey', $$
  programme_id = :programme AND (:whole OR agreed_at IS NOT NULL OR funding @> jsonb_build_array(jsonb_build_object('funderId', :chain))) $$);
CALL platform.show_rows('rewards.offer', $$
  programme_id = :programme AND (:whole OR agreed_at IS NOT NULL OR funding @> jsonb_build_array(jsonb_build_object('funderId', :chain))) $$);
CALL platform.show_rows('rewards.draw', $$
  programme_id = :programme AND (:whole OR agreed_at IS NOT NULL OR funding @> jsonb_build_array(jsonb_build_object('funderId', :chain))) $$);
