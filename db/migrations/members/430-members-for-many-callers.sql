CALL platform.keep_read('members.members_by_id', 'of_programme uuid, ids uuid[]', 'SETOF members.member', $$
  SELECT member.* FROM members.member WHERE member.member_id = ANY (ids) AND member.programme_id = of_programme $$);
