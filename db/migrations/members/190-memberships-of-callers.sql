-- Whose memberships a caller sees. Plans are there for the whole programme; that a member is in one is what tills ask, what it paid when is its own.
CALL platform.show_rows('members.membership_plan', $$ programme_id = :programme $$);
CALL platform.show_rows('members.membership_plan_share', $$
  EXISTS (SELECT FROM members.membership_plan AS seen WHERE seen.plan_id = membership_plan_share.plan_id) $$);
CALL platform.show_rows('members.membership', $$
  EXISTS (SELECT FROM members.member AS seen WHERE seen.member_id = membership.member_id) $$);
CALL platform.show_rows('members.membership_period', $$
  :partner IS NULL AND EXISTS (SELECT FROM members.member AS seen WHERE seen.member_id = membership_period.member_id) $$);
