-- What a purchase earned beyond its own points is taken back when the goods come back: levels of missions, referrals, offers.

ALTER TABLE rewards.award
  -- The return for which it is taken back; null: it stands.
  ADD COLUMN taken_back_for uuid,
  -- The transaction that took the points back, or why the ledger did not.
  ADD COLUMN back_transaction_id uuid,
  ADD COLUMN back_refusal jsonb,
  ADD CONSTRAINT award_is_taken_back_for_something CHECK (taken_back_for IS NOT NULL OR (back_transaction_id IS NULL AND back_refusal IS NULL)),
  ADD CONSTRAINT award_is_taken_back_once CHECK (back_transaction_id IS NULL OR back_refusal IS NULL),
  DROP CONSTRAINT award_reason_id_member_id_key;
-- Given once, and again after it was taken back: a friend's next purchase that stays.
CREATE UNIQUE INDEX award_stands_once ON rewards.award (reason_id, member_id) WHERE taken_back_for IS NULL;
CREATE INDEX award_of_reason ON rewards.award (reason_id);
CREATE INDEX award_to_take_back ON rewards.award (made_at)
  WHERE taken_back_for IS NOT NULL AND state = 'GRANTED' AND back_transaction_id IS NULL AND back_refusal IS NULL;

ALTER TABLE rewards.mission_completion
  -- The return by which the level was lost; null: it stands.
  ADD COLUMN undone_by uuid,
  DROP CONSTRAINT mission_completion_subject_id_mission_id_round_turn_level_key;
GRANT UPDATE (undone_by) ON rewards.mission_completion TO loyalty_rewards;
CREATE UNIQUE INDEX mission_completion_stands_once ON rewards.mission_completion (subject_id, mission_id, round, turn, level) WHERE undone_by IS NULL;

-- In which circle or household a purchase counted: it is taken back there, whoever has left since.
CREATE TABLE rewards.group_purchase (
  purchase_id uuid NOT NULL,
  scope       text NOT NULL CHECK (scope IN ('CIRCLE', 'HOUSEHOLD')),
  group_id    uuid NOT NULL,
  PRIMARY KEY (purchase_id, scope)
);
REVOKE UPDATE, DELETE ON rewards.group_purchase FROM loyalty_rewards;

-- Purchases behind what was collected and behind the periods of a streak, one each for what is there.
UPDATE rewards.mission_progress SET states = (
  SELECT jsonb_object_agg(state.key, state.value || CASE
    WHEN mission.goal ->> 'kind' = 'COLLECT' AND state.value ? 'items' THEN jsonb_build_object('counts',
      (SELECT jsonb_object_agg(item, 1) FROM jsonb_array_elements_text(state.value -> 'items') AS item))
    WHEN mission.goal ->> 'kind' = 'STREAK' AND state.value ? 'last' AND state.value ->> 'value' <> '0' THEN jsonb_build_object('counts',
      (SELECT jsonb_object_agg(period::text, 1)
       FROM generate_series((state.value ->> 'last')::bigint - (state.value ->> 'value')::bigint + 1, (state.value ->> 'last')::bigint) AS period))
    WHEN mission.goal ->> 'kind' = 'STREAK' AND state.value ? 'last' THEN jsonb_build_object('before',
      jsonb_build_object('value', '0', 'counts', jsonb_build_object(state.value ->> 'last', 1)))
    ELSE '{}'::jsonb END)
  FROM jsonb_each(states) AS state LEFT JOIN rewards.mission ON mission_id = state.key::uuid)
WHERE states <> '{}'::jsonb;
