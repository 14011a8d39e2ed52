-- Partners that are paid in another currency than the programme's (settlement.md 2.9): the rates that two persons fix when a window is finalised, what
-- each net comes to at them, and what the bank moved in the programme's currency instead.

-- Rates as they were proposed with the end of a review; once it is approved and done they are those of the window, for ever.
create table ledger.settlement_rate (
  proposal_id uuid not null references ledger.settlement_proposal,
  programme_id uuid not null,
  -- One unit of the programme's currency is so many of the other one: the digits as the source gave them.
  base text not null check (base ~ '^[A-Z]{3}$'),
  quote text not null check (quote ~ '^[A-Z]{3}$' and quote <> base),
  rate text not null check (rate ~ '^[0-9]{1,12}(\.[0-9]{1,12})?$' and rate ~ '[1-9]'),
  source text not null check (length(source) between 1 and 100),
  quoted_at timestamptz not null,
  primary key (proposal_id, quote)
);
revoke update, delete on ledger.settlement_rate from loyalty_ledger;

create function ledger.refuse_change_of_rate() returns trigger
  language plpgsql as $$
begin
  if tg_op = 'INSERT' and exists (
    select from ledger.settlement_proposal where proposal_id = new.proposal_id and step = 'FINALISE' and state = 'PROPOSED') then
    return new;
  end if;
  raise exception 'rates come with a proposal to finalise a window, and never change';
end
$$;
create trigger settlement_rate_is_fixed before insert or update or delete on ledger.settlement_rate
  for each row execute function ledger.refuse_change_of_rate();

alter table ledger.settlement_item
  -- What is paid where that is not `amount_minor` in `currency`: converted once, when the window became final.
  add column settlement_currency text,
  add column settlement_minor bigint,
  -- The proposal whose rate it was.
  add column rates_of uuid,
  add constraint settlement_item_rate foreign key (rates_of, settlement_currency) references ledger.settlement_rate (proposal_id, quote),
  add constraint settlement_item_converted check (
    num_nonnulls(settlement_currency, settlement_minor, rates_of) in (0, 3)
    and (settlement_minor is null
      or (settlement_currency <> currency and sign(settlement_minor) = sign(amount_minor) and amount_minor <> 0 and state <> 'CALCULATED')));

create function ledger.check_item_converted() returns trigger
  language plpgsql as $$
begin
  if old.state <> 'CALCULATED' or new.state <> 'APPROVED' then
    raise exception 'item % is converted when its window becomes final, and never again', new.item_id;
  end if;
  if not exists (select from ledger.settlement_proposal
                 where proposal_id = new.rates_of and window_id = new.window_id and step = 'FINALISE' and state = 'APPROVED') then
    raise exception 'item % is converted at a rate that two persons did not fix for its window', new.item_id;
  end if;
  return new;
end
$$;
create trigger settlement_item_converted before update on ledger.settlement_item
  for each row when ((old.settlement_currency, old.settlement_minor, old.rates_of) is distinct from (new.settlement_currency, new.settlement_minor, new.rates_of))
  execute function ledger.check_item_converted();

alter table ledger.payment_instruction
  -- Of a payment in another currency, in minor units of the programme's and with the sign of `amount_minor`: what the bank moved on the operator's account
  -- when it executed it, and when the money came back. Null where the bank did not say: then it is the net.
  add column booked_minor bigint,
  add column returned_minor bigint,
  add constraint payment_instruction_booked check (
    (booked_minor is null or (result in ('EXECUTED', 'RETURNED') and sign(booked_minor) = sign(amount_minor)))
    and (returned_minor is null or (result = 'RETURNED' and sign(returned_minor) = sign(amount_minor))));

-- Nothing goes to the bank but what two persons released, what its item comes to, and a pay-out whose release has a file as the file says.
create or replace function ledger.check_payment_released() returns trigger
  language plpgsql as $$
begin
  if not exists (select from ledger.settlement_item
                 where item_id = new.item_id and coalesce(settlement_minor, amount_minor) = new.amount_minor) then
    raise exception 'payment % is not what its item comes to', new.end_to_end_id;
  end if;
  if new.released_by is null then return new; end if;
  if not exists (select from ledger.settlement_proposal where proposal_id = new.released_by and step = 'RELEASE' and state = 'APPROVED') then
    raise exception 'payment % was not released by two persons', new.end_to_end_id;
  end if;
  if new.amount_minor > 0 and exists (select from ledger.payment_file where proposal_id = new.released_by)
     and not exists (
       select from ledger.payment_file as file
       where file.proposal_id = new.released_by
         and file.payments @> jsonb_build_array(jsonb_build_object('endToEndId', new.end_to_end_id))) then
    raise exception 'payment % is not in the file that was released', new.end_to_end_id;
  end if;
  return new;
end
$$;

alter table ledger.bank_word
  -- What the bank moved in the programme's currency for a payment in another, minor units without a sign.
  add column booked_minor bigint check (booked_minor is null or (booked_minor >= 0 and item_id is not null)),
  drop constraint bank_word_outcome_check,
  add constraint bank_word_outcome_check
    check (outcome in ('PAID', 'FAILED', 'RETURNED', 'EXCHANGED', 'PENDING', 'KNOWN', 'CONTRADICTED', 'AMOUNT_DIFFERS', 'UNKNOWN'));

-- A partner sees the rate at which it was paid.
call platform.show_rows('ledger.settlement_rate', $$
  programme_id = :programme and (:whole or exists (
    select from ledger.settlement_item as seen
    where seen.rates_of = settlement_rate.proposal_id and seen.settlement_currency = settlement_rate.quote)) $$);
create index settlement_item_rate_of on ledger.settlement_item (rates_of) where rates_of is not null;
