-- Free rewards go the way of all orders: stock and limit are taken, the partner hands over what it hands over, those who promised it pay in the ledger,
-- and all of it can be given back.
ALTER TABLE rewards.reward_order
  -- Of a free reward that somebody pays for: {points, funding}, what it costs others and who pays. Null: the partner that honours it bears it.
  ADD COLUMN benefit jsonb,
  ADD CONSTRAINT reward_order_benefit_is_free CHECK (benefit IS NULL OR points = 0),
  DROP CONSTRAINT reward_order_is_paid,
  ADD CONSTRAINT reward_order_is_paid CHECK (
    CASE WHEN points = 0 AND benefit IS NULL THEN transaction_id IS NULL
    ELSE (state IN ('FULFILLED', 'REFUNDING', 'REFUNDED')) = (transaction_id IS NOT NULL) END),
  DROP CONSTRAINT reward_order_is_refunded,
  ADD CONSTRAINT reward_order_is_refunded CHECK (
    CASE WHEN points = 0 AND benefit IS NULL THEN refund_transaction_id IS NULL
    ELSE (state = 'REFUNDED') = (refund_transaction_id IS NOT NULL) END),
  DROP CONSTRAINT reward_order_is_held,
  ADD CONSTRAINT reward_order_is_held CHECK (state <> 'AWAITING_PARTNER' OR hold_id IS NOT NULL OR points = 0);

-- A benefit whose order came to nothing is given again, unless the member gave it up.
ALTER TABLE rewards.free_reward ADD COLUMN given_up boolean NOT NULL DEFAULT false;
GRANT UPDATE (order_id, given_on, given_up) ON rewards.free_reward TO loyalty_rewards;
