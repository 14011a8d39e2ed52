-- Free rewards that tiers and plans promise, each as one thing that those agree to who pay for it (rewards.funding_approval). A tier's is the same as long as it says the
-- same, whatever else a new version of the ladder changes. Without funding the partner that honours it bears it.
CREATE FUNCTION members.promise_of_tier(programme_id uuid, tier text, reward_id uuid, funding jsonb) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN md5(programme_id::text || ' ' || tier || ' ' || reward_id::text || ' ' || coalesce(funding::text, ''))::uuid;

CREATE VIEW members.promised_reward_reference AS
  SELECT 'PLAN' AS kind, plan_id AS subject_id, programme_id, code, free_reward_id AS reward_id, free_reward_funding AS funding
  FROM members.membership_plan WHERE free_reward_id IS NOT NULL AND withdrawn_at IS NULL
  UNION ALL
  SELECT 'TIER', members.promise_of_tier(ladder.programme_id, tier.code, tier.free_reward_id, tier.free_reward_funding), ladder.programme_id, tier.code,
         tier.free_reward_id, tier.free_reward_funding
  FROM members.tier_ladder AS ladder JOIN members.tier USING (ladder_id)
  WHERE tier.free_reward_id IS NOT NULL
    AND ladder.version = (SELECT max(version) FROM members.tier_ladder AS other WHERE other.programme_id = ladder.programme_id);
GRANT SELECT ON members.promised_reward_reference TO loyalty_rewards;

CREATE OR REPLACE VIEW members.plan_reward_reference AS
  SELECT member.programme_id, survivor.member_id, plan.code AS plan, plan.free_reward_id, period.period_id, period.from_day, period.until_day,
         plan.free_reward_funding, plan.plan_id AS subject_id
  FROM members.membership
  JOIN members.membership_plan AS plan USING (plan_id)
  JOIN members.membership_period AS period USING (membership_id)
  JOIN members.member ON member.member_id = membership.member_id
  JOIN members.member AS survivor ON survivor.member_id = coalesce(member.merged_into, member.member_id)
  WHERE plan.free_reward_id IS NOT NULL AND membership.state = 'OPEN' AND period.state = 'PAID' AND survivor.status = 'ACTIVE';

CREATE OR REPLACE VIEW members.tier_reward_reference AS
  SELECT member_tier.programme_id, member_tier.member_id, tier.code AS tier, tier.free_reward_id, ladder.window_months, member_tier.since,
         tier.free_reward_funding,
         members.promise_of_tier(ladder.programme_id, tier.code, tier.free_reward_id, tier.free_reward_funding) AS subject_id
  FROM members.tier_ladder AS ladder
  JOIN members.tier USING (ladder_id)
  JOIN members.member_tier ON member_tier.programme_id = ladder.programme_id AND member_tier.tier = tier.code
  JOIN members.member ON member.member_id = member_tier.member_id
  WHERE tier.free_reward_id IS NOT NULL AND member.status = 'ACTIVE'
    AND ladder.version = (SELECT max(version) FROM members.tier_ladder AS other WHERE other.programme_id = ladder.programme_id);
