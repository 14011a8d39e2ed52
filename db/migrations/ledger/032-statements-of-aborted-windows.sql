-- A window that is aborted pays nothing: its statements, if they were signed already, are to be signed again over what became of it.
create function ledger.restate_aborted_window() returns trigger
  language plpgsql as $$
begin
  if new.state = 'ABORTED' and old.state <> 'ABORTED' then
    new.stated_at := null;
  end if;
  return new;
end
$$;
create trigger settlement_window_restated before update of state on ledger.settlement_window
  for each row execute function ledger.restate_aborted_window();
