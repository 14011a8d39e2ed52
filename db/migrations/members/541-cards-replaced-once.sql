-- The card that a blocked one was replaced by: asked for again, by another clerk or at the same time, it is that one and no third.
ALTER TABLE members.identity ADD COLUMN replaced_by uuid CHECK (replaced_by IS NULL OR (replaced_by <> identity_id AND blocked_at IS NOT NULL));
GRANT UPDATE (replaced_by) ON members.identity TO loyalty_members;
