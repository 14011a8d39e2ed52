-- What members did in missions that were merged into another counts for that one (members/540), and is its to see.
CALL platform.show_rows('rewards.mission_progress', $$
  programme_id = :programme AND (:whole OR subject_id = :member OR (:member IS NOT NULL
    AND (subject_id = rewards.circle_of(:member) OR subject_id = rewards.household_of(:member))) OR subject_id = ANY (:persons)) $$);
