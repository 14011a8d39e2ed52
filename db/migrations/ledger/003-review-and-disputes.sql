-- Between its close and its end a window is reviewed: disputes may still be appended, and its nets follow. Once it is final nothing in it
-- ever changes again, whoever asks.
grant update on ledger.net_position to loyalty_ledger;

create function ledger.refuse_change_of_final_window() returns trigger
  language plpgsql as $$
begin
  if exists (select from ledger.settlement_window
             where window_id = new.window_id and state in ('FINALISED', 'SETTLING', 'SETTLED', 'ABORTED')) then
    raise exception 'window % is final: its nets cannot change', new.window_id;
  end if;
  return new;
end
$$;
create trigger net_position_of_final_window before update on ledger.net_position
  for each row execute function ledger.refuse_change_of_final_window();

alter table ledger.settlement_window add column finalised_at timestamptz;

-- A transaction that a partner contests.
create table ledger.dispute (
  dispute_id uuid primary key,
  programme_id uuid not null,
  -- The contested transaction, and which of its journal entries is held back.
  transaction_id uuid not null,
  entry smallint not null,
  -- Null is the operator.
  raised_by uuid,
  reason text not null check (reason <> ''),
  reference text,
  state text not null check (state in ('HELD', 'UPHELD', 'PARTIALLY_UPHELD', 'REJECTED', 'WITHDRAWN')),
  hold_transaction_id uuid not null,
  release_transaction_id uuid,
  opened_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'HELD') = (release_transaction_id is null)),
  check ((state = 'HELD') = (decided_at is null))
);
-- One open hold per entry.
create unique index dispute_held on ledger.dispute (transaction_id, entry) where state = 'HELD';
create index dispute_of_transaction on ledger.dispute (transaction_id);
revoke delete on ledger.dispute from loyalty_ledger;
