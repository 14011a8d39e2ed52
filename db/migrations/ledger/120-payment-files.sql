-- Files of pay-outs for the operator's bank (pain.001, settlement.md 8.2): made when a release is proposed, kept as they were shown, released by
-- two persons with the proposal, never changed and never made again under the same name.
create table ledger.payment_file (
  programme_id uuid not null,
  -- MsgId: no other file of the programme has it, for ever.
  message_id text not null check (length(message_id) between 1 and 35),
  proposal_id uuid not null references ledger.settlement_proposal,
  window_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  execution_date date not null,
  sum_minor bigint not null check (sum_minor > 0),
  -- Who is paid how much on which account: partnerId, endToEndId, amountMinor (decimal text), name, account, bic.
  payments jsonb not null check (jsonb_array_length(payments) > 0),
  sha256 bytea not null check (length(sha256) = 32),
  xml text not null,
  made_at timestamptz not null,
  primary key (programme_id, message_id),
  unique (proposal_id, currency),
  -- The hash is that of the bytes, whoever writes.
  check (sha256 = sha256(convert_to(xml, 'UTF8')))
);
create index payment_file_of_window on ledger.payment_file (window_id);
revoke update, delete on ledger.payment_file from loyalty_ledger;

-- Nothing goes to the bank but what two persons released, and a pay-out whose release has a file goes as the file says.
create function ledger.check_payment_released() returns trigger
  language plpgsql as $$
begin
  if new.released_by is null then return new; end if;
  if not exists (select from ledger.settlement_proposal where proposal_id = new.released_by and step = 'RELEASE' and state = 'APPROVED') then
    raise exception 'payment % was not released by two persons', new.end_to_end_id;
  end if;
  if new.amount_minor > 0 and exists (select from ledger.payment_file where proposal_id = new.released_by)
     and not exists (
       select from ledger.payment_file as file
       where file.proposal_id = new.released_by
         and file.payments @> jsonb_build_array(jsonb_build_object('endToEndId', new.end_to_end_id))) then
    raise exception 'payment % is not in the file that was released', new.end_to_end_id;
  end if;
  return new;
end
$$;
create trigger payment_instruction_released before insert on ledger.payment_instruction
  for each row execute function ledger.check_payment_released();
