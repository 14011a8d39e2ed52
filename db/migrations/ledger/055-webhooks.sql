-- Webhooks: what partners' systems are told, each event once at least, in order for each member.
create table ledger.webhook (
  webhook_id uuid primary key,
  programme_id uuid not null,
  -- Whose events; null is the operator, who is told of everything.
  partner_id uuid,
  url text not null,
  event_types text[] not null check (cardinality(event_types) > 0),
  state text not null check (state in ('ACTIVE', 'PAUSED', 'DELETED')),
  -- Sealed at rest. The previous one signs beside the new one until its time is over.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  check ((previous_secret is null) = (previous_until is null))
);
create index webhook_of_programme on ledger.webhook (programme_id) where state <> 'DELETED';
revoke delete on ledger.webhook from loyalty_ledger;

create table ledger.webhook_delivery (
  -- The message's id: the same for every attempt, so that receivers can tell a repetition.
  delivery_id uuid primary key,
  webhook_id uuid not null references ledger.webhook,
  programme_id uuid not null,
  -- Where the event stands in the outbox.
  position bigint not null,
  place integer not null,
  type text not null,
  -- Deliveries of one webhook with the same key go out one after the other: the member, or the window, or nothing in common.
  ordering text not null,
  body text not null,
  state text not null check (state in ('PENDING', 'DELIVERED', 'DEAD')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  leased_until timestamptz,
  created_at timestamptz not null,
  delivered_at timestamptz,
  unique (webhook_id, position, place),
  check ((state = 'DELIVERED') = (delivered_at is not null))
) with (fillfactor = 80);
create index webhook_delivery_pending on ledger.webhook_delivery (webhook_id, ordering, position, place) where state = 'PENDING';
create index webhook_delivery_due on ledger.webhook_delivery (next_attempt_at) where state = 'PENDING';
create index webhook_delivery_log on ledger.webhook_delivery (webhook_id, delivery_id);

create table ledger.webhook_attempt (
  delivery_id uuid not null references ledger.webhook_delivery,
  number integer not null,
  at timestamptz not null,
  millis integer not null,
  -- The answer's status, or null with what kept it from coming.
  status integer,
  failure text,
  primary key (delivery_id, number)
);
revoke update, delete on ledger.webhook_attempt from loyalty_ledger;

-- How far the outbox was taken over into deliveries. Its lock is the right to go on.
create table ledger.webhook_cursor (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into ledger.webhook_cursor (position) select position from ledger.outbox_head;
revoke insert, delete on ledger.webhook_cursor from loyalty_ledger;
