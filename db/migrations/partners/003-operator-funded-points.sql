-- Points that the operator funds itself (goodwill, adjustments): under which model, and what it sets aside for each.
ALTER TABLE partners.programme
  ADD COLUMN operator_funding_model text NOT NULL DEFAULT 'OPERATOR_POOL'
    CHECK (operator_funding_model IN ('OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION')),
  ADD COLUMN operator_reserve_rate_micros bigint NOT NULL DEFAULT 8500 CHECK (operator_reserve_rate_micros >= 0);

CREATE OR REPLACE VIEW partners.programme_terms AS
  SELECT programme_id, code, currency, exponent, time_zone, spending_order, restore_grace_days,
         operator_funding_model, operator_reserve_rate_micros
  FROM partners.programme;
