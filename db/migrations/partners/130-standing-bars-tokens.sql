-- Where a partner stands has changed: what its clients hold open was opened under other terms. Their tokens end (platform/130), and they
-- come back with new ones: a suspended partner still takes points, one that left still settles. Who is to stay out has its clients revoked.
CREATE FUNCTION partners.bar_partner() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM platform.bar_tokens('PARTNER', new.partner_id::text, clock_timestamp());
  RETURN NULL;
END
$$;
CREATE TRIGGER partner_stands_elsewhere AFTER UPDATE OF standing ON partners.partner
  FOR EACH ROW WHEN (old.standing IS DISTINCT FROM new.standing)
  EXECUTE FUNCTION partners.bar_partner();
