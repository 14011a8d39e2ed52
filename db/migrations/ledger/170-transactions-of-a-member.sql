-- Which transactions moved a member's points, the newest first, at most so many; null asks for no limit of that kind. A transaction names one member;
-- three kinds touch a second one:
--
--   a transfer, and its reversal        the receiver stands in the details (an index of their own)
--   a return, or a reversal of a purchase, some of whose points had moved on to the member: found from the lots that came to
--   the member by transfer, by the earn that they go back to
--
-- It looks past the policies, under which no index over `details` is used (its operators are not leakproof), and gives ids to callers who may
-- know of the member; what they are is read under the policies. Each branch reads at most `most` rows from an index, so a page costs
-- the same however long the history is. Ids go from one step to the next as arrays: a plan made while the tables were empty, and kept by the
-- connection, then still uses the indexes.
CREATE FUNCTION ledger.transactions_of_member(
  of_programme uuid, of_member uuid, below uuid, at_partner uuid, at_stores uuid[], after timestamptz, up_to timestamptz, most integer
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF of_programme IS DISTINCT FROM platform.scope_programme() THEN RETURN; END IF;
  IF NOT platform.scope_is_whole() AND platform.scope_partner() IS NULL AND of_member IS DISTINCT FROM platform.scope_member() THEN
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
REVOKE EXECUTE ON FUNCTION ledger.transactions_of_member FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.transactions_of_member TO loyalty_ledger_reader;
