-- A member and those that were merged into it are one person: who acts for the member sees what happened to them, too, as long as they are merged.

-- The member of the scope with those that were merged into it; null where no member acts. Never the other way round.
CREATE FUNCTION members.scope_persons() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN (SELECT array_agg(member_id) || platform.scope_member() FROM members.member WHERE merged_into = platform.scope_member());
GRANT USAGE ON SCHEMA members TO loyalty_rewards_reader;

-- Which members there are, as far as a caller may know that they exist, and who of them is one person.
CREATE OR REPLACE VIEW members.member_in_scope WITH (security_barrier) AS
  SELECT member_id, programme_id, status, merged_into
  FROM members.member
  WHERE programme_id = (SELECT platform.scope_programme())
    AND ((SELECT platform.scope_is_whole()) OR (SELECT platform.scope_partner()) IS NOT NULL
      OR member_id = (SELECT platform.scope_member()) OR merged_into = (SELECT platform.scope_member()));
GRANT SELECT ON members.member_in_scope TO loyalty_members_reader, loyalty_rewards_reader;

CALL platform.show_rows('members.identity', $$
  programme_id = :programme
    AND (:whole OR member_id = :member OR member_id = ANY (:persons) OR (:partner IS NOT NULL AND members.is_known_to(member_id, :partner))) $$);
CALL platform.show_rows('members.tier_change', $$
  programme_id = :programme AND (:whole OR :partner IS NOT NULL OR member_id = :member OR member_id = ANY (:persons)) $$);
CALL platform.show_rows('members.household_draw', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons)) $$);
