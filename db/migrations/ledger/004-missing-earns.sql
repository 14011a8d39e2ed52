-- An adjustment may be an earn that was missed at a till: then it says where and when it should have happened.
alter table ledger.adjustment
  add column store_id uuid,
  add column occurred_at timestamptz,
  add column reference text,
  add check ((store_id is null) = (occurred_at is null)),
  add check (store_id is null or points > 0);
