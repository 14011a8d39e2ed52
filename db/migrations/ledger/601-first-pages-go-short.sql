-- The short way of a history (600) by plans that hold whatever the tables held when they were made.

-- As before; and what was given to the member is asked for in its order, which one index has: else a plan that was made for an empty table walks along another,
-- all of it.
create or replace function ledger.history_is_its_own(of_programme uuid, of_member uuid) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if of_programme is distinct from platform.scope_programme() then return false; end if;
  if not platform.scope_is_whole() and platform.scope_partner() is null and of_member is distinct from platform.scope_member() then
    return false;
  end if;
  return not exists (select from members.member where member.merged_into = of_member)
    and (select posted.transaction_id from ledger.transaction as posted
         where posted.details ->> 'counterpartyId' = of_member::text and posted.kind in ('TRANSFER', 'REVERSAL') and posted.status = 'OK'
         order by posted.transaction_id desc limit 1) is null
    and not exists (select from ledger.lot where lot.member_id = of_member and lot.parent_lot_id is not null);
end
$$;

-- As before, the short way for first pages alone: under a policy no index is used for `below` (`<` of uuids is not leakproof), so that a later page would walk past
-- all that is newer. The long way finds ids past the policies.
call platform.keep_steps('ledger.page_of_member',
  'of_programme uuid, of_member uuid, below uuid, at_partner uuid, at_stores uuid[], after timestamptz, up_to timestamptz, most integer',
  'setof ledger.transaction', $$
  if below is null then
    return query select posted.* from ledger.transaction as posted
      where (select ledger.history_is_its_own(of_programme, of_member)) and posted.member_id = of_member
        and posted.status = 'OK' and posted.programme_id = of_programme
        and (after is null or posted.recorded_at > after) and (up_to is null or posted.recorded_at <= up_to)
        and (at_partner is null or posted.partner_id = at_partner) and (at_stores is null or posted.store_id = any (at_stores))
      order by posted.transaction_id desc limit most;
    if found then return; end if;
  end if;
  return query select posted.* from ledger.transaction as posted
    where posted.transaction_id = any (array(
        select ledger.transactions_of_member(of_programme, person.member_id, below, at_partner, at_stores, after, up_to, most)
        from members.member_in_scope as person where person.member_id = of_member or person.merged_into = of_member))
      and posted.programme_id = of_programme and posted.status = 'OK'
    order by posted.transaction_id desc limit most; $$);
