-- A batch looks at each wallet once: the statement that locks a row answers it as it is when the lock was got, after the wait, for it reads
-- the row again then. That holds for the columns of the locked row alone. What else the locks guard is read in a later statement as
-- before (161): a key that was used while the wallet was waited for, the window, the version.
--
-- The status of a member stands beside its wallet: its lock is taken one statement earlier.

drop function ledger.begin_batch;
-- A row for each wallet; where members have none, a row of nulls for each member more; last a row without a member, of the programme.
create function ledger.begin_batch(of_programme uuid, members uuid[], exposed uuid[], spaces text[], names text[])
  returns table (
    window_id uuid, version bigint, used boolean, member_id uuid, status text,
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
  -- member: lots, lines, debts, holds. NO KEY leaves foreign-key checks alone.
  return query
    select null::uuid, null::bigint, null::boolean, wallet.member_id,
           (select member.status from members.member_reference as member
            where member.member_id = wallet.member_id and member.programme_id = of_programme),
           wallet.available, wallet.held, wallet.pending, wallet.arrears, wallet.qualifying, wallet.sliding, wallet.posted_at
    from ledger.wallet
    where member_id = any(members)
    order by member_id
    for no key update;
  get diagnostics wallets = row_count;
  if wallets < cardinality(members) then
    return query
      select null::uuid, null::bigint, null::boolean, asked.member_id,
             (select member.status from members.member_reference as member
              where member.member_id = asked.member_id and member.programme_id = of_programme),
             null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::boolean, null::timestamptz
      from unnest(members) as asked (member_id);
  end if;
  -- Exposures of partners whose contract blocks at its net debit cap, in the order of their keys: no two writers decide on the same
  -- room. Partners without such a cap are never named, and nothing of theirs is hot.
  if cardinality(exposed) > 0 then
    perform pg_advisory_xact_lock(key)
    from (select distinct hashtextextended('ledger.exposure:' || partner_id, 0) as key
          from unnest(exposed) as partner_id order by key) as keys;
  end if;
  return query
    select (select window_id from ledger.settlement_window where programme_id = of_programme and state = 'OPEN'),
           (select version from partners.reference_version where programme_id = of_programme),
           exists (
             select from unnest(spaces, names) as key (space, name)
             cross join lateral (
               select from ledger.transaction
               where ledger.key_of(programme_id, client_id, idempotency_key) = ledger.key_of(of_programme, key.space, key.name)
               limit 1
             ) as remembered
           ),
           null::uuid, null::text,
           null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::boolean, null::timestamptz;
end
$$;

-- Members and their wallets without a lock, for quotes: who has no wallet, too.
drop function ledger.read_batch;
create function ledger.read_members(of_programme uuid, members uuid[])
  returns table (
    member_id uuid, status text,
    available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint, sliding boolean, posted_at timestamptz)
  language sql stable as $$
  select asked.member_id, case when member.programme_id = of_programme then member.status end,
         wallet.available, wallet.held, wallet.pending, wallet.arrears, wallet.qualifying, wallet.sliding, wallet.posted_at
  from unnest(members) as asked (member_id)
  -- One look-up by key per member, whatever the planner believes of the tables.
  left join lateral (
    select programme_id, status from members.member_reference where member_id = asked.member_id limit 1
  ) as member on true
  left join lateral (select * from ledger.wallet where member_id = asked.member_id limit 1) as wallet on true
$$;
