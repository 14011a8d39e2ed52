-- Partners' own files of a window, matched with the ledger (settlement.md 7): each file a version, each difference an object with a life.

-- Pieces of a file that is too large for one request, until it is reconciled; at most a day.
create table ledger.partner_file_piece (
  programme_id uuid not null,
  key_space text not null,
  upload text not null,
  piece integer not null check (piece between 0 and 999),
  bytes bytea not null,
  uploaded_at timestamptz not null,
  primary key (programme_id, key_space, upload, piece)
);
create index partner_file_piece_of_time on ledger.partner_file_piece (uploaded_at);

create table ledger.reconciliation (
  reconciliation_id uuid primary key,
  programme_id uuid not null,
  partner_id uuid not null,
  window_id uuid not null,
  version integer not null check (version > 0),
  sha256 bytea not null check (length(sha256) = 32),
  -- What else decides the verdicts: the same bytes under other tolerances are another version.
  tolerance_points bigint not null check (tolerance_points >= 0),
  tolerance_minor bigint not null check (tolerance_minor >= 0),
  tolerance_seconds integer not null check (tolerance_seconds >= 0),
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  records integer not null,
  points bigint not null,
  matched integer not null,
  matched_in_tolerance integer not null,
  explained_by_timing integer not null,
  breaks integer not null,
  unique (window_id, partner_id, version)
);
create index reconciliation_of_programme on ledger.reconciliation (programme_id, reconciliation_id);
revoke update, delete on ledger.reconciliation from loyalty_ledger;

create table ledger.reconciliation_break (
  break_id uuid primary key,
  reconciliation_id uuid not null,
  ordinal integer not null,
  programme_id uuid not null,
  partner_id uuid not null,
  window_id uuid not null,
  result text not null check (result in ('TIMING', 'AMOUNT_MISMATCH', 'TIME_MISMATCH', 'PROPOSED_MATCH', 'AMBIGUOUS',
    'DUPLICATE_IN_PARTNER_FILE', 'DUPLICATE_AT_OPERATOR', 'MISSING_AT_OPERATOR', 'MISSING_AT_PARTNER')),
  state text not null check (state in ('DETECTED', 'ASSIGNED', 'ACCEPTED_TIMING', 'AUTO_CLOSED', 'ADJUSTMENT_PROPOSED', 'APPROVED',
    'POSTED', 'WRITTEN_OFF', 'ACCEPTED', 'REJECTED', 'SUPERSEDED')),
  -- As the file has it; null where the ledger alone knows it.
  line integer,
  partner_points bigint,
  partner_amount_minor bigint,
  currency text,
  business_at timestamptz not null,
  till text,
  member_token text,
  -- As the ledger has it; null where the file alone knows it.
  transaction_id uuid,
  operator_points bigint,
  reference text,
  type text not null,
  value_points bigint not null check (value_points >= 0),
  value_minor bigint not null check (value_minor >= 0),
  seconds integer,
  since date not null,
  assignee text,
  note text,
  proposal jsonb,
  shown_hash text,
  proposed_by text,
  approved_by text,
  posted_id uuid,
  unique (reconciliation_id, ordinal),
  -- Four eyes, whoever asks.
  check (approved_by <> proposed_by),
  check ((proposal is null) = (proposed_by is null) and (proposal is null) = (shown_hash is null)),
  check (state not in ('ADJUSTMENT_PROPOSED', 'APPROVED') or proposal is not null),
  check (state not in ('APPROVED', 'POSTED', 'WRITTEN_OFF') or approved_by is not null),
  check ((state = 'POSTED') = (posted_id is not null))
) with (fillfactor = 80);
create index reconciliation_break_open on ledger.reconciliation_break (window_id, partner_id)
  where state in ('DETECTED', 'ASSIGNED', 'ACCEPTED_TIMING', 'ADJUSTMENT_PROPOSED', 'APPROVED');
create index reconciliation_break_open_of_partner on ledger.reconciliation_break (partner_id)
  where state in ('DETECTED', 'ASSIGNED', 'ACCEPTED_TIMING', 'ADJUSTMENT_PROPOSED', 'APPROVED');
revoke delete on ledger.reconciliation_break from loyalty_ledger;
