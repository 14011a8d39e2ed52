-- Invoices and credit notes of a window (settlement.md 8.5): issued once, numbered without gaps within the programme, never changed.
create table ledger.settlement_document (
  programme_id uuid not null,
  -- 1, 2, 3... within the programme.
  sequence bigint not null check (sequence > 0),
  number text not null,
  window_id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('OPERATOR_INVOICE', 'OPERATOR_CREDIT_NOTE', 'SELF_BILLED_INVOICE', 'SELF_BILLED_CREDIT_NOTE')),
  currency text not null,
  net_minor bigint not null check (net_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0),
  issued_on date not null,
  issued_by text not null,
  sha256 bytea not null check (length(sha256) = 32),
  xml text not null,
  primary key (programme_id, sequence),
  unique (window_id, partner_id, kind)
);
revoke update, delete on ledger.settlement_document from loyalty_ledger;
