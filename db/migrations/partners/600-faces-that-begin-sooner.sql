-- As before (440), made anew (platform/600).
CALL platform.keep_read('partners.partners_by_id', 'of_programme uuid, ids uuid[]', 'SETOF partners.partner', $$
  SELECT partner.* FROM partners.partner WHERE partner.partner_id = ANY (ids) AND partner.programme_id = of_programme $$);
CALL platform.keep_read('partners.stores_by_id', 'of_programme uuid, ids uuid[]', 'SETOF partners.store', $$
  SELECT store.* FROM partners.store WHERE store.store_id = ANY (ids) AND store.programme_id = of_programme $$);
