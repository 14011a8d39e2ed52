-- Commands of the ledger that move no points (files that partners hand in, decisions about what differs): done once per key, like those of
-- the other subgraphs (subgraphs/serving/idempotency.ts). What moves points is remembered in ledger.transaction.
create table ledger.remembered_command (
  key_space text not null,
  key text not null,
  request_hash bytea not null,
  recorded_at timestamptz not null,
  outcome jsonb,
  primary key (key_space, key)
);
revoke delete on ledger.remembered_command from loyalty_ledger;
