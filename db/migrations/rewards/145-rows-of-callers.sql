-- Whose rows of rewards a caller sees. What a programme offers is there for all of it; orders, vouchers and progress are the member's, orders and
-- vouchers also the partner's that honours them. What is not shown here a caller's read cannot reach at all: keys, cursors, claims.

CREATE FUNCTION rewards.circle_of(member_id uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN (SELECT circle_id FROM rewards.circle_member AS belonging WHERE belonging.member_id = circle_of.member_id);

CALL platform.show_rows('rewards.reward', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.mission', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.badge', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.leaderboard', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.draw', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.activity', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.survey', $$ programme_id = :programme $$);
CALL platform.show_rows('rewards.offer', $$ programme_id = :programme $$);

CALL platform.show_rows('rewards.reward_order', $$
  programme_id = :programme AND (:whole OR member_id = :member OR EXISTS (
    SELECT FROM rewards.reward AS ordered WHERE ordered.reward_id = reward_order.reward_id AND ordered.partner_id = :partner)) $$);
CALL platform.show_rows('rewards.voucher', $$
  programme_id = :programme AND (:whole OR member_id = :member OR EXISTS (
    SELECT FROM rewards.reward AS bought WHERE bought.reward_id = voucher.reward_id AND bought.partner_id = :partner)) $$);
CALL platform.show_rows('rewards.voucher_use', $$
  EXISTS (SELECT FROM rewards.voucher AS seen WHERE seen.voucher_id = voucher_use.voucher_id) $$);

CALL platform.show_rows('rewards.award', $$ programme_id = :programme AND (:whole OR member_id = :member) $$);
CALL platform.show_rows('rewards.member_badge', $$
  (:whole OR member_id = :member) AND EXISTS (SELECT FROM rewards.badge AS seen WHERE seen.badge_id = member_badge.badge_id) $$);
CALL platform.show_rows('rewards.mission_progress', $$
  (:whole OR subject_id = :member OR (:member IS NOT NULL AND subject_id = rewards.circle_of(:member)))
    AND EXISTS (SELECT FROM rewards.mission AS seen WHERE seen.mission_id = mission_progress.mission_id) $$);
CALL platform.show_rows('rewards.mission_completion', $$
  (:whole OR subject_id = :member OR (:member IS NOT NULL AND subject_id = rewards.circle_of(:member)))
    AND EXISTS (SELECT FROM rewards.mission AS seen WHERE seen.mission_id = mission_completion.mission_id) $$);
CALL platform.show_rows('rewards.circle', $$
  programme_id = :programme AND (:whole OR (:member IS NOT NULL AND circle_id = rewards.circle_of(:member))) $$);
CALL platform.show_rows('rewards.circle_member', $$
  EXISTS (SELECT FROM rewards.circle AS seen WHERE seen.circle_id = circle_member.circle_id) $$);
CALL platform.show_rows('rewards.referral_code', $$ programme_id = :programme AND (:whole OR member_id = :member) $$);

-- A board is read by all who stand on it and all who look at it, under the names that its members chose.
CALL platform.show_rows('rewards.leaderboard_entry', $$
  EXISTS (SELECT FROM rewards.leaderboard AS seen WHERE seen.board_id = leaderboard_entry.board_id) $$);
CALL platform.show_rows('rewards.leaderboard_count', $$
  EXISTS (SELECT FROM rewards.leaderboard AS seen WHERE seen.board_id = leaderboard_count.board_id) $$);
CALL platform.show_rows('rewards.draw_entry', $$
  (:whole OR member_id = :member) AND EXISTS (SELECT FROM rewards.draw AS seen WHERE seen.draw_id = draw_entry.draw_id) $$);

-- What members answered is for the partner at whose till they bought; what came of an offer for the partner that made it.
CALL platform.show_rows('rewards.survey_invitation', $$
  programme_id = :programme AND (:whole OR member_id = :member OR partner_id = :chain) $$);
CALL platform.show_rows('rewards.feedback_case', $$ programme_id = :programme AND (:whole OR partner_id = :chain) $$);
CALL platform.show_rows('rewards.offer_member', $$
  (:whole OR member_id = :member OR :chain IS NOT NULL) AND EXISTS (
    SELECT FROM rewards.offer AS seen WHERE seen.offer_id = offer_member.offer_id
      AND (:whole OR offer_member.member_id = :member OR seen.partner_id = :chain)) $$);
