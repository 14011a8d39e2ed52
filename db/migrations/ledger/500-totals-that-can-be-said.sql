-- What a statement can say: amounts up to 2^53 - 1 minor units (settlement.md 9). One transaction is held to that by its own bounds; thousands of the
-- largest would still bring a window's gross totals beyond it, and then nobody's statement of that window could be signed. So posting ends at half of it:
-- the transaction that would go beyond is refused (engine/posting-engine.ts), and what a close adds has the other half.
--
-- Sums over components and lanes are looked at only when one slot alone is beyond 10^12, one writer at a time: below, a thousand slots together are
-- far from the bound. In PL/pgSQL, volatile: what is added up stands in a statement after the lock.
create function ledger.keep_sayable() returns trigger
  language plpgsql as $$
declare
  beyond boolean;
begin
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
create trigger money_slot_can_be_said after insert or update on ledger.money_slot
  for each row when (greatest(new.debits, new.credits) > 1000000000000 and new.account like 'PARTNER:%' and new.component <> 'SETTLEMENT')
  execute function ledger.keep_sayable();
