-- A member that is not active has no good token (platform/130), whoever issued it: suspended, closed, erased or merged into another.
CREATE FUNCTION members.bar_member() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM platform.bar_tokens('MEMBER', new.member_id::text,
    CASE WHEN new.status = 'ACTIVE' THEN clock_timestamp() ELSE 'infinity'::timestamptz END);
  RETURN NULL;
END
$$;
CREATE TRIGGER member_status_changed AFTER UPDATE OF status ON members.member
  FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status)
  EXECUTE FUNCTION members.bar_member();

INSERT INTO platform.token_bar (kind, subject, issued_until)
SELECT 'MEMBER', member_id::text, 'infinity' FROM members.member WHERE status <> 'ACTIVE';
