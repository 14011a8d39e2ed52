-- Draws that anyone can check: the seed's hash is published before the first entry, the entries' hash before the seed.

CREATE TABLE rewards.draw (
  draw_id         uuid PRIMARY KEY,
  programme_id    uuid NOT NULL,
  name            text NOT NULL CHECK (name <> ''),
  prize           text NOT NULL,
  prize_points    bigint NOT NULL CHECK (prize_points >= 0),
  funding         jsonb NOT NULL,
  winners         integer NOT NULL CHECK (winners BETWEEN 1 AND 1000),
  -- What an entry costs, and the store at which it is booked; 0 is free.
  price_points    bigint NOT NULL CHECK (price_points >= 0),
  store_id        uuid,
  max_per_member  integer NOT NULL CHECK (max_per_member > 0),
  opens_at        timestamptz NOT NULL,
  closes_at       timestamptz NOT NULL CHECK (closes_at > opens_at),
  state           text NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'DRAWN')),
  -- 32 random bytes in hex, drawn with the draw and shown when it is drawn.
  seed            text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  seed_commitment text NOT NULL CHECK (seed_commitment ~ '^[0-9a-f]{64}$'),
  entries         integer NOT NULL DEFAULT 0 CHECK (entries >= 0),
  entries_hash    text CHECK (entries_hash ~ '^[0-9a-f]{64}$'),
  drawn_at        timestamptz,
  created_at      timestamptz NOT NULL,
  CHECK ((state = 'OPEN') = (entries_hash IS NULL)),
  CHECK ((state = 'DRAWN') = (drawn_at IS NOT NULL)),
  CHECK (price_points = 0 OR store_id IS NOT NULL)
);
CREATE INDEX draw_of_programme ON rewards.draw (programme_id, draw_id);
REVOKE DELETE ON rewards.draw FROM loyalty_rewards;

-- PENDING while its points are spent, ENTERED with its number, REFUSED without.
CREATE TABLE rewards.draw_entry (
  entry_id       uuid PRIMARY KEY,
  draw_id        uuid NOT NULL REFERENCES rewards.draw,
  member_id      uuid NOT NULL,
  -- What the member adds to the entries' hash: nobody can have known it when the seed was drawn.
  word           text NOT NULL,
  state          text NOT NULL CHECK (state IN ('PENDING', 'ENTERED', 'REFUSED')),
  number         integer CHECK (number > 0),
  place          integer CHECK (place > 0),
  refusal        jsonb,
  entered_at     timestamptz NOT NULL,
  UNIQUE (draw_id, number),
  UNIQUE (draw_id, place),
  CHECK ((state = 'ENTERED') = (number IS NOT NULL))
);
CREATE INDEX draw_entry_of_member ON rewards.draw_entry (draw_id, member_id);
CREATE INDEX draw_entry_pending ON rewards.draw_entry (entered_at) WHERE state = 'PENDING';
REVOKE DELETE ON rewards.draw_entry FROM loyalty_rewards;
