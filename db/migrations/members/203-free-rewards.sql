-- Who has a benefit with a free reward, for rewards, which gives it: active members alone.

-- By a paid membership: once for each period that was paid for, in its days.
CREATE VIEW members.plan_reward_reference AS
  SELECT member.programme_id, survivor.member_id, plan.code AS plan, plan.free_reward_id, period.period_id, period.from_day, period.until_day
  FROM members.membership
  JOIN members.membership_plan AS plan USING (plan_id)
  JOIN members.membership_period AS period USING (membership_id)
  JOIN members.member ON member.member_id = membership.member_id
  JOIN members.member AS survivor ON survivor.member_id = coalesce(member.merged_into, member.member_id)
  WHERE plan.free_reward_id IS NOT NULL AND membership.state = 'OPEN' AND period.state = 'PAID' AND survivor.status = 'ACTIVE';

-- By a tier: once in its window, which is the calendar year where `window_months` is null. From the day after it was reached on: on the day itself it may be taken back.
CREATE VIEW members.tier_reward_reference AS
  SELECT member_tier.programme_id, member_tier.member_id, tier.code AS tier, tier.free_reward_id, ladder.window_months, member_tier.since
  FROM members.tier_ladder AS ladder
  JOIN members.tier USING (ladder_id)
  JOIN members.member_tier ON member_tier.programme_id = ladder.programme_id AND member_tier.tier = tier.code
  JOIN members.member ON member.member_id = member_tier.member_id
  WHERE tier.free_reward_id IS NOT NULL AND member.status = 'ACTIVE'
    AND ladder.version = (SELECT max(version) FROM members.tier_ladder AS other WHERE other.programme_id = ladder.programme_id);

GRANT SELECT ON members.plan_reward_reference, members.tier_reward_reference TO loyalty_rewards;
CREATE INDEX member_tier_of_tier ON members.member_tier (programme_id, tier, member_id);
CREATE INDEX membership_period_paid ON members.membership_period (programme_id, until_day) WHERE state = 'PAID';
