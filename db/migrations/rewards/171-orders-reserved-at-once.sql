-- Where there is plenty, an order is reserved as it is placed, before its points are: it has no hold.
ALTER TABLE rewards.reward_order
  DROP CONSTRAINT reward_order_is_held,
  ADD CONSTRAINT reward_order_is_held CHECK (state <> 'AWAITING_PARTNER' OR hold_id IS NOT NULL);
