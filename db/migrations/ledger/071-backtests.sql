-- Backtests: real purchases of a period through draft rules, what they would have given beside what the rules in force give.
CREATE TABLE ledger.backtest (
  backtest_id      uuid PRIMARY KEY,
  programme_id     uuid NOT NULL,
  -- Who asked; null is the operator.
  partner_id       uuid,
  asked_by         text NOT NULL,
  -- Versions that stand in for what is in force; none checks the rules in force against what was posted.
  rule_version_ids uuid[] NOT NULL,
  from_at          timestamptz NOT NULL,
  until_at         timestamptz NOT NULL CHECK (until_at > from_at),
  state            text NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  -- Purchases replayed so far, and how many there are.
  done             bigint NOT NULL DEFAULT 0 CHECK (done >= 0),
  total            bigint NOT NULL DEFAULT 0 CHECK (total >= 0),
  report           jsonb,
  started_at       timestamptz NOT NULL,
  -- When progress was last written: a run whose process died stands still.
  seen_at          timestamptz NOT NULL,
  finished_at      timestamptz,
  CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
  CHECK ((state = 'DONE') = (report IS NOT NULL))
);
CREATE INDEX backtest_of_programme ON ledger.backtest (programme_id, backtest_id);
REVOKE DELETE ON ledger.backtest FROM loyalty_ledger;

-- What the publish gate of the partners subgraph asks: which versions were tried out, and when.
CREATE VIEW ledger.backtest_reference AS
  SELECT programme_id, backtest_id, rule_version_ids, finished_at FROM ledger.backtest WHERE state = 'DONE';
GRANT USAGE ON SCHEMA ledger TO loyalty_partners;
GRANT SELECT ON ledger.backtest_reference TO loyalty_partners;
