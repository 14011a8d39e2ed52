-- The catalogue in full, orders as a saga of more steps, and vouchers as things of their own.

ALTER TABLE rewards.reward
  ADD COLUMN kind text NOT NULL DEFAULT 'PRODUCT'
    CHECK (kind IN ('PRODUCT', 'DISCOUNT', 'VOUCHER', 'CASHBACK', 'EXPERIENCE', 'CHARITY', 'PARTNER_OWN')),
  -- How it reaches the member: a voucher at once, something the partner hands over and says so, or nothing to hand over.
  ADD COLUMN fulfilment text NOT NULL DEFAULT 'VOUCHER' CHECK (fulfilment IN ('VOUCHER', 'BY_PARTNER', 'NOTHING')),
  ADD COLUMN terms text,
  -- The texts in other languages: [{locale, name, description, terms}].
  ADD COLUMN translations jsonb NOT NULL DEFAULT '[]',
  -- [{url, alt}].
  ADD COLUMN pictures jsonb NOT NULL DEFAULT '[]',
  -- What the member pays the partner beside the points, in minor units of the programme's currency.
  ADD COLUMN money_minor bigint CHECK (money_minor > 0),
  -- Other prices and earlier access by tier: [{tier, points, moneyMinor, availableFrom}].
  ADD COLUMN tier_terms jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN per_member_limit integer CHECK (per_member_limit > 0),
  ADD COLUMN limit_period text NOT NULL DEFAULT 'EVER' CHECK (limit_period IN ('EVER', 'YEAR', 'MONTH', 'DAY')),
  ADD COLUMN available_from timestamptz,
  -- Days of the programme on which it is neither ordered nor honoured.
  ADD COLUMN blackout_days date[] NOT NULL DEFAULT '{}',
  -- Stores that honour it; empty is all of the partner.
  ADD COLUMN honoured_at uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN voucher_days integer CHECK (voucher_days > 0),
  ADD COLUMN voucher_uses integer NOT NULL DEFAULT 1 CHECK (voucher_uses > 0),
  ADD COLUMN transferable boolean NOT NULL DEFAULT false,
  ADD COLUMN min_spend_minor bigint CHECK (min_spend_minor > 0),
  ADD COLUMN discount_minor bigint CHECK (discount_minor > 0),
  ADD COLUMN discount_basis_points integer CHECK (discount_basis_points BETWEEN 1 AND 10000),
  -- Days after fulfilment in which the member may give it back; null is not.
  ADD COLUMN cancellable_days integer CHECK (cancellable_days >= 0),
  ADD COLUMN withdrawn_at timestamptz,
  -- Every name and description, folded for searching.
  ADD COLUMN search_text text NOT NULL DEFAULT '',
  ADD CONSTRAINT reward_has_one_discount CHECK (discount_minor IS NULL OR discount_basis_points IS NULL),
  ADD CONSTRAINT reward_period_is_forward CHECK (available_from < available_until);
UPDATE rewards.reward SET search_text = lower(name || ' ' || coalesce(description, ''));
CREATE INDEX reward_by_points ON rewards.reward (programme_id, points, reward_id);

-- PENDING -> (hold) -> RESERVED -> (capture) -> FULFILLED; AWAITING_PARTNER stands between where a partner hands it over.
-- UNDOING -> CANCELLED gives back the hold, the stock and the member's count; REFUNDING -> REFUNDED gives back what was spent.
ALTER TABLE rewards.reward_order
  DROP CONSTRAINT reward_order_check,
  DROP CONSTRAINT reward_order_check1,
  DROP CONSTRAINT reward_order_state_check,
  DROP COLUMN voucher_code,
  ADD COLUMN money_minor bigint,
  ADD COLUMN fulfilment text NOT NULL DEFAULT 'VOUCHER',
  ADD COLUMN limit_period text NOT NULL DEFAULT '',
  ADD COLUMN hold_id uuid,
  ADD COLUMN hold_expires_at timestamptz,
  ADD COLUMN stock_taken boolean NOT NULL DEFAULT false,
  ADD COLUMN limit_taken boolean NOT NULL DEFAULT false,
  ADD COLUMN fulfilled_at timestamptz,
  ADD COLUMN refunds_asked integer NOT NULL DEFAULT 0,
  ADD COLUMN refund_transaction_id uuid,
  -- Since when somebody is driving it: what is older than patience is driven by whoever looks.
  ADD COLUMN moved_at timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT reward_order_state CHECK (state IN
    ('PENDING', 'RESERVED', 'AWAITING_PARTNER', 'UNDOING', 'FULFILLED', 'CANCELLED', 'REFUNDING', 'REFUNDED')),
  ADD CONSTRAINT reward_order_is_paid CHECK ((state IN ('FULFILLED', 'REFUNDING', 'REFUNDED')) = (transaction_id IS NOT NULL)),
  ADD CONSTRAINT reward_order_is_refunded CHECK ((state = 'REFUNDED') = (refund_transaction_id IS NOT NULL)),
  ADD CONSTRAINT reward_order_is_held CHECK (state NOT IN ('RESERVED', 'AWAITING_PARTNER') OR hold_id IS NOT NULL),
  ADD CONSTRAINT reward_order_says_why CHECK (state NOT IN ('UNDOING', 'CANCELLED') OR refusal IS NOT NULL);
