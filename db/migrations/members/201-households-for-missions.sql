-- Who belongs together, for missions that a household works on: those who can collect now.
CREATE VIEW members.household_reference AS
  SELECT household.programme_id, household.household_id, belonging.member_id, belonging.joined_at
  FROM members.household_member AS belonging
  JOIN members.household USING (household_id)
  JOIN members.member USING (member_id)
  WHERE member.status = 'ACTIVE';
GRANT SELECT ON members.household_reference TO loyalty_rewards;
