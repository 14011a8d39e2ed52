-- The segments of a person, each member's found by its index: an OR over both read all of them.
CREATE OR REPLACE VIEW members.member_facts AS
  SELECT
    member.member_id,
    member.programme_id,
    member_tier.tier,
    ARRAY(
      SELECT tag FROM members.tag WHERE tag.member_id = member.member_id
      UNION
      SELECT tag.tag FROM members.member AS same JOIN members.tag ON tag.member_id = same.member_id WHERE same.merged_into = member.member_id
      ORDER BY tag) AS tags,
    to_char(member.birth_date, 'MM-DD') AS birthday,
    household_member.household_id
  FROM members.member
  LEFT JOIN members.member_tier USING (member_id)
  LEFT JOIN members.household_member USING (member_id);