UPDATE rewards.reward_order o SET stock_taken = true
FROM rewards.reward r WHERE r.reward_id = o.reward_id AND r.stock IS NOT NULL AND o.state <> 'CANCELLED';
DROP INDEX rewards.reward_order_pending;
CREATE INDEX reward_order_under_way ON rewards.reward_order (moved_at)
  WHERE state IN ('PENDING', 'RESERVED', 'UNDOING', 'REFUNDING');
CREATE INDEX reward_order_waiting ON rewards.reward_order (hold_expires_at) WHERE state = 'AWAITING_PARTNER';
CREATE INDEX reward_order_of_reward ON rewards.reward_order (reward_id, order_id);

-- How many a member took of a reward that limits it, by period ('' is ever, 2026, 2026-03, 2026-03-01).
CREATE TABLE rewards.member_take (
  reward_id uuid NOT NULL REFERENCES rewards.reward,
  member_id uuid NOT NULL,
  period    text NOT NULL,
  orders    integer NOT NULL CHECK (orders >= 0),
  PRIMARY KEY (member_id, reward_id, period)
);
REVOKE DELETE ON rewards.member_take FROM loyalty_rewards;

CREATE TABLE rewards.voucher (
  voucher_id   uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  order_id     uuid NOT NULL UNIQUE REFERENCES rewards.reward_order,
  reward_id    uuid NOT NULL REFERENCES rewards.reward,
  -- Who holds it: not always who ordered it.
  member_id    uuid NOT NULL,
  code         text NOT NULL,
  -- SHA-256 of the code. Looked up by this: how long a look-up takes says nothing about the code.
  code_digest  bytea NOT NULL UNIQUE,
  -- DRAWN with the order, ACTIVE when it is fulfilled.
  state        text NOT NULL CHECK (state IN ('DRAWN', 'ACTIVE', 'CANCELLED')),
  uses         integer NOT NULL CHECK (uses > 0),
  uses_left    integer NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
  issued_at    timestamptz NOT NULL,
  -- Exclusive; null never.
  expires_at   timestamptz
);
CREATE INDEX voucher_of_member ON rewards.voucher (member_id, voucher_id);
REVOKE DELETE ON rewards.voucher FROM loyalty_rewards;

-- Each time a voucher was honoured.
CREATE TABLE rewards.voucher_use (
  use_id         uuid PRIMARY KEY,
  voucher_id     uuid NOT NULL REFERENCES rewards.voucher,
  store_id       uuid NOT NULL,
  used_at        timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL,
  purchase_minor bigint CHECK (purchase_minor > 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0)
);
CREATE INDEX voucher_use_of_voucher ON rewards.voucher_use (voucher_id, use_id);
REVOKE UPDATE, DELETE ON rewards.voucher_use FROM loyalty_rewards;

-- Codes that a client tried and that named nothing, by window: nobody guesses for long.
CREATE TABLE rewards.failed_code (
  client_id  text NOT NULL,
  window_at  timestamptz NOT NULL,
  failures   integer NOT NULL CHECK (failures >= 0),
  PRIMARY KEY (client_id, window_at)
);

-- The key that signs vouchers for tills without a connection. The newest signs; the public part of each is published.
CREATE TABLE rewards.voucher_key (
  key_id      text PRIMARY KEY,
  private_jwk jsonb NOT NULL,
  created_at  timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON rewards.voucher_key FROM loyalty_rewards;
