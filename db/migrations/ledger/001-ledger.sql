-- The points ledger: who has which points, where they came from, who pays for them, and what partners owe each other.
--
-- Hot rows (wallet, lot, slots) carry no foreign key and leave room on their pages, so that updates stay in place (HOT).
-- History (transaction, transfer, journal) is written once: the role that posts has no right to change or delete it.
-- Everything of a member leads with member_id, so that it could live on one shard.

create table ledger.settlement_window (
  programme_id uuid not null,
  window_id uuid not null,
  number integer not null,
  label text,
  state text not null check (state in
    ('OPEN', 'CLOSING', 'CLOSED', 'IN_REVIEW', 'FINALISED', 'SETTLING', 'SETTLED', 'SUSPENDED', 'ABORTED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  settled_at timestamptz,
  primary key (window_id),
  unique (programme_id, number)
);
-- Exactly one open window per programme: the other half of the promise is that closing opens the next in one transaction.
create unique index settlement_window_one_open on ledger.settlement_window (programme_id) where state = 'OPEN';

create table ledger.wallet (
  member_id uuid primary key,
  programme_id uuid not null,
  available bigint not null default 0 check (available >= 0),
  held bigint not null default 0 check (held >= 0),
  pending bigint not null default 0 check (pending >= 0),
  arrears bigint not null default 0 check (arrears >= 0),
  qualifying bigint not null default 0,
  -- Rises by one with every batch that touches the wallet.
  version bigint not null default 0,
  -- Whether lots of the member lapse by INACTIVITY, so that every activity re-dates them. Purchases of all other members
  -- need not read a lot.
  sliding boolean not null default false,
  -- Decision time of the last batch: a member's history never goes back in time, whatever the clocks of the writers do.
  posted_at timestamptz
) with (fillfactor = 60);

create table ledger.lot (
  member_id uuid not null,
  lot_id uuid not null,
  programme_id uuid not null,
  earn_transaction_id uuid not null,
  parent_lot_id uuid,
  -- Null is the operator.
  issuer_id uuid,
  funder_id uuid,
  component text not null,
  contract_version_id uuid,
  points bigint not null check (points > 0),
  pending bigint not null check (pending >= 0),
  available bigint not null check (available >= 0),
  held bigint not null check (held >= 0),
  redeemed bigint not null check (redeemed >= 0),
  expired bigint not null check (expired >= 0),
  reversed bigint not null check (reversed >= 0),
  transferred bigint not null check (transferred >= 0),
  asked_back bigint not null check (asked_back >= 0),
  -- Snapshot of who pays when, and the points that the lot's money is for: 0 while they are pending.
  funding_model text not null check (funding_model in ('OPERATOR_POOL', 'ISSUER_PAYS_ON_REDEMPTION')),
  priced_points bigint not null check (priced_points between 0 and points),
  reserve_minor bigint not null check (reserve_minor >= 0),
  service_minor bigint not null check (service_minor >= 0),
  reserve_refundable_minor bigint not null check (reserve_refundable_minor >= 0),
  service_refundable_minor bigint not null check (service_refundable_minor >= 0),
  expires_on date,
  pending_until timestamptz,
  opened_at timestamptz not null,
  -- Whether any point is still pending, available or held. Flips once a lot's life (and back on a refund), so that
  -- ordinary spends leave the partial index alone and stay HOT.
  open boolean not null,
  primary key (member_id, lot_id),
  check (points = pending + available + held + redeemed + expired + reversed + transferred),
  check (open = (pending + available + held > 0))
) with (fillfactor = 70);
create index lot_open on ledger.lot (member_id) where open;
-- Points of an earn that moved to other members: a return of its goods asks for them there. Other lots of an earn are found by
-- its transfers.
create index lot_of_earn_moved on ledger.lot (earn_transaction_id) where parent_lot_id is not null;
create index lot_lapsing on ledger.lot (programme_id, expires_on) where open and expires_on is not null;
create index lot_falling_due on ledger.lot (programme_id, pending_until) where open and pending_until is not null;

create table ledger.transaction (
  transaction_id uuid primary key,
  programme_id uuid not null,
  window_id uuid,
  kind text not null,
  -- A refusal is remembered under its key: a retry can never turn it into a success. NOTED is a command that was done and
  -- moved no points, remembered for its key alone: a proposal, a sweep.
  status text not null check (status in ('OK', 'REFUSED', 'NOTED')),
  client_id text not null,
  idempotency_key text not null,
  request_hash bytea not null,
  member_id uuid,
  partner_id uuid,
  store_id uuid,
  -- Change of the member's wallet in total; what the money columns mean depends on the kind.
  points bigint not null default 0,
  amount_minor bigint,
  currency text,
  original_id uuid,
  contract_version_id uuid,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  reference text,
  -- What the reply says beyond the columns: explanation, purchase lines with their points, returned lines, wallet after it,
  -- counterparty of a transfer, or the refusal.
  details jsonb not null,
  unique (programme_id, client_id, idempotency_key),
  check (status <> 'OK' or window_id is not null)
);
create index transaction_of_member on ledger.transaction (member_id, transaction_id) where status = 'OK';
create index transaction_of_partner on ledger.transaction (partner_id, transaction_id) where status = 'OK';
create index transaction_of_original on ledger.transaction (original_id) where original_id is not null;
-- Rows of a window lie together, in posting order: a block range index finds them and costs a posting next to nothing.
create index transaction_of_window on ledger.transaction using brin (window_id) with (pages_per_range = 16);

create table ledger.transfer (
  transaction_id uuid not null,
  leg smallint not null,
  member_id uuid not null,
  lot_id uuid not null,
  debit text not null,
  credit text not null,
  points bigint not null check (points > 0),
  primary key (transaction_id, leg),
  check (debit <> credit)
);

-- Sum of a journal entry's legs: an entry that does not balance cannot be written.
create function ledger.sum_of(amounts bigint[]) returns numeric
  language sql immutable strict parallel safe
  return (select coalesce(sum(amount), 0) from unnest(amounts) as amount);

create table ledger.journal (
  transaction_id uuid not null,
  entry smallint not null,
  programme_id uuid not null,
  window_id uuid not null,
  type text not null,
  -- One element per leg. Negative is a debit: PARTNER:x debited means that x owes more.
  accounts text[] not null,
  components text[] not null,
  amounts bigint[] not null,
  -- What it is about where the type does not say it.
  memo text,
  primary key (transaction_id, entry),
  check (cardinality(accounts) = cardinality(amounts) and cardinality(components) = cardinality(amounts)),
  -- Nearly every entry has at most six legs; adding them up in place costs a tenth of the call.
  check (case when cardinality(amounts) <= 6
    then coalesce(amounts[1], 0)::numeric + coalesce(amounts[2], 0) + coalesce(amounts[3], 0)
       + coalesce(amounts[4], 0) + coalesce(amounts[5], 0) + coalesce(amounts[6], 0) = 0
    else ledger.sum_of(amounts) = 0 end),
  check (array_position(amounts, null) is null and array_lower(amounts, 1) = 1)
);
create index journal_of_window on ledger.journal using brin (window_id) with (pages_per_range = 16);

create table ledger.redemption_line (
  member_id uuid not null,
  line_id uuid not null,
  redemption_id uuid not null,
  lot_id uuid not null,
  funder_id uuid,
  acceptor_id uuid not null,
  -- As the redemption made it, for ever.
  redeemed_points bigint not null,
  redeemed_amount_minor bigint not null,
  -- What refunds and substitutions have left of it.
  points bigint not null check (points >= 0),
  amount_minor bigint not null,
  fee_minor bigint not null,
  -- Points over which `fee_minor` is given back.
  fee_points bigint not null check (fee_points >= 0),
  primary key (member_id, line_id)
) with (fillfactor = 80);
create index redemption_line_of_redemption on ledger.redemption_line (redemption_id);
create index redemption_line_of_lot on ledger.redemption_line (lot_id);

create table ledger.debt (
  member_id uuid not null,
  debt_id uuid not null,
  lot_id uuid not null,
  return_transaction_id uuid not null,
  points bigint not null check (points > 0),
  open bigint not null check (open >= 0 and open <= points),
  primary key (member_id, debt_id)
);
create index debt_open on ledger.debt (member_id) where open > 0;

create table ledger.hold (
  member_id uuid not null,
  hold_id uuid not null,
  programme_id uuid not null,
  partner_id uuid not null,
  store_id uuid,
  contract_version_id uuid not null,
  points bigint not null check (points > 0),
  held bigint not null check (held >= 0 and held <= points),
  state text not null check (state in ('OPEN', 'CAPTURED', 'VOIDED', 'EXPIRED')),
  expires_at timestamptz not null,
  primary key (member_id, hold_id),
  check ((state = 'OPEN') = (held > 0))
);
create unique index hold_by_id on ledger.hold (hold_id);
create index hold_open on ledger.hold (member_id) where state = 'OPEN';
create index hold_ending on ledger.hold (programme_id, expires_at) where state = 'OPEN';

create table ledger.hold_lot (
  hold_id uuid not null,
  ordinal smallint not null,
  lot_id uuid not null,
  -- What the first batch that wrote the hold left reserved; 0 where that batch captured it, too. (A check is made on the row
  -- proposed for insertion, also when the row exists and is updated.)
  allocated bigint not null check (allocated >= 0),
  held bigint not null check (held >= 0 and held <= allocated),
  primary key (hold_id, ordinal)
);

create table ledger.adjustment (
  adjustment_id uuid primary key,
  programme_id uuid not null,
  member_id uuid not null,
  points bigint not null check (points <> 0),
  funder_id uuid,
  reason text not null,
  expires_on date,
  state text not null check (state in ('PROPOSED', 'POSTED')),
  proposed_by text not null,
  approved_by text,
  transaction_id uuid,
  check (approved_by <> proposed_by),
  check ((state = 'POSTED') = (approved_by is not null and transaction_id is not null))
);

-- Accumulators, one row per key and writer lane, so that writers never meet on a row and a close need not read history.
create table ledger.money_slot (
  window_id uuid not null,
  account text not null,
  component text not null,
  lane smallint not null,
  debits bigint not null,
  credits bigint not null,
  primary key (window_id, account, component, lane)
) with (fillfactor = 50);

create table ledger.points_slot (
  window_id uuid not null,
  account text not null,
  lane smallint not null,
  debits bigint not null,
  credits bigint not null,
  primary key (window_id, account, lane)
) with (fillfactor = 50);

create table ledger.obligation_slot (
  window_id uuid not null,
  -- Null-free, so that it can lead a key: OP is the operator.
  funder text not null,
  acceptor text not null,
  lane smallint not null,
  points bigint not null,
  amount_minor bigint not null,
  primary key (window_id, funder, acceptor, lane)
) with (fillfactor = 50);

-- How many transactions a window holds, per lane.
create table ledger.window_slot (
  window_id uuid not null,
  lane smallint not null,
  transactions bigint not null,
  primary key (window_id, lane)
) with (fillfactor = 50);

-- Sealed when a window is closed: each partner's result.
create table ledger.net_position (
  window_id uuid not null,
  partner_id uuid not null,
  opening_minor bigint not null,
  credits_minor bigint not null,
  debits_minor bigint not null,
  net_minor bigint not null,
  action text not null check (action in ('PAY_PARTNER', 'COLLECT_FROM_PARTNER', 'CARRY_FORWARD', 'NONE')),
  components jsonb not null,
  primary key (window_id, partner_id),
  check (net_minor = opening_minor + credits_minor - debits_minor)
);

-- One row per committed batch. `written` is taken after the batch's locks, so it never contradicts the order of a member's
-- postings; `position` is given later, by one numbering pass at a time, so that readers see a gap-free sequence whatever
-- transactions commit late.
create sequence ledger.outbox_written;
create table ledger.outbox (
  written bigint primary key default nextval('ledger.outbox_written'),
  position bigint unique,
  programme_id uuid not null,
  recorded_at timestamptz not null,
  -- Array of {type, transactionId, memberId, partnerId, ...}: the batch's events in posting order.
  events jsonb not null
);
create index outbox_unnumbered on ledger.outbox (written) where position is null;

-- An UPDATE that finds fewer rows than it was given would lose points in silence: it fails instead.
create function ledger.expect_rows(changed bigint, expected bigint) returns void
  language plpgsql as $$
begin
  if changed <> expected then
    raise exception 'expected to change % rows, changed %', expected, changed;
  end if;
end
$$;

-- By default the role may do anything to rows of its own schema (platform/001). Here it may not: state is never deleted,
-- history is neither deleted nor changed.
revoke delete on all tables in schema ledger from loyalty_ledger;
revoke update on ledger.transaction, ledger.transfer, ledger.journal, ledger.net_position from loyalty_ledger;
-- Events already numbered and read by everybody may be trimmed.
grant delete on ledger.outbox to loyalty_ledger;
