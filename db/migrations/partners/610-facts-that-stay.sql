-- What processes read once and keep for ever (subgraphs/partners/store/known-faces.ts, subgraphs/ledger/store/reference/time-zones.ts) cannot change: who
-- a partner is, and the time zone of a programme.
CREATE FUNCTION partners.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % stays as it was made: processes keep what they have read of it', TG_ARGV[0], TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER face_stays BEFORE UPDATE ON partners.partner FOR EACH ROW
  WHEN ((OLD.partner_id, OLD.programme_id, OLD.code, OLD.name, OLD.registered_at)
    IS DISTINCT FROM (NEW.partner_id, NEW.programme_id, NEW.code, NEW.name, NEW.registered_at))
  EXECUTE FUNCTION partners.refuse_change('Id, programme, code, name and day of registration');
CREATE TRIGGER time_zone_stays BEFORE UPDATE ON partners.programme FOR EACH ROW
  WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone)
  EXECUTE FUNCTION partners.refuse_change('The time zone');
