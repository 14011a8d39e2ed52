-- One feed for everything that is told: each subgraph writes its events in its own transaction, beside what they tell of. The ledger keeps the
-- table because it writes thousands of rows a second and the others a few; they reach it through the function and need no other right here.

-- `events`: an array of {type, ...} of subgraphs/shared/platform-event.ts. Called last in a transaction, after the locks of what changed, so that
-- the order of one thing's events is the order of its changes. The NOTIFY leaves with the commit and wakes who numbers.
create function ledger.publish_events(in_programme uuid, in_recorded_at timestamptz, in_events jsonb) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into ledger.outbox (programme_id, recorded_at, events) values (in_programme, in_recorded_at, in_events);
    select pg_notify('outbox', '');
$$;
revoke execute on function ledger.publish_events from public;
grant usage on schema ledger to loyalty_partners, loyalty_members, loyalty_rewards;
grant execute on function ledger.publish_events to loyalty_ledger, loyalty_partners, loyalty_members, loyalty_rewards;

-- How far the feed reaches back: a follower that stands before it has lost events and must not go on as if it had not.
create view ledger.event_feed_reach as select position, pruned_through from ledger.outbox_head;
grant select on ledger.event_feed_reach to loyalty_partners, loyalty_members, loyalty_rewards;

-- Whatever changes a window's state, by whichever command, is told: a change that is not told cannot be committed.
create function ledger.tell_window() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.publish_events(new.programme_id, clock_timestamp(),
    jsonb_build_array(jsonb_build_object('type', 'WINDOW_CHANGED', 'windowId', new.window_id, 'state', new.state)));
  return null;
end
$$;
create trigger settlement_window_made after insert on ledger.settlement_window
  for each row execute function ledger.tell_window();
create trigger settlement_window_moved after update of state on ledger.settlement_window
  for each row when (old.state is distinct from new.state) execute function ledger.tell_window();
