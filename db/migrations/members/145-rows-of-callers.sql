-- Whose rows of members a caller sees: the operator its programme's, a member its own and its household's, a partner that there is a
-- member, and who it is when the member told it. What is not shown here a caller's read cannot reach at all: codes, qualifying days.

-- Whether a member's last word to a partner was that it may know who the member is.
CREATE FUNCTION members.is_known_to(member_id uuid, partner_id uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN coalesce((SELECT granted FROM members.consent AS said
                   WHERE said.member_id = is_known_to.member_id AND said.partner_id = is_known_to.partner_id AND purpose = 'PROFILE'
                   ORDER BY consent_id DESC LIMIT 1), false);
CREATE FUNCTION members.household_of(member_id uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN (SELECT household_id FROM members.household_member AS belonging WHERE belonging.member_id = household_of.member_id);

-- A member that was found to be another is that other's, too.
CALL platform.show_rows('members.member', $$
  programme_id = :programme AND (:whole OR :partner IS NOT NULL OR member_id = :member OR merged_into = :member) $$);
CALL platform.show_rows('members.identity', $$
  programme_id = :programme
    AND (:whole OR member_id = :member OR (:partner IS NOT NULL AND members.is_known_to(member_id, :partner))) $$);
CALL platform.show_rows('members.consent', $$ programme_id = :programme AND (:whole OR partner_id = :partner OR member_id = :member) $$);
CALL platform.show_rows('members.tag', $$ programme_id = :programme AND (:whole OR member_id = :member) $$);
CALL platform.show_rows('members.merge', $$ programme_id = :programme AND (:whole OR survivor_id = :member) $$);
CALL platform.show_rows('members.outgoing_message', $$ programme_id = :programme AND :whole $$);
CALL platform.show_rows('members.qr_device', $$ programme_id = :programme AND (:whole OR member_id = :member) $$);
CALL platform.show_rows('members.household_draw', $$ programme_id = :programme AND (:whole OR member_id = :member) $$);
CALL platform.show_rows('members.household_member', $$
  programme_id = :programme AND (:whole
    OR (:member IS NOT NULL AND household_id = members.household_of(:member))
    OR (:partner IS NOT NULL AND members.is_known_to(member_id, :partner))) $$);
CALL platform.show_rows('members.household', $$
  programme_id = :programme
    AND EXISTS (SELECT FROM members.household_member AS seen WHERE seen.household_id = household.household_id) $$);
CALL platform.show_rows('members.tier_ladder', $$ programme_id = :programme $$);
CALL platform.show_rows('members.tier', $$
  EXISTS (SELECT FROM members.tier_ladder AS seen WHERE seen.ladder_id = tier.ladder_id) $$);
CALL platform.show_rows('members.tier_change', $$ programme_id = :programme AND (:whole OR :partner IS NOT NULL OR member_id = :member) $$);

-- Which members there are, as far as a caller may know that they exist: for the readers of other subgraphs.
CREATE VIEW members.member_in_scope WITH (security_barrier) AS
  SELECT member_id, programme_id, status
  FROM members.member
  WHERE programme_id = (SELECT platform.scope_programme())
    AND ((SELECT platform.scope_is_whole()) OR (SELECT platform.scope_partner()) IS NOT NULL OR member_id = (SELECT platform.scope_member()));
GRANT USAGE ON SCHEMA members TO loyalty_ledger_reader;
GRANT SELECT ON members.member_in_scope TO loyalty_ledger_reader;
