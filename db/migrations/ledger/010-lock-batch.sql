-- What a batch holds while it is decided, in the one order in which everybody takes it.
--
-- One function, because a statement has a price of its own and a batch of one pays it. Each of its statements sees what was committed
-- while the one before it waited; even so nothing but the locks is of use in here: what they guard is read in a later statement.

-- Answers the wallets that exist, and are locked.
create function ledger.lock_batch(of_programme uuid, members uuid[], exposed uuid[]) returns setof uuid
  language plpgsql as $$
begin
  -- Neither the window (subgraphs/ledger/store/window-lock.ts) nor a member's status (db/migrations/members) changes under a batch.
  -- Shared: batches do not wait for each other here.
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger.settlement_window:' || of_programme, 0)),
          pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || of_programme, 0));
  -- In the order of ids, so that batches never wait for each other in a circle. The lock of a wallet stands for everything of its
  -- member: lots, lines, debts, holds. NO KEY leaves foreign-key checks alone.
  return query
    select member_id from ledger.wallet
    where member_id = any(members)
    order by member_id
    for no key update;
  -- Exposures of partners whose contract blocks at its net debit cap, in the order of their keys: no two writers decide on the same
  -- room. Partners without such a cap are never named, and nothing of theirs is hot.
  if cardinality(exposed) > 0 then
    perform pg_advisory_xact_lock(key)
    from (select distinct hashtextextended('ledger.exposure:' || partner_id, 0) as key
          from unnest(exposed) as partner_id order by key) as keys;
  end if;
end
$$;
