-- Money that comes back after it was booked: its payment is RETURNED, its item is open again, and so is its window, whose nets stay what they are.
-- The item goes to the bank again, or two persons carry it into the open window.
alter table ledger.payment_instruction
  drop constraint payment_instruction_result_check,
  add constraint payment_instruction_result_check check (result in ('EXECUTED', 'REJECTED', 'RETURNED'));
alter table ledger.bank_word
  drop constraint bank_word_outcome_check,
  add constraint bank_word_outcome_check
    check (outcome in ('PAID', 'FAILED', 'RETURNED', 'PENDING', 'KNOWN', 'CONTRADICTED', 'AMOUNT_DIFFERS', 'UNKNOWN'));
alter table ledger.settlement_item
  drop constraint settlement_item_state_check,
  add constraint settlement_item_state_check check (
    state in ('CALCULATED', 'ZERO', 'CARRIED_FORWARD', 'APPROVED', 'INSTRUCTED', 'SETTLED', 'FAILED', 'RETURNED', 'OVERDUE', 'DEFAULTED')),
  add constraint settlement_item_returned_amount check (state <> 'RETURNED' or amount_minor <> 0);

-- The check of reincluded_by was made without a name: what failed or came back can be taken into the open window, too, and is carried there.
do $$
declare
  unnamed text;
begin
  select conname into strict unnamed from pg_constraint
  where conrelid = 'ledger.settlement_item'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%reincluded_by%';
  execute format('alter table ledger.settlement_item drop constraint %I', unnamed);
end
$$;
alter table ledger.settlement_item
  add constraint settlement_item_reincluded check (reincluded_by is null or state in ('DEFAULTED', 'CARRIED_FORWARD'));

create or replace function ledger.check_window_step() returns trigger
  language plpgsql as $$
declare
  needed text;
begin
  if new.state = old.state then return new; end if;
  if not (old.state, new.state) in (
    ('OPEN', 'CLOSING'), ('CLOSING', 'CLOSED'), ('CLOSING', 'SETTLED'), ('CLOSED', 'IN_REVIEW'), ('CLOSED', 'SETTLED'),
    ('IN_REVIEW', 'FINALISED'), ('FINALISED', 'SETTLING'), ('FINALISED', 'SETTLED'), ('SETTLING', 'SETTLED'), ('SETTLED', 'SETTLING'),
    ('FINALISED', 'SUSPENDED'), ('SUSPENDED', 'FINALISED'), ('SUSPENDED', 'ABORTED')) then
    raise exception 'window % cannot go from % to %', new.window_id, old.state, new.state;
  end if;
  -- Settled is settled, unless money of it came back.
  if old.state = 'SETTLED' and not exists (
    select from ledger.settlement_item where window_id = new.window_id and state = 'RETURNED') then
    raise exception 'window % is settled: no money of it came back', new.window_id;
  end if;
  needed := case new.state
    when 'FINALISED' then case old.state when 'SUSPENDED' then 'RESUME' else 'FINALISE' end
    when 'SETTLING' then 'RELEASE' when 'SUSPENDED' then 'SUSPEND' when 'ABORTED' then 'ABORT' end;
  if needed is not null and not exists (
    select from ledger.settlement_proposal
    where window_id = new.window_id and step = needed and state = 'APPROVED') then
    raise exception 'window % cannot go to % without two persons', new.window_id, new.state;
  end if;
  return new;
end
$$;

create or replace function ledger.check_item_step() returns trigger
  language plpgsql as $$
begin
  if (new.amount_minor <> old.amount_minor or new.partner_id <> old.partner_id or new.window_id <> old.window_id) and old.state <> 'CALCULATED' then
    raise exception 'item % is approved: its amount cannot change', new.item_id;
  end if;
  if new.state <> old.state and not (old.state, new.state) in (
    ('CALCULATED', 'ZERO'), ('CALCULATED', 'CARRIED_FORWARD'), ('CALCULATED', 'APPROVED'), ('APPROVED', 'INSTRUCTED'),
    ('APPROVED', 'CARRIED_FORWARD'), ('INSTRUCTED', 'SETTLED'), ('INSTRUCTED', 'FAILED'), ('FAILED', 'INSTRUCTED'),
    ('INSTRUCTED', 'OVERDUE'), ('OVERDUE', 'SETTLED'), ('OVERDUE', 'DEFAULTED'), ('SETTLED', 'RETURNED'), ('RETURNED', 'INSTRUCTED'),
    ('FAILED', 'CARRIED_FORWARD'), ('RETURNED', 'CARRIED_FORWARD')) then
    raise exception 'item % cannot go from % to %', new.item_id, old.state, new.state;
  end if;
  return new;
end
$$;
