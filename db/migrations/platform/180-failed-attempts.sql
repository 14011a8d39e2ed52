-- How often somebody failed to prove who it is, over all gateways: guessing goes on as slowly beside many as beside one. A minute's window each;
-- what a crash of the server forgets may be tried again, so the table is unlogged.
CREATE UNLOGGED TABLE platform.failed_attempts (
  -- SHA-256 of whose failures they are: no address is kept.
  key      bytea PRIMARY KEY CHECK (length(key) = 32),
  failures integer NOT NULL CHECK (failures > 0),
  ends_at  timestamptz NOT NULL
);
CREATE INDEX failed_attempts_to_forget ON platform.failed_attempts (ends_at);
