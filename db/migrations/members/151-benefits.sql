-- What tiers and paid memberships give, for those who give it: earn rules, the catalogue.

CREATE VIEW members.membership_plan_reference AS
  SELECT programme_id, code, name, early_access_hours, multiplier_basis_points, free_reward_id, withdrawn_at
  FROM members.membership_plan;

-- One row for the tier and one for each paid membership of a member. `benefits_until` is the last day on which they count; null is without end.
CREATE VIEW members.benefit_reference AS
  SELECT member.programme_id, member.member_id, tier.multiplier_basis_points, tier.early_access_hours, NULL::date AS benefits_until
  FROM members.member
  LEFT JOIN members.member_tier USING (member_id)
  JOIN members.tier_reference AS tier
    ON tier.programme_id = member.programme_id
   AND (tier.code = member_tier.tier OR (member_tier.tier IS NULL AND tier.rank = 0))
  UNION ALL
  SELECT programme_id, member_id, multiplier_basis_points, early_access_hours, benefits_until
  FROM members.membership_reference;

GRANT SELECT ON members.membership_plan_reference, members.benefit_reference TO loyalty_ledger, loyalty_rewards;
