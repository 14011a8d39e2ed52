-- The same rows as before (145, 420), said in fewer parts of a plan (platform/600). What is not plainly the member's own is asked in a function, which costs
-- nothing where no such row is met.

-- Whether a transaction in another's name is the member's of the scope, too: of one that was merged into it; a transfer to one of them; or a return of goods
-- whose points had been given to the member. It looks past the policies, which would ask each other in a circle.
create function ledger.concerns_person(transaction_id uuid, member_id uuid, details jsonb) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  persons constant uuid[] := members.scope_persons();
begin
  return member_id = any (persons)
    or details ->> 'counterpartyId' = any (persons::text[])
    or exists (select from ledger.transfer as moved
               where moved.transaction_id = concerns_person.transaction_id and moved.member_id = platform.scope_member());
end
$$;
call platform.show_rows('ledger.transaction', $$
  programme_id = :programme and (member_id = :member or :whole
    or (partner_id = :partner and (:stores is null or store_id = any (:stores)))
    or (:member is not null and ledger.concerns_person(transaction_id, member_id, details))) $$);
drop function ledger.moved_points_of;
call platform.show_rows('ledger.wallet', $$ programme_id = :programme and (member_id = :member or :everybody) $$);

-- Lots that came to a member from another, by member: whether there are any is asked for every page of a history.
create index lot_given on ledger.lot (member_id, earn_transaction_id) where parent_lot_id is not null;

-- Whether a member's history is what stands in its own name and nothing else: nobody was merged into it, and nobody gave it points. That is so for most,
-- whose pages are then one walk along an index. Of members that the scope does not plainly know it is never said.
-- What was given to it is asked for in its order, which one index has: else a plan that was made for an empty table walks along another, all of it.
create function ledger.history_is_its_own(of_programme uuid, of_member uuid) returns boolean
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
revoke execute on function ledger.history_is_its_own from public;
grant execute on function ledger.history_is_its_own to loyalty_ledger_reader;

-- A page of what moved the points of a member, or of one that was merged into it, the newest first. First the short way, whether it may be taken being asked
-- in the same snapshot; where it finds nothing, all ways by which a transaction can be a member's (420). The short way is for first pages alone: under a policy no index is
-- used for `below` (`<` of uuids is not leakproof), so that a later page would walk past all that is newer. The long way finds ids past the policies.
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

-- Wallets now; a member that has nothing yet has zeros. Points whose last day is before `today` are not available, swept or not. One wallet is mostly asked for, and is
-- mostly there: then whether there is such a member needs no asking.
call platform.keep_steps('ledger.wallets_now', 'of_programme uuid, ids uuid[], today date',
  'table (member_id uuid, available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint)', $$
  if cardinality(ids) = 1 then
    return query select wallet.member_id, wallet.available - ledger.lapsed_points(wallet.member_id, today), wallet.held,
        wallet.pending, wallet.arrears, wallet.qualifying
      from ledger.wallet where wallet.member_id = any (ids) and wallet.programme_id = of_programme;
    if found then return; end if;
  end if;
  return query select member.member_id, coalesce(wallet.available - ledger.lapsed_points(member.member_id, today), 0), coalesce(wallet.held, 0),
      coalesce(wallet.pending, 0), coalesce(wallet.arrears, 0), coalesce(wallet.qualifying, 0)
    from members.member_in_scope as member left join ledger.wallet on wallet.member_id = member.member_id
    where member.member_id = any (ids) and member.programme_id = of_programme; $$);

call platform.keep_read('ledger.transactions_by_id', 'of_programme uuid, ids uuid[]', 'setof ledger.transaction', $$
  select posted.* from ledger.transaction as posted
  where posted.transaction_id = any (ids) and posted.programme_id = of_programme and posted.status = 'OK' $$);
