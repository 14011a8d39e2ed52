-- What points buy, and who bought it.

CREATE TABLE rewards.remembered_command (
  key_space    text NOT NULL,
  key          text NOT NULL,
  request_hash bytea NOT NULL,
  recorded_at  timestamptz NOT NULL,
  outcome      jsonb,
  PRIMARY KEY (key_space, key)
);
REVOKE DELETE ON rewards.remembered_command FROM loyalty_rewards;

CREATE TABLE rewards.reward (
  reward_id       uuid PRIMARY KEY,
  programme_id    uuid NOT NULL,
  -- Who honours it and is paid for it, and the store at which its orders are booked.
  partner_id      uuid NOT NULL,
  store_id        uuid NOT NULL,
  name            text NOT NULL CHECK (name <> ''),
  description     text,
  points          bigint NOT NULL CHECK (points > 0),
  -- Null is without limit. Stock plus orders that are pending or fulfilled is constant.
  stock           bigint CHECK (stock >= 0),
  available_until timestamptz,
  created_at      timestamptz NOT NULL
);
CREATE INDEX reward_by_name ON rewards.reward (programme_id, name, reward_id);
REVOKE DELETE ON rewards.reward FROM loyalty_rewards;

-- An order is a saga: PENDING with stock reserved -> points spent in the ledger under the order's own key -> FULFILLED with a
-- voucher, or CANCELLED with the stock given back. What is PENDING after a crash is driven to its end by the same key.
CREATE TABLE rewards.reward_order (
  order_id       uuid PRIMARY KEY,
  programme_id   uuid NOT NULL,
  reward_id      uuid NOT NULL REFERENCES rewards.reward,
  member_id      uuid NOT NULL,
  store_id       uuid NOT NULL,
  points         bigint NOT NULL CHECK (points > 0),
  state          text NOT NULL CHECK (state IN ('PENDING', 'FULFILLED', 'CANCELLED')),
  ordered_at     timestamptz NOT NULL,
  -- Drawn when the order is made, shown only when it is fulfilled.
  voucher_code   text NOT NULL UNIQUE,
  transaction_id uuid,
  -- Why it was cancelled: {code, message}.
  refusal        jsonb,
  CHECK ((state = 'FULFILLED') = (transaction_id IS NOT NULL)),
  CHECK ((state = 'CANCELLED') = (refusal IS NOT NULL))
);
CREATE INDEX reward_order_of_member ON rewards.reward_order (member_id, order_id);
CREATE INDEX reward_order_pending ON rewards.reward_order (ordered_at) WHERE state = 'PENDING';
REVOKE DELETE ON rewards.reward_order FROM loyalty_rewards;

-- Partners and stores are known from what the partners subgraph publishes.
GRANT USAGE ON SCHEMA partners TO loyalty_rewards;
GRANT SELECT ON partners.partner_reference, partners.store_reference TO loyalty_rewards;
