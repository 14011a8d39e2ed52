-- The member's word for an order that somebody else places for it, of more points than it wants to spend unasked (ledger.confirmation): sent along when the points are spent.
ALTER TABLE rewards.reward_order ADD COLUMN confirmation_id uuid;
