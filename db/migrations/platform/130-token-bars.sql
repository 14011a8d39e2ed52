-- Tokens that are no good any more although they have not expired: every token of a subject that was issued until a moment.
--   TOKEN    one token, by its `jti`: it was revoked
--   CLIENT   a client's, its members' tokens included: it was revoked ('infinity'), or its secret changed
--   MEMBER   a member's: 'infinity' while it is suspended, closed or merged, and what it had before is no good when it comes back
--   PARTNER  a partner's: where it stands has changed; its clients ask for new tokens, which the new standing decides about
-- Every gateway asks this table before it takes a token, and hears of a change by NOTIFY. The clock is the database's: one for all.
CREATE TABLE platform.token_bar (
  kind         text NOT NULL CHECK (kind IN ('TOKEN', 'CLIENT', 'MEMBER', 'PARTNER')),
  subject      text NOT NULL CHECK (subject <> ''),
  issued_until timestamptz NOT NULL,
  -- When every token that it bars has expired anyway; null where that is not known.
  forget_after timestamptz,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX token_bar_to_forget ON platform.token_bar (forget_after) WHERE forget_after IS NOT NULL;

-- Called in the transaction of what it follows from: what was committed is barred, and nothing else is.
CREATE FUNCTION platform.bar_tokens(in_kind text, in_subject text, in_issued_until timestamptz, in_forget_after timestamptz DEFAULT NULL)
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO platform.token_bar AS bar (kind, subject, issued_until, forget_after)
    VALUES (in_kind, in_subject, in_issued_until, in_forget_after)
    ON CONFLICT (kind, subject) DO UPDATE SET issued_until = excluded.issued_until, forget_after = excluded.forget_after;
    SELECT pg_notify('token_bar', in_kind || ' ' || in_subject);
$$;
REVOKE EXECUTE ON FUNCTION platform.bar_tokens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.bar_tokens TO loyalty_platform;

CREATE FUNCTION platform.bar_client() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM platform.bar_tokens('CLIENT', new.client_id,
    CASE WHEN new.revoked_at IS NULL THEN clock_timestamp() ELSE 'infinity'::timestamptz END);
  RETURN NULL;
END
$$;
CREATE TRIGGER api_client_changed AFTER UPDATE OF revoked_at, secret_hash ON platform.api_client
  FOR EACH ROW WHEN (old.revoked_at IS DISTINCT FROM new.revoked_at OR old.secret_hash IS DISTINCT FROM new.secret_hash)
  EXECUTE FUNCTION platform.bar_client();

INSERT INTO platform.token_bar (kind, subject, issued_until)
SELECT 'CLIENT', client_id, 'infinity' FROM platform.api_client WHERE revoked_at IS NOT NULL;
