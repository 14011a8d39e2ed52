-- Which rewards there are, for members: what tiers and paid memberships come with.
CREATE VIEW rewards.reward_reference AS
  SELECT programme_id, reward_id FROM rewards.reward WHERE withdrawn_at IS NULL;
GRANT USAGE ON SCHEMA rewards TO loyalty_members;
GRANT SELECT ON rewards.reward_reference TO loyalty_members;
