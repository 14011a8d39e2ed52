-- What closing, settling and reading need beside the tables that posting writes.

-- The operator's side of a closed window: sealed with the net positions, so that "they sum to zero" compares two things.
alter table ledger.settlement_window
  add column operator_net_minor bigint,
  add column operator_movement jsonb,
  add constraint settlement_window_sealed check (state in ('OPEN', 'CLOSING') or operator_net_minor is not null),
  add constraint settlement_window_closed_at check ((state in ('OPEN', 'CLOSING')) = (closed_at is null)),
  add constraint settlement_window_settled_at check ((state = 'SETTLED') = (settled_at is not null)),
  add constraint settlement_window_label check (length(label) between 1 and 100);

-- Positions run over the windows from the first unsettled one on: found without reading the settled ones.
create index settlement_window_unsettled on ledger.settlement_window (programme_id, number)
  where state not in ('SETTLED', 'ABORTED');

-- A transfer between members, and its reversal, is one transaction of the giver; the receiver finds it here.
create index transaction_of_receiver on ledger.transaction ((details ->> 'counterpartyId'), transaction_id)
  where status = 'OK' and kind in ('TRANSFER', 'REVERSAL');

-- How far the outbox was numbered and pruned. One row; numbers are never given twice, even when every row was pruned.
create table ledger.outbox_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null check (position >= pruned_through),
  -- Every position up to here is gone: a cursor before it has expired.
  pruned_through bigint not null check (pruned_through >= 0)
);
insert into ledger.outbox_head (position, pruned_through) values (0, 0);
revoke insert, delete on ledger.outbox_head from loyalty_ledger;
create index outbox_of_time on ledger.outbox (recorded_at) where position is not null;
