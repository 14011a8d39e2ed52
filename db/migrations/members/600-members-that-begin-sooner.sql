-- The same members as before (145, members/400), said in fewer parts of a plan (platform/600).
CALL platform.show_rows('members.member', $$ programme_id = :programme AND (:member IN (member_id, merged_into) OR :everybody) $$);

CREATE OR REPLACE VIEW members.member_in_scope WITH (security_barrier) AS
  SELECT member_id, programme_id, status, merged_into
  FROM members.member
  WHERE programme_id = (SELECT platform.scope_programme())
    AND ((SELECT platform.scope_member()) IN (member_id, merged_into)
      OR (SELECT platform.scope_is_whole() OR platform.scope_partner() IS NOT NULL));

CALL platform.keep_read('members.members_by_id', 'of_programme uuid, ids uuid[]', 'SETOF members.member', $$
  SELECT member.* FROM members.member WHERE member.member_id = ANY (ids) AND member.programme_id = of_programme $$);
