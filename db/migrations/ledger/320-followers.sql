-- Webhooks follow the feed as members and rewards do (../../../subgraphs/serving/feed-follower.ts): one row for each follower, whose lock is the
-- right to go on. The table takes the old one's place; processes of the version before see it under its old name until they are gone.
alter table ledger.webhook_cursor rename to feed_cursor;
alter table ledger.feed_cursor add column name text not null default 'webhooks';
alter table ledger.feed_cursor drop column only_row;
alter table ledger.feed_cursor add primary key (name);
alter table ledger.feed_cursor alter column name drop default;
alter table ledger.feed_cursor add check (position >= 0);
grant insert on ledger.feed_cursor to loyalty_ledger;
create view ledger.webhook_cursor as select position from ledger.feed_cursor where name = 'webhooks';
grant select, update on ledger.webhook_cursor to loyalty_ledger;

-- How far everybody has come who follows the feed, here and in other subgraphs: what lies behind is kept for them for a while longer. In PL/pgSQL,
-- because a schema that is made later is looked at.
create function ledger.followed_through() returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
    select coalesce(min(position), 9223372036854775807) from (
      select position from ledger.feed_cursor
      union all select position from members.feed_cursor
      union all select position from rewards.feed_cursor
    ) as follower);
end
$$;
revoke execute on function ledger.followed_through from public;
grant execute on function ledger.followed_through to loyalty_ledger;

-- A lease looks at each webhook that has something to be sent, at what is due of it, and at what is under way.
create index webhook_delivery_due_of_webhook on ledger.webhook_delivery (webhook_id, next_attempt_at) where state = 'PENDING';
create index webhook_delivery_under_way on ledger.webhook_delivery (leased_until) where state = 'PENDING' and leased_until is not null;
drop index ledger.webhook_delivery_due;

-- When its server said that it is gone for good (410), which paused it.
alter table ledger.webhook add column gone_at timestamptz;
-- Attempts there had been when it was sent anew: its pauses begin from the start.
alter table ledger.webhook_delivery add column attempts_before integer not null default 0;
