-- What happened to members that were merged into another is that one's to see (members/400).
call platform.show_rows('ledger.transaction', $$
  programme_id = :programme and (:whole
    or (partner_id = :partner and (:stores is null or store_id = any (:stores)))
    or member_id = :member or member_id = any (:persons)
    or (:member is not null and (details ->> 'counterpartyId' = :member::text or details ->> 'counterpartyId' = any (:persons::text[])
      or ledger.moved_points_of(transaction_id, :member)))) $$);
-- A member sees its own side of a transfer.
call platform.show_rows('ledger.transfer', $$
  case when :member is null
    then exists (select from ledger.transaction as posted where posted.transaction_id = transfer.transaction_id)
    else right(debit, 36) = :member::text or right(credit, 36) = :member::text
      or right(debit, 36) = any (:persons::text[]) or right(credit, 36) = any (:persons::text[]) end $$);
call platform.show_rows('ledger.hold', $$
  programme_id = :programme and (:whole or member_id = :member or member_id = any (:persons)
    or (partner_id = :partner and (:stores is null or store_id = any (:stores)))) $$);

-- As before (170), for the ids of merged members, too.
CREATE OR REPLACE FUNCTION ledger.transactions_of_member(
  of_programme uuid, of_member uuid, below uuid, at_partner uuid, at_stores uuid[], after timestamptz, up_to timestamptz, most integer
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF of_programme IS DISTINCT FROM platform.scope_programme() THEN RETURN; END IF;
  IF NOT platform.scope_is_whole() AND platform.scope_partner() IS NULL AND of_member IS DISTINCT FROM platform.scope_member()
    AND NOT coalesce(of_member = ANY (members.scope_persons()), false) THEN
    RETURN;
  END IF;
  below := coalesce(below, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  RETURN QUERY
    (SELECT posted.transaction_id FROM ledger.transaction AS posted
     WHERE posted.member_id = of_member
       AND posted.status = 'OK' AND posted.programme_id = of_programme AND posted.transaction_id < below
       AND (after IS NULL OR posted.recorded_at > after) AND (up_to IS NULL OR posted.recorded_at <= up_to)
       AND (at_partner IS NULL OR posted.partner_id = at_partner) AND (at_stores IS NULL OR posted.store_id = ANY (at_stores))
     ORDER BY posted.transaction_id DESC LIMIT most)
    UNION
    (SELECT posted.transaction_id FROM ledger.transaction AS posted
     WHERE posted.details ->> 'counterpartyId' = of_member::text AND posted.kind IN ('TRANSFER', 'REVERSAL')
       AND posted.status = 'OK' AND posted.programme_id = of_programme AND posted.transaction_id < below
       AND (after IS NULL OR posted.recorded_at > after) AND (up_to IS NULL OR posted.recorded_at <= up_to)
       AND (at_partner IS NULL OR posted.partner_id = at_partner) AND (at_stores IS NULL OR posted.store_id = ANY (at_stores))
     ORDER BY posted.transaction_id DESC LIMIT most)
    UNION
    (SELECT posted.transaction_id FROM ledger.transaction AS posted
     WHERE posted.original_id = ANY (ARRAY(
         SELECT lot.earn_transaction_id FROM ledger.lot WHERE lot.member_id = of_member AND lot.parent_lot_id IS NOT NULL))
       AND EXISTS (SELECT FROM ledger.transfer AS moved
                   WHERE moved.transaction_id = posted.transaction_id AND moved.member_id = of_member)
       AND posted.status = 'OK' AND posted.programme_id = of_programme AND posted.transaction_id < below
       AND (after IS NULL OR posted.recorded_at > after) AND (up_to IS NULL OR posted.recorded_at <= up_to)
       AND (at_partner IS NULL OR posted.partner_id = at_partner) AND (at_stores IS NULL OR posted.store_id = ANY (at_stores))
     ORDER BY posted.transaction_id DESC LIMIT most)
    ORDER BY 1 DESC LIMIT most;
END
$$;
