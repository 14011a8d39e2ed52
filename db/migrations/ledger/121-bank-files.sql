-- What the operator's bank says, message by message (pain.002, camt.053, camt.054): the bytes as they were handed in, once, and what became of each word.
create table ledger.bank_file (
  bank_file_id uuid primary key,
  programme_id uuid not null,
  sha256 bytea not null check (length(sha256) = 32),
  message text not null check (message in ('PAIN_002', 'CAMT_053', 'CAMT_054')),
  message_id text not null,
  bytes bytea not null,
  words integer not null check (words >= 0),
  reported_at timestamptz not null,
  reported_by text not null,
  unique (programme_id, sha256),
  check (sha256 = sha256(bytes))
);
create index bank_file_of_programme on ledger.bank_file (programme_id, bank_file_id);
revoke update, delete on ledger.bank_file from loyalty_ledger;

create table ledger.bank_word (
  bank_file_id uuid not null references ledger.bank_file,
  -- From 0, in the order of the file; what it says of files as a whole comes last, payment by payment.
  ordinal integer not null check (ordinal >= 0),
  outcome text not null check (outcome in ('PAID', 'FAILED', 'PENDING', 'KNOWN', 'CONTRADICTED', 'AMOUNT_DIFFERS', 'UNKNOWN')),
  end_to_end_id text,
  -- MsgId of the file of ours that was answered as a whole.
  message_id text,
  result text not null check (result in ('EXECUTED', 'REJECTED', 'PENDING')),
  direction text check (direction in ('OUT', 'IN')),
  amount_minor bigint check (amount_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  bank_reference text,
  reason text,
  item_id uuid references ledger.settlement_item,
  primary key (bank_file_id, ordinal),
  check ((amount_minor is null) = (currency is null)),
  check ((item_id is null) = (outcome = 'UNKNOWN'))
);
revoke update, delete on ledger.bank_word from loyalty_ledger;
