-- Messages to webhooks do not stay for ever: once delivered or given up they go after a while, oldest first. Until then `next_attempt_at` is when
-- that was. Attempts are history as long as their message is there, and go with it: nobody may delete one by itself.
create index if not exists webhook_delivery_ended on ledger.webhook_delivery (next_attempt_at) where state <> 'PENDING';
alter table ledger.webhook_attempt drop constraint webhook_attempt_delivery_id_fkey;
alter table ledger.webhook_attempt add constraint webhook_attempt_delivery_id_fkey
  foreign key (delivery_id) references ledger.webhook_delivery on delete cascade;
