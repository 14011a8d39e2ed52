-- Missions of households, and progress that is told (ledger/050).

ALTER TABLE rewards.mission
  DROP CONSTRAINT mission_scope_check,
  ADD CONSTRAINT mission_scope_check CHECK (scope IN ('MEMBER', 'CIRCLE', 'HOUSEHOLD'));

-- What a member's household has done is the member's to see, beside what its circle has (145-rows-of-callers.sql).
CREATE FUNCTION rewards.household_of(member_id uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN (SELECT household_id FROM members.household_reference AS belonging WHERE belonging.member_id = household_of.member_id);

CREATE POLICY of_the_household ON rewards.mission_progress FOR SELECT TO loyalty_rewards_reader USING (
  (SELECT platform.scope_member()) IS NOT NULL AND subject_id = (SELECT rewards.household_of(platform.scope_member()))
    AND EXISTS (SELECT FROM rewards.mission AS seen WHERE seen.mission_id = mission_progress.mission_id));
CREATE POLICY of_the_household ON rewards.mission_completion FOR SELECT TO loyalty_rewards_reader USING (
  (SELECT platform.scope_member()) IS NOT NULL AND subject_id = (SELECT rewards.household_of(platform.scope_member()))
    AND EXISTS (SELECT FROM rewards.mission AS seen WHERE seen.mission_id = mission_completion.mission_id));
