-- One pass that numbers the feed, in one call: it follows every batch, and as a transaction of five statements it was five round trips.
--
-- Gives committed rows without a position the next ones, in the order in which they were written, `most` of them, and tells every process.
-- Answers how many. The row of outbox_head is the lock: one pass at a time in the whole database. In PL/pgSQL, volatile: what is numbered
-- stands in a statement after the lock, and sees what the pass it waited for has numbered.
create function ledger.number_outbox(most bigint) returns bigint
  language plpgsql as $$
declare
  numbered bigint;
begin
  -- Nearly every wake finds that another pass has been there: that is looked at without the lock.
  if not exists (select from ledger.outbox where position is null) then return 0; end if;
  perform from ledger.outbox_head for update;
  with next as (
    select written, row_number() over (order by written) as step
    from (select written from ledger.outbox where position is null order by written limit most) as waiting
  ),
  given as (
    update ledger.outbox set position = head.position + next.step
    from next, ledger.outbox_head as head
    where outbox.written = next.written
  )
  update ledger.outbox_head set position = position + (select count(*) from next)
  returning (select count(*) from next) into numbered;
  if numbered > 0 then perform pg_notify('outbox', ''); end if;
  return numbered;
end
$$;
