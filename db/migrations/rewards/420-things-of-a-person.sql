-- What members ordered, reached and were given that were merged into another is that one's to see (members/400).
CALL platform.show_rows('rewards.reward_order', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons) OR EXISTS (
    SELECT FROM rewards.reward AS ordered WHERE ordered.reward_id = reward_order.reward_id AND ordered.partner_id = :partner)) $$);
CALL platform.show_rows('rewards.voucher', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons) OR EXISTS (
    SELECT FROM rewards.reward AS bought WHERE bought.reward_id = voucher.reward_id AND bought.partner_id = :partner)) $$);
CALL platform.show_rows('rewards.award', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons)) $$);
CALL platform.show_rows('rewards.member_badge', $$
  (:whole OR member_id = :member OR member_id = ANY (:persons))
    AND EXISTS (SELECT FROM rewards.badge AS seen WHERE seen.badge_id = member_badge.badge_id) $$);
CALL platform.show_rows('rewards.mission_completion', $$
  (:whole OR subject_id = :member OR (:member IS NOT NULL AND subject_id = rewards.circle_of(:member)) OR subject_id = ANY (:persons))
    AND EXISTS (SELECT FROM rewards.mission AS seen WHERE seen.mission_id = mission_completion.mission_id) $$);
CALL platform.show_rows('rewards.draw_entry', $$
  (:whole OR member_id = :member OR member_id = ANY (:persons))
    AND EXISTS (SELECT FROM rewards.draw AS seen WHERE seen.draw_id = draw_entry.draw_id) $$);
CALL platform.show_rows('rewards.survey_invitation', $$
  programme_id = :programme AND (:whole OR member_id = :member OR member_id = ANY (:persons) OR partner_id = :chain) $$);
CALL platform.show_rows('rewards.offer_member', $$
  (:whole OR member_id = :member OR member_id = ANY (:persons) OR :chain IS NOT NULL) AND EXISTS (
    SELECT FROM rewards.offer AS seen WHERE seen.offer_id = offer_member.offer_id
      AND (:whole OR offer_member.member_id = :member OR offer_member.member_id = ANY (:persons) OR seen.partner_id = :chain)) $$);
