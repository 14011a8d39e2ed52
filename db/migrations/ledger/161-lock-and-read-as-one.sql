-- The locks of a batch and what they guard, in one call: a statement has a price of its own, and a batch of one pays it, too.
--
-- In PL/pgSQL, and volatile: each statement of its body sees what was committed while the one before it waited. So what is read stands in a
-- statement after the locks, as it would outside. Not to be made one statement, nor STABLE: it would read the state from before its wait.

-- State of the programme (the same on every row) and the members that a batch names, one row each; one row without a member when it names none.
-- One look-up by key per member, whatever the planner believes of the tables: a plan made when they were small must not become a scan of
-- all members for each. It reads and takes no lock: quotes call it, too.
create function ledger.read_batch(of_programme uuid, members uuid[], spaces text[], names text[])
  returns table (
    -- The open window; null before the first.
    window_id uuid,
    -- Counts the changes of the reference data.
    version bigint,
    -- Whether any of the keys (spaces and names, pair by pair) was used before.
    used boolean,
    member_id uuid,
    -- ACTIVE, or why not; null when the member is not of this programme.
    status text,
    -- The wallet; nulls when there is none.
    available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint, sliding boolean, posted_at timestamptz)
  language sql stable as $$
  select state.window_id, state.version, state.used, asked.member_id,
         case when member.programme_id = of_programme then member.status end,
         wallet.available, wallet.held, wallet.pending, wallet.arrears, wallet.qualifying, wallet.sliding, wallet.posted_at
  from (
    select (select window_id from ledger.settlement_window where programme_id = of_programme and state = 'OPEN') as window_id,
           (select version from partners.reference_version where programme_id = of_programme) as version,
           exists (
             select from unnest(spaces, names) as key (space, name)
             cross join lateral (
               select from ledger.transaction
               where programme_id = of_programme and client_id = key.space and idempotency_key = key.name
               limit 1
             ) as remembered
           ) as used
  ) as state
  left join unnest(members) as asked (member_id) on true
  left join lateral (
    select programme_id, status from members.member_reference where member_id = asked.member_id limit 1
  ) as member on true
  left join lateral (select * from ledger.wallet where member_id = asked.member_id limit 1) as wallet on true
$$;

-- Takes the locks of a batch in the one order (ledger/010), then reads. `locked` is how many wallets were there to be locked: when more are
-- read, another batch has made one in between, and it is not ours yet.
create function ledger.begin_batch(of_programme uuid, members uuid[], exposed uuid[], spaces text[], names text[])
  returns table (
    locked bigint, window_id uuid, version bigint, used boolean, member_id uuid, status text,
    available bigint, held bigint, pending bigint, arrears bigint, qualifying bigint, sliding boolean, posted_at timestamptz)
  language plpgsql as $$
#variable_conflict use_column
declare
  wallets bigint;
begin
  perform from ledger.lock_batch(of_programme, members, exposed);
  get diagnostics wallets = row_count;
  return query select wallets, batch.* from ledger.read_batch(of_programme, members, spaces, names) as batch;
end
$$;
