-- The locks of a batch stand in the function that reads under them (161): a function called by a function cost a batch of one more than the locks.

-- In the one order in which everybody takes them. NO KEY leaves foreign-key checks alone.
create or replace function ledger.begin_batch(of_programme uuid, members uuid[], exposed uuid[], spaces text[], names text[])
  returns table (
    locked bigint, window_id uuid, version bigint, used boolean, member_id uuid, status text,
    available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint, sliding boolean, posted_at timestamptz)
  language plpgsql as $$
#variable_conflict use_column
declare
  wallets bigint;
begin
  -- Neither the window (subgraphs/ledger/store/window-lock.ts) nor a member's status (db/migrations/members) changes under a batch.
  -- Shared: batches do not wait for each other here.
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger.settlement_window:' || of_programme, 0)),
          pg_advisory_xact_lock_shared(hashtextextended('members.member_status:' || of_programme, 0));
  -- In the order of ids, so that batches never wait for each other in a circle. The lock of a wallet stands for everything of its
  -- member: lots, lines, debts, holds.
  perform from ledger.wallet
    where member_id = any(members)
    order by member_id
    for no key update;
  get diagnostics wallets = row_count;
  -- Exposures of partners whose contract blocks at its net debit cap, in the order of their keys: no two writers decide on the same
  -- room. Partners without such a cap are never named, and nothing of theirs is hot.
  if cardinality(exposed) > 0 then
    perform pg_advisory_xact_lock(key)
    from (select distinct hashtextextended('ledger.exposure:' || partner_id, 0) as key
          from unnest(exposed) as partner_id order by key) as keys;
  end if;
  return query select wallets, batch.* from ledger.read_batch(of_programme, members, spaces, names) as batch;
end
$$;
drop function ledger.lock_batch;
