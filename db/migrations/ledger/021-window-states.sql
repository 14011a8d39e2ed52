-- The life of a settlement window and of what it pays (settlement.md 5.1): closing in two steps, items with their payment instructions,
-- and what two persons must say before anything of it happens.

-- Closing: the cut-off takes the window out of posting and opens the next; sealing follows in a transaction of its own, whoever does it.
alter table ledger.settlement_window
  add column closing_at timestamptz,
  -- The transaction that closes it: the levy is posted in its name.
  add column close_transaction_id uuid,
  -- The cut-off of the programme's schedule that the close stands for; null where somebody closed it by hand. The dates of its cycle count from it.
  add column cut_off_at timestamptz,
  add column review_began_at timestamptz,
  add constraint settlement_window_closing_at check (state <> 'CLOSING' or (closing_at is not null and close_transaction_id is not null));
-- Sealing finds what is to be sealed without reading what is done.
create index settlement_window_closing on ledger.settlement_window (programme_id, number) where state = 'CLOSING';

-- What two persons say. Whoever proposes cannot approve: persons are counted, a service account approves nothing.
create table ledger.settlement_proposal (
  proposal_id uuid primary key,
  programme_id uuid not null,
  window_id uuid not null,
  step text not null check (step in ('FINALISE', 'RELEASE', 'SUSPEND', 'RESUME', 'ABORT', 'DEFAULT', 'REINCLUDE')),
  -- The partners concerned: of DEFAULT and REINCLUDE one, of RELEASE those to be paid; null is all.
  partner_ids uuid[],
  reason text check (length(reason) between 1 and 500),
  -- SHA-256 of what was shown: positions, open disputes and breaks, items. Another state of them voids the proposal.
  shown_hash bytea not null,
  state text not null check (state in ('PROPOSED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'VOID')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  -- When what was approved was done: a window is finalised when its last day for disputes is over, however early two persons agree.
  done_at timestamptz,
  -- Why the one who proposed approved, too, in an emergency. Told in the logs and listed for ever.
  break_glass text check (length(break_glass) between 1 and 500),
  check (state <> 'APPROVED' or decided_by is not null),
  check (state <> 'APPROVED' or decided_by <> proposed_by or break_glass is not null),
  check ((state = 'PROPOSED') = (decided_at is null)),
  check (done_at is null or state = 'APPROVED'),
  check (step in ('DEFAULT', 'REINCLUDE') = (partner_ids is not null and cardinality(partner_ids) = 1) or step = 'RELEASE')
);
create unique index settlement_proposal_open on ledger.settlement_proposal (window_id, step, partner_ids) nulls not distinct
  where state = 'PROPOSED' or (state = 'APPROVED' and done_at is null);
create index settlement_proposal_of_window on ledger.settlement_proposal (window_id, proposed_at);
create index settlement_proposal_of_programme on ledger.settlement_proposal (programme_id, proposal_id);
revoke delete on ledger.settlement_proposal from loyalty_ledger;

-- One amount of a window that is to be paid, collected, carried on or is zero.
create table ledger.settlement_item (
  item_id uuid primary key,
  programme_id uuid not null,
  window_id uuid not null,
  partner_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Above zero the operator pays the partner.
  amount_minor bigint not null,
  state text not null check (state in ('CALCULATED', 'ZERO', 'CARRIED_FORWARD', 'APPROVED', 'INSTRUCTED', 'SETTLED', 'FAILED', 'OVERDUE', 'DEFAULTED')),
  due_on date,
  ended_at timestamptz,
  -- What the collateral gave when the partner did not pay; the rest the operator bore.
  collateral_minor bigint check (collateral_minor >= 0),
  -- When a default was taken back into settlement, by which transaction.
  reincluded_by uuid,
  unique (window_id, partner_id, currency),
  check (state <> 'ZERO' or amount_minor = 0),
  check (state not in ('APPROVED', 'INSTRUCTED', 'SETTLED', 'FAILED', 'OVERDUE', 'DEFAULTED') or amount_minor <> 0),
  check (state not in ('OVERDUE', 'DEFAULTED') or amount_minor < 0),
  check ((state = 'DEFAULTED') = (collateral_minor is not null)),
  check (reincluded_by is null or state = 'DEFAULTED')
);
create index settlement_item_due on ledger.settlement_item (programme_id, due_on) where state = 'INSTRUCTED' and amount_minor < 0;
create index settlement_item_defaulted on ledger.settlement_item (partner_id) where state = 'DEFAULTED';
revoke delete on ledger.settlement_item from loyalty_ledger;

-- Each time an item was sent to the bank, and what the bank said.
create table ledger.payment_instruction (
  item_id uuid not null references ledger.settlement_item,
  attempt smallint not null check (attempt >= 1),
  programme_id uuid not null,
  end_to_end_id text not null check (length(end_to_end_id) between 1 and 35),
  amount_minor bigint not null check (amount_minor <> 0),
  released_by uuid references ledger.settlement_proposal,
  instructed_at timestamptz not null,
  result text check (result in ('EXECUTED', 'REJECTED')),
  -- The bank's own reference and reason.
  bank_reference text check (length(bank_reference) between 1 and 140),
  reason text check (length(reason) between 1 and 500),
  reported_at timestamptz,
  primary key (item_id, attempt),
  unique (programme_id, end_to_end_id),
  check ((result is null) = (reported_at is null))
);
-- Money that is under way is under way once.
create unique index payment_instruction_under_way on ledger.payment_instruction (item_id) where result is null;
revoke delete on ledger.payment_instruction from loyalty_ledger;

-- The states of a window are walked one way, whoever writes; where two persons are needed there is their approval.
create function ledger.check_window_step() returns trigger
  language plpgsql as $$
declare
  needed text;
begin
  if new.state = old.state then return new; end if;
  if not (old.state, new.state) in (
    ('OPEN', 'CLOSING'), ('CLOSING', 'CLOSED'), ('CLOSING', 'SETTLED'), ('CLOSED', 'IN_REVIEW'), ('CLOSED', 'SETTLED'),
    ('IN_REVIEW', 'FINALISED'), ('FINALISED', 'SETTLING'), ('FINALISED', 'SETTLED'), ('SETTLING', 'SETTLED'),
    ('FINALISED', 'SUSPENDED'), ('SUSPENDED', 'FINALISED'), ('SUSPENDED', 'ABORTED')) then
    raise exception 'window % cannot go from % to %', new.window_id, old.state, new.state;
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
create trigger settlement_window_step before update of state on ledger.settlement_window
  for each row execute function ledger.check_window_step();

-- A window that is suspended keeps its amounts; only what becomes of them may change, when it is aborted.
create or replace function ledger.refuse_change_of_final_window() returns trigger
  language plpgsql as $$
begin
  if exists (select from ledger.settlement_window
             where window_id = new.window_id
               and (state in ('FINALISED', 'SETTLING', 'SETTLED', 'ABORTED')
                    or (state = 'SUSPENDED' and (new.opening_minor, new.credits_minor, new.debits_minor, new.net_minor)
                          is distinct from (old.opening_minor, old.credits_minor, old.debits_minor, old.net_minor)))) then
    raise exception 'window % is final: its nets cannot change', new.window_id;
  end if;
  return new;
end
$$;

create function ledger.check_item_step() returns trigger
  language plpgsql as $$
begin
  if (new.amount_minor <> old.amount_minor or new.partner_id <> old.partner_id or new.window_id <> old.window_id) and old.state <> 'CALCULATED' then
    raise exception 'item % is approved: its amount cannot change', new.item_id;
  end if;
  if new.state <> old.state and not (old.state, new.state) in (
    ('CALCULATED', 'ZERO'), ('CALCULATED', 'CARRIED_FORWARD'), ('CALCULATED', 'APPROVED'), ('APPROVED', 'INSTRUCTED'),
    ('APPROVED', 'CARRIED_FORWARD'), ('INSTRUCTED', 'SETTLED'), ('INSTRUCTED', 'FAILED'), ('FAILED', 'INSTRUCTED'),
    ('INSTRUCTED', 'OVERDUE'), ('OVERDUE', 'SETTLED'), ('OVERDUE', 'DEFAULTED')) then
    raise exception 'item % cannot go from % to %', new.item_id, old.state, new.state;
  end if;
  return new;
end
$$;
create trigger settlement_item_step before update on ledger.settlement_item
  for each row execute function ledger.check_item_step();
