-- Whose profile is complete, for rewards, which gives points for it: a name, a birthday, and an address at which the member proved to be reached.
CREATE VIEW members.profile_reference AS
  SELECT programme_id, member_id,
    display_name IS NOT NULL AND birth_date IS NOT NULL AND EXISTS (
      SELECT FROM members.identity
      WHERE identity.member_id = member.member_id AND kind IN ('PHONE', 'EMAIL') AND verified_at IS NOT NULL AND blocked_at IS NULL) AS complete
  FROM members.member;
GRANT SELECT ON members.profile_reference TO loyalty_rewards;
