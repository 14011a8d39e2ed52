-- Who pays for the free reward of a tier or a plan: [{partnerId, basisPoints}], a null partner is the operator. Null: the partner that honours it bears it.
ALTER TABLE members.tier
  ADD COLUMN free_reward_funding jsonb,
  ADD CONSTRAINT tier_funds_a_reward CHECK (free_reward_funding IS NULL OR free_reward_id IS NOT NULL);
ALTER TABLE members.membership_plan
  ADD COLUMN free_reward_funding jsonb,
  ADD CONSTRAINT membership_plan_funds_a_reward CHECK (free_reward_funding IS NULL OR free_reward_id IS NOT NULL);

CREATE OR REPLACE VIEW members.plan_reward_reference AS
  SELECT member.programme_id, survivor.member_id, plan.code AS plan, plan.free_reward_id, period.period_id, period.from_day, period.until_day,
         plan.free_reward_funding
  FROM members.membership
  JOIN members.membership_plan AS plan USING (plan_id)
  JOIN members.membership_period AS period USING (membership_id)
  JOIN members.member ON member.member_id = membership.member_id
  JOIN members.member AS survivor ON survivor.member_id = coalesce(member.merged_into, member.member_id)
  WHERE plan.free_reward_id IS NOT NULL AND membership.state = 'OPEN' AND period.state = 'PAID' AND survivor.status = 'ACTIVE';

CREATE OR REPLACE VIEW members.tier_reward_reference AS
  SELECT member_tier.programme_id, member_tier.member_id, tier.code AS tier, tier.free_reward_id, ladder.window_months, member_tier.since,
         tier.free_reward_funding
  FROM members.tier_ladder AS ladder
  JOIN members.tier USING (ladder_id)
  JOIN members.member_tier ON member_tier.programme_id = ladder.programme_id AND member_tier.tier = tier.code
  JOIN members.member ON member.member_id = member_tier.member_id
  WHERE tier.free_reward_id IS NOT NULL AND member.status = 'ACTIVE'
    AND ladder.version = (SELECT max(version) FROM members.tier_ladder AS other WHERE other.programme_id = ladder.programme_id);
