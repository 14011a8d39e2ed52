-- What a member, circle or household has done, in one row for the missions of a month: a purchase that counts for fifty missions moves one row, not fifty.
CREATE TABLE rewards.progress_by_member (
  programme_id uuid NOT NULL,
  -- The member, or its circle or household.
  subject_id   uuid NOT NULL,
  -- The month in which the missions were made: what ended long ago is not carried along with every purchase.
  shelf        text COLLATE "C" NOT NULL,
  round        text COLLATE "C" NOT NULL,
  -- By mission, what is as it was in the beginning left out.
  states       jsonb NOT NULL,
  moved_at     timestamptz NOT NULL,
  CONSTRAINT mission_progress_key PRIMARY KEY (subject_id, shelf, round)
) WITH (fillfactor = 80);
INSERT INTO rewards.progress_by_member (programme_id, subject_id, shelf, round, states, moved_at)
  SELECT programme_id, subject_id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM'), round, jsonb_object_agg(mission_id, state), max(moved_at)
  FROM rewards.mission_progress JOIN rewards.mission USING (mission_id)
  GROUP BY 1, 2, 3, 4;
DROP TABLE rewards.mission_progress;
ALTER TABLE rewards.progress_by_member RENAME TO mission_progress;
REVOKE DELETE ON rewards.mission_progress FROM loyalty_rewards;
CALL platform.show_rows('rewards.mission_progress', $$
  programme_id = :programme AND (:whole OR subject_id = :member OR (:member IS NOT NULL
    AND (subject_id = rewards.circle_of(:member) OR subject_id = rewards.household_of(:member)))) $$);
