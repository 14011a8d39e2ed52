-- The member's word for a household redemption of more points than it wants to spend unasked (ledger.confirmation): sent along when the points are spent.
ALTER TABLE members.household_redemption ADD COLUMN confirmation_id uuid;
