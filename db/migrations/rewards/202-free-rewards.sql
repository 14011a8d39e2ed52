-- Free rewards of tiers and paid memberships: orders of no points, of which no ledger knows, delivered when they are made.

ALTER TABLE rewards.reward_order
  DROP CONSTRAINT reward_order_points_check,
  ADD CONSTRAINT reward_order_points_check CHECK (points >= 0),
  DROP CONSTRAINT reward_order_is_paid,
  ADD CONSTRAINT reward_order_is_paid CHECK (
    CASE WHEN points = 0 THEN state = 'FULFILLED' AND transaction_id IS NULL
    ELSE (state IN ('FULFILLED', 'REFUNDING', 'REFUNDED')) = (transaction_id IS NOT NULL) END);

-- Each is given once: its key says for what.
CREATE TABLE rewards.free_reward (
  -- `plan:<paid period>`, or `tier:<member>:<tier>:<year or day>`.
  benefit    text PRIMARY KEY,
  member_id  uuid NOT NULL,
  -- The tier; null for a paid membership.
  tier       text,
  given_on   date NOT NULL,
  order_id   uuid NOT NULL UNIQUE REFERENCES rewards.reward_order DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX free_reward_of_tier ON rewards.free_reward (member_id, tier, given_on) WHERE tier IS NOT NULL;
REVOKE UPDATE, DELETE ON rewards.free_reward FROM loyalty_rewards;
