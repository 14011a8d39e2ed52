-- A member's word that it wants to spend: for one redemption of so many points at most, for a short time.
CREATE TABLE ledger.confirmation (
  confirmation_id uuid PRIMARY KEY,
  programme_id    uuid NOT NULL,
  member_id       uuid NOT NULL,
  points          bigint NOT NULL CHECK (points > 0),
  -- Null is any store.
  store_id        uuid,
  confirmed_at    timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  -- The one command that used it.
  used_by         text,
  CHECK (expires_at > confirmed_at)
);
CREATE INDEX confirmation_of_member ON ledger.confirmation (member_id, confirmation_id);
REVOKE DELETE ON ledger.confirmation FROM loyalty_ledger;
