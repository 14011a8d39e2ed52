-- Row-level security: reads on behalf of a caller see rows of the caller's scope, whatever their WHERE says (db/scoped-reads.ts).
--
-- Each subgraph has a second role, loyalty_<subgraph>_reader, that can do nothing but read, and only tables that a migration shows to it
-- with `CALL platform.show_rows(...)`: no table is shown without saying whose rows. It owns nothing and may not bypass a policy.
-- A subgraph's own role writes, and acts for many at once (batches of many callers, sweeps, settlement, the auditor); it sees every
-- row of its schema, and its commands decide who may do what.

DO $$
DECLARE
  subgraph text;
  role_name text;
  may_take_on text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOREACH subgraph IN ARRAY ARRAY['partners', 'members', 'ledger', 'rewards'] LOOP
    role_name := 'loyalty_' || subgraph || '_reader';
    -- Roles belong to the whole server: another database on it may have made them, or be making them now.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
    IF NOT pg_has_role(current_user, role_name, may_take_on) THEN
      EXECUTE format('GRANT %I TO %I', role_name, current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA platform, %I TO %I', subgraph, role_name);
  END LOOP;
END
$$;

-- The scope of a transaction, as db/row-scope.ts sets it. Where nothing is set nothing is seen. Plain functions of one expression: the
-- planner puts them in place, and `(SELECT ...)` around one makes it a value of the whole statement, not of each row.
CREATE FUNCTION platform.scope_programme() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('loyalty.programme', true), '')::uuid;
CREATE FUNCTION platform.scope_is_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('loyalty.whole_programme', true), '')::boolean, false);
CREATE FUNCTION platform.scope_partner() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('loyalty.partner', true), '')::uuid;
-- Stores that a partner's client is limited to; null is all of them.
CREATE FUNCTION platform.scope_stores() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN string_to_array(nullif(current_setting('loyalty.stores', true), ''), ',')::uuid[];
CREATE FUNCTION platform.scope_member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('loyalty.member', true), '')::uuid;

-- Shows rows of a table to the readers of its subgraph: those for which `seen` holds. In it stand for the scope:
--   :programme   its programme                         :whole     whether it is the whole programme (the operator)
--   :partner     the partner, whatever its stores      :stores    the stores that it is limited to, or null
--   :chain       the partner, where it is not limited  :member    the member
-- `columns`: all of them, or a list where some are nobody's to read.
CREATE PROCEDURE platform.show_rows(shown regclass, seen text, columns text DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
  subgraph text := (SELECT 'loyalty_' || relnamespace::regnamespace FROM pg_class WHERE oid = shown);
  condition text := seen;
  name text;
  value text;
BEGIN
  FOR name, value IN VALUES
    (':programme', '(SELECT platform.scope_programme())'),
    (':whole', '(SELECT platform.scope_is_whole())'),
    (':partner', '(SELECT platform.scope_partner())'),
    -- The cast says that it is an array, not a column of rows.
    (':stores', '(SELECT platform.scope_stores())::uuid[]'),
    (':chain', '(SELECT CASE WHEN platform.scope_stores() IS NULL THEN platform.scope_partner() END)'),
    (':member', '(SELECT platform.scope_member())')
  LOOP
    condition := replace(condition, name, value);
  END LOOP;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', shown);
  EXECUTE format('CREATE POLICY of_the_subgraph ON %s TO %I USING (true) WITH CHECK (true)', shown, subgraph);
  EXECUTE format('CREATE POLICY of_the_caller ON %s FOR SELECT TO %I USING (%s)', shown, subgraph || '_reader', condition);
  EXECUTE format('GRANT SELECT %s ON %s TO %I', coalesce('(' || columns || ')', ''), shown, subgraph || '_reader');
END
$$;
REVOKE EXECUTE ON PROCEDURE platform.show_rows FROM PUBLIC;
