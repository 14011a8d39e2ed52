-- How far each partner's net debit cap was used when it was last told: the events are the changes of this.
create table ledger.position_level (
  programme_id uuid not null,
  partner_id   uuid primary key,
  level        text not null check (level in ('OK', 'WARNING', 'BREACH')),
  told_at      timestamptz not null
);
revoke delete on ledger.position_level from loyalty_ledger;
