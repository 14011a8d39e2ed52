-- What each audit of the books found. Kept, so that every process and whoever watches knows when the last one was, and what it said.
create table ledger.audit_report (
  taken_at timestamptz primary key,
  checks integer not null check (checks > 0),
  -- Array of {name, findings}: the invariants that did not hold.
  broken jsonb not null check (jsonb_typeof(broken) = 'array')
);
revoke update, delete on ledger.audit_report from loyalty_ledger;

-- Deliveries that were given up are counted by whoever watches; those that arrived are many.
create index webhook_delivery_dead on ledger.webhook_delivery (webhook_id) where state = 'DEAD';
