-- What a partner brings along when it joins: money that an earlier programme left open between it and the operator. Two persons, like every step.
alter table ledger.settlement_proposal
  -- Minor units; above zero the operator owes the partner.
  add column amount_minor bigint,
  drop constraint settlement_proposal_step_check,
  add constraint settlement_proposal_step_check
    check (step in ('FINALISE', 'RELEASE', 'SUSPEND', 'RESUME', 'ABORT', 'DEFAULT', 'REINCLUDE', 'OPENING_BALANCE')),
  add constraint settlement_proposal_amount check ((step = 'OPENING_BALANCE') = (amount_minor is not null) and amount_minor <> 0);

-- The check of partner_ids names the steps of one partner; it was made without a name.
do $$
declare
  unnamed text;
begin
  select conname into strict unnamed from pg_constraint
  where conrelid = 'ledger.settlement_proposal'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%cardinality%';
  execute format('alter table ledger.settlement_proposal drop constraint %I', unnamed);
end
$$;
alter table ledger.settlement_proposal
  add constraint settlement_proposal_partners check (
    step in ('DEFAULT', 'REINCLUDE', 'OPENING_BALANCE') = (partner_ids is not null and cardinality(partner_ids) = 1) or step = 'RELEASE');
