-- How long the oldest committed batch of events has waited for its place in the feed, by the database's clock: asked by /ready.
create view ledger.outbox_lag as
  select greatest(coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0), 0)::float8 * 1000 as millis
  from ledger.outbox where position is null;
grant usage on schema ledger to loyalty_platform;
grant select on ledger.outbox_lag to loyalty_platform;
