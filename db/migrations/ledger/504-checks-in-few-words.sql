-- The same promises in fewer words. CHECKs and conditions of triggers are read from their stored text by every statement that writes their table (160), and a
-- column alone is 200 characters of it: of a lot's 30 columns this was an eighth of what writing a single purchase cost the server.

-- Whether a lot's points are all somewhere, once. Of the whole row, which is one name; PL/pgSQL, for its body is prepared once a connection.
create function ledger.is_whole(lot ledger.lot) returns boolean
  language plpgsql immutable parallel safe as $$
begin
  return coalesce(
    lot.points > 0
    and least(lot.pending, lot.available, lot.held, lot.redeemed, lot.expired, lot.reversed, lot.transferred, lot.asked_back, lot.priced_points,
              lot.reserve_minor, lot.service_minor, lot.reserve_refundable_minor, lot.service_refundable_minor) >= 0
    and lot.points = lot.pending + lot.available + lot.held + lot.redeemed + lot.expired + lot.reversed + lot.transferred
    and lot.priced_points <= lot.points
    and lot.open = (lot.pending + lot.available + lot.held > 0)
    and lot.funding_model in ('OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION'), false);
end
$$;
alter table ledger.lot
  drop constraint lot_points_are_somewhere,
  add constraint lot_points_are_somewhere check (ledger.is_whole(lot));

-- Whether an entry's legs are all there and sum to zero. A sum beyond 2^63 is an error: that entry is not written either.
create or replace function ledger.is_balanced(accounts text[], components text[], amounts bigint[]) returns boolean
  language plpgsql immutable parallel safe as $$
declare
  amount bigint;
  total bigint := 0;
begin
  foreach amount in array amounts loop
    total := total + amount;
  end loop;
  -- An amount that is null makes the sum null.
  return coalesce(total = 0 and array_lower(amounts, 1) = 1 and cardinality(accounts) = cardinality(amounts)
                  and cardinality(components) = cardinality(amounts), false);
end
$$;

-- What a statement can say (500): whose slot it is is looked at when one is that large.
create or replace function ledger.keep_sayable() returns trigger
  language plpgsql as $$
declare
  beyond boolean;
begin
  if new.account not like 'PARTNER:%' or new.component = 'SETTLEMENT' then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended('ledger.sayable:' || new.window_id || new.account, 0));
  select greatest(sum(debits), sum(credits)) > 4503599627370496 into beyond
    from ledger.money_slot
    where window_id = new.window_id and account = new.account and component <> 'SETTLEMENT';
  if beyond and exists (select from ledger.settlement_window where window_id = new.window_id and state = 'OPEN') then
    raise exception 'more than a statement of % can say', new.account
      using errcode = 'check_violation', schema = 'ledger', table = 'money_slot', constraint = 'money_slot_can_be_said';
  end if;
  return null;
end
$$;
drop trigger money_slot_can_be_said on ledger.money_slot;
create trigger money_slot_can_be_said after insert or update on ledger.money_slot
  for each row when (greatest(new.debits, new.credits) > 1000000000000)
  execute function ledger.keep_sayable();
