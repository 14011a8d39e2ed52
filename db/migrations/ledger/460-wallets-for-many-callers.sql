-- A name of a body that is read when the function is made means what it meant then: no search_path is needed, and setting one at every call costs.
alter function ledger.lapsed_points reset search_path;

-- Wallets now; a member that has nothing yet has zeros. Points whose last day is before `today` are not available, swept or not.
call platform.keep_read('ledger.wallets_now', 'of_programme uuid, ids uuid[], today date',
  'table (member_id uuid, available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint)', $$
  select member.member_id, coalesce(wallet.available - ledger.lapsed_points(member.member_id, today), 0), coalesce(wallet.held, 0),
         coalesce(wallet.pending, 0), coalesce(wallet.arrears, 0), coalesce(wallet.qualifying, 0)
  from members.member_in_scope as member left join ledger.wallet on wallet.member_id = member.member_id
  where member.member_id = any (ids) and member.programme_id = of_programme $$);

-- A page of what moved the points of a member, or of one that was merged into it, the newest first (420-history-of-a-person.sql).
call platform.keep_read('ledger.page_of_member',
  'of_programme uuid, of_member uuid, below uuid, at_partner uuid, at_stores uuid[], after timestamptz, up_to timestamptz, most integer',
  'setof ledger.transaction', $$
  select posted.* from ledger.transaction as posted
  where posted.transaction_id = any (array(
      select ledger.transactions_of_member(of_programme, person.member_id, below, at_partner, at_stores, after, up_to, most)
      from members.member_in_scope as person where person.member_id = of_member or person.merged_into = of_member))
    and posted.programme_id = of_programme and posted.status = 'OK'
  order by posted.transaction_id desc limit most $$);

call platform.keep_read('ledger.transactions_by_id', 'of_programme uuid, ids uuid[]', 'setof ledger.transaction', $$
  select posted.* from ledger.transaction as posted
  where posted.transaction_id = any (ids) and posted.programme_id = of_programme and posted.status = 'OK' $$);
