-- Statements: the lines of a partner in a window as a tree that grows while the window is open, what was signed over it, and the keys.
-- The journal stays the truth: all of this can be made again from it, except the keys.

-- How far the entries of a window were taken over into its statements, in the order of posting (migration 030).
create table ledger.statement_progress (
  window_id uuid primary key,
  -- How the programme and the window are called in every line, whatever becomes of the code later.
  programme_code text not null,
  window_name text not null,
  through_batch bigint not null,
  through_transaction_id uuid not null,
  through_entry smallint not null,
  -- Entries taken over.
  entries bigint not null check (entries >= 0)
) with (fillfactor = 50);

-- One partner's lines of a window, added up.
create table ledger.statement_tree (
  window_id uuid not null,
  partner_id uuid not null,
  partner_code text not null,
  size integer not null check (size >= 0),
  credits_minor bigint not null check (credits_minor >= 0),
  debits_minor bigint not null check (debits_minor >= 0),
  -- Signed sums by component, as decimal texts.
  components jsonb not null,
  primary key (window_id, partner_id)
) with (fillfactor = 50);

-- 256 neighbouring hashes of one level of a tree, 32 bytes each (domain/tree-tiles.ts). Level 0 also says which leg each line is: 20 bytes
-- a line, transaction, entry and leg.
create table ledger.statement_tile (
  window_id uuid not null,
  partner_id uuid not null,
  level smallint not null,
  tile integer not null,
  hashes bytea not null,
  lines bytea,
  primary key (window_id, partner_id, level, tile),
  check (length(hashes) % 32 = 0 and length(hashes) between 32 and 8192),
  check ((level = 0) = (lines is not null)),
  check (length(lines) / 20 * 32 = length(hashes))
);
-- Hashes do not shrink.
alter table ledger.statement_tile alter column hashes set storage external, alter column lines set storage external;

-- A tile only grows: what a proof was made of is never changed, whoever asks.
create function ledger.refuse_change_of_hashes() returns trigger
  language plpgsql as $$
begin
  if substring(new.hashes for length(old.hashes)) is distinct from old.hashes
     or substring(new.lines for length(old.lines)) is distinct from old.lines then
    raise exception 'hashes of a statement can be appended to, not changed';
  end if;
  return new;
end
$$;
create trigger statement_tile_only_grows before update on ledger.statement_tile
  for each row execute function ledger.refuse_change_of_hashes();

-- What was signed. A final statement is given again when its window is aborted: then with the next revision.
create table ledger.statement (
  statement_id uuid primary key,
  programme_id uuid not null,
  window_id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('ADVICE', 'FINAL')),
  revision smallint not null check (revision >= 1),
  size integer not null check (size >= 0),
  components jsonb not null,
  -- The header's canonical JSON, byte for byte what is signed, and its SHA-256 in base64url.
  header text not null,
  header_digest text not null,
  issued_at timestamptz not null,
  unique (window_id, partner_id, kind, revision)
);
create index statement_of_partner on ledger.statement (partner_id, issued_at) where kind = 'FINAL';

-- A header can be signed again, as when a key was revoked; every signature is kept.
create table ledger.statement_signature (
  statement_id uuid not null references ledger.statement,
  key_id text not null,
  jws text not null,
  signed_at timestamptz not null,
  primary key (statement_id, key_id)
);
create index statement_signature_of_key on ledger.statement_signature (key_id, statement_id);

-- Keys that sign statements. Public halves are kept for ever, whatever became of the key.
create table ledger.statement_key (
  -- RFC 7638 thumbprint.
  key_id text primary key check (length(key_id) = 43),
  programme_id uuid not null,
  public_jwk jsonb not null,
  -- The private half under the configured secret (statements/sealed-secret.ts); gone once the key is revoked.
  sealed_private text,
  created_at timestamptz not null,
  -- From then on it signs nothing.
  retired_at timestamptz check (retired_at >= created_at),
  revoked_at timestamptz check (revoked_at >= created_at),
  revoked_because text,
  -- When everything that the revoked key had signed was signed again.
  signed_again_at timestamptz,
  check ((revoked_at is null) = (revoked_because is null)),
  check (revoked_at is null or (retired_at is not null and sealed_private is null))
);
create unique index statement_key_current on ledger.statement_key (programme_id) where retired_at is null;

-- What the nonces of a programme's lines are made with. It never changes: lines that are made again must be the same lines.
create table ledger.statement_secret (
  programme_id uuid primary key,
  sealed_nonce_key text not null,
  created_at timestamptz not null
);

alter table ledger.settlement_window
  -- When every partner's advice of it was signed, and every final statement.
  add column advised_at timestamptz,
  add column stated_at timestamptz;
create index settlement_window_unstated on ledger.settlement_window (programme_id, number) where stated_at is null;

revoke delete on ledger.statement_progress, ledger.statement_tree, ledger.statement_tile, ledger.statement, ledger.statement_signature,
  ledger.statement_key, ledger.statement_secret from loyalty_ledger;
revoke update on ledger.statement, ledger.statement_signature from loyalty_ledger;
revoke update on ledger.statement_secret from loyalty_ledger;
